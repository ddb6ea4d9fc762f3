import { FromageError } from '../model/error.ts';
import type { Files } from '../ports/index.ts';

/** What stands after a path: the image within. */
export type Selector =
  | { readonly kind: 'none' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'digest'; readonly digest: string }
  /** Zero-based place in the archive. */
  | { readonly kind: 'place'; readonly place: number };

export interface SplitLocation {
  readonly path: string;
  readonly selector: Selector;
}

/**
 * `x.tar:httpd:2.4` → path and selector. Colons may stand in both, so the longest path that exists is taken; null where none does.
 * Throws `usage` where what follows the path selects nothing.
 */
export async function splitLocation(location: string, files: Files): Promise<SplitLocation | null> {
  const cuts = [...location.matchAll(/[:@]/g)].map((match) => match.index).reverse();
  for (const cut of [location.length, ...cuts].slice(0, MAX_CUTS)) {
    const path = location.slice(0, cut);
    if (path === '' || path.includes('\0') || (await files.status(path)) === null) continue;
    return { path, selector: readSelector(location.slice(cut)) };
  }
  return null;
}

/** The same, where the path must be there. Throws `not-found`. */
export async function requireLocation(location: string, files: Files): Promise<SplitLocation> {
  const split = await splitLocation(location, files);
  if (split === null) throw new FromageError('not-found', `${location === '' ? 'the path' : location} does not exist`);
  return split;
}

/** `:name[:tag]`, `@0`, `@sha256:…`, or nothing. Throws `usage`. */
export function readSelector(text: string): Selector {
  const rest = text.slice(1);
  if (text === '') return { kind: 'none' };
  if (rest === '') throw new FromageError('usage', `nothing follows the ${text}`);
  if (text.startsWith(':')) return { kind: 'name', name: rest };
  if (/^\d{1,6}$/.test(rest)) return { kind: 'place', place: Number(rest) };
  if (/^sha(256|384|512):[0-9a-f]+$/.test(rest)) return { kind: 'digest', digest: rest };
  throw new FromageError('usage', `${text.slice(0, 100)} is neither a digest nor the place of an image`);
}

/** A selector as it is typed. */
export function formatSelector(selector: Selector): string {
  if (selector.kind === 'none') return '';
  if (selector.kind === 'name') return `:${selector.name}`;
  return `@${selector.kind === 'digest' ? selector.digest : selector.place}`;
}

/** More colons than these stand in no location worth a system call each. */
const MAX_CUTS = 24;
