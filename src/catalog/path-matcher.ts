import { splitPath } from '../model/image-path.ts';

/** Globs of several owners as one question: which owners want this path? */
export interface PathMatcher {
  /** Numbers of the owners, ascending. */
  match(path: string): readonly number[];
}

/**
 * `globs[i]` are those of owner `i`. A hundred thousand paths are asked about, and nearly none is wanted, so globs are sorted by what of
 * them can be looked up: the whole path, the last part, its ending or its beginning; only the rest is tried one by one.
 */
export function compileMatcher(globs: readonly (readonly string[])[]): PathMatcher {
  const whole = new Map<string, number[]>();
  const names = new Map<string, number[]>();
  const folders = new Map<string, number[]>();
  const endings = new Map<string, Pattern[]>();
  const beginnings = new Map<string, Pattern[]>();
  const others: Pattern[] = [];
  for (const [owner, list] of globs.entries()) {
    for (const glob of list) {
      const { kind, key } = classify(glob);
      if (kind === 'whole') append(whole, key, owner);
      else if (kind === 'name') append(names, key, owner);
      else if (kind === 'folder') append(folders, key, owner);
      else if (kind === 'ending') append(endings, key, { owner, test: globTest(glob) });
      else if (kind === 'beginning') append(beginnings, key, { owner, test: globTest(glob) });
      else others.push({ owner, test: globTest(glob) });
    }
  }
  return {
    match(path) {
      const [folder, name] = splitPath(path);
      const found = [whole.get(path), names.get(name), folders.get(folder)].flatMap((owners) => owners ?? []);
      const dot = name.lastIndexOf('.');
      const ending = dot < 0 ? undefined : endings.get(name.slice(dot));
      for (const { owner, test } of ending ?? []) if (test(path)) found.push(owner);
      const beginning = beginnings.get(name.slice(0, BEGINNING));
      for (const { owner, test } of beginning ?? []) if (test(path)) found.push(owner);
      for (const { owner, test } of others) if (test(path)) found.push(owner);
      return found.length < 2 ? found : [...new Set(found)].sort((a, b) => a - b);
    },
  };
}

/** Whether a glob matches a path. */
export function globTest(glob: string): (path: string) => boolean {
  if (glob === '**') return () => true;
  const parts = glob.split('/');
  const source = parts.map((part, i) => {
    const isLast = i === parts.length - 1;
    if (part === '**') return isLast ? '.+' : '(?:[^/]+/)*';
    return partSource(part) + (isLast ? '' : '/');
  });
  const pattern = new RegExp(`^${source.join('')}$`, 's');
  return (path) => pattern.test(path);
}

interface Pattern {
  readonly owner: number;
  readonly test: (path: string) => boolean;
}

const WILD = /[*?]/;
/** As many first characters of a name as are looked up. */
const BEGINNING = 4;

interface GlobClass {
  readonly kind: 'whole' | 'name' | 'folder' | 'ending' | 'beginning' | 'other';
  readonly key: string;
}

function classify(glob: string): GlobClass {
  const [folder, name] = splitPath(glob);
  if (!WILD.test(glob)) return { kind: 'whole', key: glob };
  if (folder === '**' && !WILD.test(name)) return { kind: 'name', key: name };
  if (name === '*' && !WILD.test(folder)) return { kind: 'folder', key: folder };
  const ending = /\.[^.*?]+$/.exec(name)?.[0];
  if (ending !== undefined) return { kind: 'ending', key: ending };
  const beginning = name.slice(0, BEGINNING);
  return beginning.length < BEGINNING || WILD.test(beginning) ? { kind: 'other', key: '' } : { kind: 'beginning', key: beginning };
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
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
