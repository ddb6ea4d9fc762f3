const SECRET: ReadonlySet<string> = new Set([
  ...['apikey', 'auth', 'credential', 'credentials', 'key', 'passphrase', 'password', 'passwd', 'pword', 'secret', 'token'],
]);
const HARMLESS: ReadonlySet<string> = new Set(['public']);
/** What ends so tells of a secret, and is none: where it lies, how new its program is. */
const HARMLESS_END: ReadonlySet<string> = new Set(['file', 'path', 'version', 'url']);

/** Whether a variable of that name looks as if it held a secret: some word of it says so, and none that it does not. */
export function isSecretName(name: string): boolean {
  const words = name.toLowerCase().split('_');
  if (words.some((word) => HARMLESS.has(word)) || HARMLESS_END.has(words.at(-1) ?? '')) return false;
  return words.some((word) => SECRET.has(word));
}

const SECRET_PARTS = [
  'access_key',
  'api_key',
  'apikey',
  'credential',
  'passphrase',
  'passwd',
  'password',
  'private',
  'secret',
  'token',
  'username',
];

/** The same as hadolint sees it: some part of the name says so, wherever it stands and whatever follows. */
export function holdsSecretPart(name: string): boolean {
  const lower = name.toLowerCase();
  return SECRET_PARTS.some((part) => lower.includes(part));
}
