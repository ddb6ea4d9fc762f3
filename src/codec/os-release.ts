/** What a root file system says of itself, in `etc/os-release`. os-release(5). */
export interface OsRelease {
  /** `debian`, `alpine`; `linux` where it is not said. */
  readonly id: string;
  /** `12`; null where there is none, as with rolling distributions. */
  readonly versionId: string | null;
  /** `bookworm`. */
  readonly codename: string | null;
  /** `Debian GNU/Linux 12 (bookworm)`. */
  readonly prettyName: string;
}

/** Text after that is no name. */
const MAX_VALUE = 200;

/** Reads it. Lines that are no assignment are passed over. Null where it says nothing at all. */
export function parseOsRelease(text: string): OsRelease | null {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trim());
    if (match !== null) values.set(match[1] ?? '', unquote((match[2] ?? '').trim()).slice(0, MAX_VALUE));
  }
  const said = (key: string) => values.get(key) || null;
  if (said('ID') === null && said('NAME') === null && said('PRETTY_NAME') === null) return null;
  const [name, version] = [said('NAME') ?? said('ID') ?? 'Linux', said('VERSION') ?? said('VERSION_ID')];
  return {
    id: said('ID') ?? 'linux',
    versionId: said('VERSION_ID'),
    codename: said('VERSION_CODENAME'),
    prettyName: said('PRETTY_NAME') ?? (version === null ? name : `${name} ${version}`),
  };
}

/** As a shell reads it: quotes of either kind, and in double ones a backslash before `"`, `\`, `$` and the backquote. */
function unquote(value: string): string {
  if (/^'[^']*'$/.test(value)) return value.slice(1, -1);
  const inner = /^"(.*)"$/s.exec(value)?.[1];
  return (inner ?? value).replace(/\\(["\\$`])/g, '$1');
}
