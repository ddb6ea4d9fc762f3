/** Globs of several owners as one question: which owners want this path? */
export interface PathMatcher {
  /** Numbers of the owners, ascending. */
  match(path: string): readonly number[];
}

/**
 * `globs[i]` are those of owner `i`. A hundred thousand paths are asked about, and nearly none is wanted, so globs are sorted by what of
 * them can be looked up, the first or last characters of the last part; only the rest is tried one by one.
 */
export function compileMatcher(globs: readonly (readonly string[])[]): PathMatcher {
  const shortNames = new Map<string, Pattern[]>();
  const endings = new Map<number, Pattern[]>();
  const beginnings = new Map<number, Pattern[]>();
  /** Owners of `**`, ascending. */
  const everything: number[] = [];
  const others: Pattern[] = [];
  for (const [owner, list] of globs.entries()) {
    for (const glob of list) {
      const pattern = { owner, test: globTest(glob) };
      const name = glob.slice(glob.lastIndexOf('/') + 1);
      if (glob === '**') everything.push(...(everything.at(-1) === owner ? [] : [owner]));
      else if (name.length < KEY && !WILD.test(name)) append(shortNames, name, pattern);
      else if (name.length >= KEY && !WILD.test(name.slice(-KEY))) append(endings, keyOf(name, name.length - KEY), pattern);
      else if (name.length >= KEY && !WILD.test(name.slice(0, KEY))) append(beginnings, keyOf(name, 0), pattern);
      else others.push(pattern);
    }
  }
  return {
    match(path) {
      const start = path.lastIndexOf('/') + 1;
      let found: readonly number[] = everything;
      if (path.length - start < KEY) found = withMatches(found, shortNames.get(path.slice(start)), path);
      else {
        found = withMatches(found, endings.get(keyOf(path, path.length - KEY)), path);
        found = withMatches(found, beginnings.get(keyOf(path, start)), path);
      }
      found = withMatches(found, others, path);
      return found.length < 2 || found === everything ? found : [...new Set(found)].sort((a, b) => a - b);
    },
  };
}

/** As many characters of a name as are looked up at either end. */
const KEY = 4;

/** A number for KEY characters; others may have the same, so that the pattern itself is always asked. */
function keyOf(text: string, at: number): number {
  const high = text.charCodeAt(at) * 131 + text.charCodeAt(at + 1);
  const low = text.charCodeAt(at + 2) * 131 + text.charCodeAt(at + 3);
  return (Math.imul(high, 0x9e37) ^ low) >>> 0;
}

/** Nearly always `found` itself. */
function withMatches(found: readonly number[], patterns: readonly Pattern[] | undefined, path: string): readonly number[] {
  if (patterns === undefined || patterns.length === 0) return found;
  const more = patterns.filter(({ test }) => test(path));
  return more.length === 0 ? found : [...found, ...more.map(({ owner }) => owner)];
}

/** Whether a glob matches a path. */
export function globTest(glob: string): (path: string) => boolean {
  if (glob === '**') return () => true;
  if (!WILD.test(glob)) return (path) => path === glob;
  const parts = glob.split('/');
  const [folder, name = ''] = parts;
  if (parts.length === 2 && folder === '**' && /^[^?*]*\*?[^?*]*$/.test(name)) return nameTest(name);
  const rest = glob.slice('**/'.length);
  if (folder === '**' && !WILD.test(rest))
    return (path) => path.endsWith(rest) && (path.length === rest.length || path[path.length - rest.length - 1] === '/');
  const source = parts.map((part, i) => {
    const isLast = i === parts.length - 1;
    if (part === '**') return isLast ? '.+' : '(?:[^/]+/)*';
    return partSource(part) + (isLast ? '' : '/');
  });
  const pattern = new RegExp(`^${source.join('')}$`, 's');
  return (path) => pattern.test(path);
}

/** `**` and a name with one star at most: no expression need be compiled, of which there are a hundred. */
function nameTest(name: string): (path: string) => boolean {
  const star = name.indexOf('*');
  const [head, tail] = star < 0 ? [name, ''] : [name.slice(0, star), name.slice(star + 1)];
  return (path) => {
    const start = path.lastIndexOf('/') + 1;
    const rest = path.length - start - head.length - tail.length;
    return (star < 0 ? rest === 0 : rest >= 0) && path.startsWith(head, start) && path.endsWith(tail);
  };
}

interface Pattern {
  readonly owner: number;
  readonly test: (path: string) => boolean;
}

const WILD = /[*?]/;

function append<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function partSource(part: string): string {
  return part
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]');
}
