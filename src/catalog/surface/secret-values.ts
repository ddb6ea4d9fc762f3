import { findTokens, type FoundToken } from './secret-tokens.ts';

/** Whether a variable or key of that name is one that keeps a secret: `DB_PASSWORD`, `apiKey`. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined || HARMLESS_ENDS.has(last) || words.some((word) => HARMLESS.has(word))) return false;
  if (words.some((word) => SECRET_WORDS.has(word))) return true;
  if (words.length > 1 && (last === 'PASS' || last === 'PWD')) return true;
  return words.some((word, at) => word === 'KEY' && KEY_OWNERS.has(words[at - 1] ?? ''));
}

/** What a secret is written as. Others than these are references to one, switches, or nothing. */
export function isSecretValue(text: string): boolean {
  const value = text.trim();
  if (value.length < 4 || REFERENCE.test(value) || /^(.)\1*$/.test(value)) return false;
  if (/^\d{1,5}$/.test(value) || NO_VALUES.has(value.toLowerCase())) return false;
  return !/^(?:\.{0,2}\/|file:|[A-Za-z]:\\)/.test(value);
}

/** The secret in the value of a variable, label or key; null where there is none. */
export function findInVariable(name: string, value: string): FoundToken | null {
  const [token] = findTokens(value);
  if (token !== undefined) return token;
  const address = passwordInAddress(value);
  if (address !== null) return address;
  if (!isSecretName(name) || !isSecretValue(value)) return null;
  return { kind: 'credential', what: 'password, key or token', masked: '…', value };
}

/** `https://name:password@host`; null where there is none. */
export function passwordInAddress(text: string): FoundToken | null {
  for (const [, password = ''] of text.matchAll(ADDRESS))
    if (isSecretValue(password) && !PLACEHOLDERS.test(password))
      return { kind: 'password-in-address', what: 'password in an address', masked: '…', value: password };
  return null;
}

const ADDRESS = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{0,100}:([^\s/@"'<>]{1,300})@[A-Za-z0-9[]/g;
/** What texts about addresses write there. */
const PLACEHOLDERS = /^(?:password|passwd|pass|secret|token|x-oauth-basic|\.\.\.)$/i;

/** `${NAME}`, `$NAME`, `$(…)`, `{{ name }}`, `<name>`, `%NAME%`. */
const REFERENCE = /\$[A-Za-z_{(]|\{\{|^<.*>$|^%\w+%$|^\[.*\]$|`/;

const NO_VALUES: ReadonlySet<string> = new Set([
  ...[
    'true',
    'false',
    'null',
    'none',
    'nil',
    'undefined',
    'auto',
    'always',
    'never',
    'enabled',
    'disabled',
    'empty',
    'redacted',
    'required',
  ],
  ...['optional', 'prompt', 'file', 'plain', 'basic', 'bearer'],
]);

const SECRET_WORDS: ReadonlySet<string> = new Set([
  ...['PASSWORD', 'PASSWD', 'PASSPHRASE', 'SECRET', 'SECRETS', 'TOKEN', 'CREDENTIAL', 'CREDENTIALS', 'APIKEY'],
  ...['DBPASSWORD', 'ACCESSKEY', 'PRIVATEKEY', 'SECRETKEY', 'AUTHTOKEN', 'ACCESSTOKEN'],
]);

/** What goes before `KEY` where that is a secret; a key of a package's signer is none. */
const KEY_OWNERS: ReadonlySet<string> = new Set([
  'API',
  'ACCESS',
  'PRIVATE',
  'AUTH',
  'ENCRYPTION',
  'SIGNING',
  'SERVICE',
  'MASTER',
  'ACCOUNT',
  'STORAGE',
  'LICENSE',
  'DEPLOY',
]);

/** What a name ends in that is about a secret and is none. */
const HARMLESS_ENDS: ReadonlySet<string> = new Set([
  ...[
    'FILE',
    'FILES',
    'PATH',
    'DIR',
    'URL',
    'URI',
    'ENDPOINT',
    'HOST',
    'NAME',
    'ID',
    'LENGTH',
    'SIZE',
    'TTL',
    'EXPIRY',
    'EXPIRES',
    'TIMEOUT',
  ],
  ...['SHA', 'SHA1', 'SHA256', 'SHA512', 'MD5', 'CHECKSUM', 'HASH', 'FINGERPRINT', 'VERSION', 'ALGORITHM', 'ENABLED', 'REQUIRED', 'TYPE'],
  ...[
    'FORMAT',
    'STORE',
    'POLICY',
    'PATTERN',
    'REGEX',
    'HEADER',
    'COMMAND',
    'DUMMY',
    'METHOD',
    'SERVICE',
    'PROVIDER',
    'MODE',
    'AGE',
    'COUNT',
  ],
]);

const HARMLESS: ReadonlySet<string> = new Set(['PUBLIC', 'DISABLED', 'DISABLE', 'ALLOW', 'RANDOM', 'NO', 'TOKENIZERS', 'MAX', 'MIN']);

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
}
