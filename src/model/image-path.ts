/** A path of an image in the one form all code uses, or why it has none. */
export type CleanPath =
  | {
      readonly ok: true;
      readonly path: string /** It began at the root or held `..`: harmless here, and no tar should say it. */;
      readonly odd: boolean;
    }
  | { readonly ok: false; readonly reason: 'leads-out' | 'nul' | 'too-long' };

/** Bytes, or a few more, that a path may have: what Linux opens. Bounds the depth of trees too. */
const MAX_PATH = 4096;

/** Whether a part of the path is empty, `.` or `..`. */
const UNTIDY = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** `./usr//bin/` → `usr/bin`, `/` → ``. A `..` takes away the part before it; above the root there is nothing. */
export function cleanPath(name: string): CleanPath {
  if (name.length > MAX_PATH) return { ok: false, reason: 'too-long' };
  if (name.includes('\0')) return { ok: false, reason: 'nul' };
  const bare = name.endsWith('/') ? name.slice(0, -1) : name;
  if (!UNTIDY.test(bare)) return { ok: true, path: bare, odd: false };
  const parts: string[] = [];
  let odd = name.startsWith('/') && name !== '/';
  for (const part of bare.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return { ok: false, reason: 'leads-out' };
    odd = odd || part === '..';
  }
  return { ok: true, path: parts.join('/'), odd };
}

/** `usr/bin/env` → `usr/bin` and `env`; `etc` → the root and `etc`. */
export function splitPath(path: string): readonly [folder: string, name: string] {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? ['', path] : [path.slice(0, slash), path.slice(slash + 1)];
}

/** A path as a message shows it: quoted, control characters escaped, bounded. */
export function showPath(path: string): string {
  return JSON.stringify(path.length > 200 ? `${path.slice(0, 199)}…` : path);
}
