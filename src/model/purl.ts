/** A package URL in parts; purl-spec (ECMA-427). */
export interface PurlParts {
  /** `deb`, `apk`, `npm` … */
  readonly type: string;
  /** `debian`, `@scope`, `org.apache`; null where the type has none. Segments are parted by `/`. */
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  /** Names in lower case; empty values are left out. */
  readonly qualifiers: Readonly<Record<string, string | null>>;
  readonly subpath?: string | null;
}

/** A package URL in its canonical form: `pkg:deb/debian/curl@7.88.1-10%2Bdeb12u8?arch=amd64&distro=debian-12`. */
export type Purl = string;

/** Writes the canonical form: qualifiers sorted, everything percent-encoded but letters, digits, `.`, `-`, `_`, `~` and `:`. */
export function formatPurl({ type, namespace, name, version, qualifiers, subpath }: PurlParts): Purl {
  const lower = type.toLowerCase();
  const space = segments(namespace ?? '').map(encode);
  const path = [...space, encode(nameOf(lower, name))].join('/');
  const at = version === null || version === '' ? '' : `@${encode(version)}`;
  const rest = segments(subpath ?? '').filter((segment) => segment !== '.' && segment !== '..');
  return `pkg:${lower}/${path}${at}${queryOf(qualifiers)}${rest.length === 0 ? '' : `#${rest.map(encode).join('/')}`}`;
}

/** The parts of a purl as it is written, canonical or not; null where it has no type or no name, or is encoded wrongly. */
export function parsePurl(text: string): PurlParts | null {
  const [, whole = '', query = '', subpath = ''] = /^pkg:\/*([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i.exec(text) ?? [];
  const at = whole.lastIndexOf('@');
  // A scope of npm may be written with its sign.
  const isVersion = at > whole.lastIndexOf('/');
  const [type = '', ...path] = segments(isVersion ? whole.slice(0, at) : whole);
  const name = path.pop();
  if (name === undefined || !/^[a-z][a-z0-9.+-]*$/i.test(type)) return null;
  try {
    return {
      type: type.toLowerCase(),
      namespace: path.length === 0 ? null : path.map(decodeURIComponent).join('/'),
      name: decodeURIComponent(name),
      version: isVersion ? decodeURIComponent(whole.slice(at + 1)) || null : null,
      qualifiers: Object.fromEntries(query.split('&').flatMap(readQualifier)),
      subpath: subpath === '' ? null : segments(subpath).map(decodeURIComponent).join('/'),
    };
  } catch {
    return null;
  }
}

function readQualifier(pair: string): readonly (readonly [string, string])[] {
  const equals = pair.indexOf('=');
  return equals < 1 ? [] : [[pair.slice(0, equals).toLowerCase(), decodeURIComponent(pair.slice(equals + 1))]];
}

/** PyPI's names are one whatever their capitals and signs (PEP 503). */
function nameOf(type: string, name: string): string {
  if (type === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-');
  return NAMES_IN_LOWER_CASE.has(type) ? name.toLowerCase() : name;
}

/** Types whose names do not tell capitals apart (purl-types). */
const NAMES_IN_LOWER_CASE: ReadonlySet<string> = new Set([
  'apk',
  'alpm',
  'bitbucket',
  'composer',
  'deb',
  'github',
  'hex',
  'luarocks',
  'oci',
  'pub',
]);

function queryOf(qualifiers: PurlParts['qualifiers']): string {
  const pairs = Object.entries(qualifiers).filter((pair): pair is [string, string] => pair[1] !== null && pair[1] !== '');
  const sorted = pairs.map(([key, value]) => [key.toLowerCase(), value] as const).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? '' : `?${sorted.map(([key, value]) => `${key}=${encode(value)}`).join('&')}`;
}

function segments(text: string): readonly string[] {
  return text.split('/').filter((segment) => segment !== '');
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':');
}
