import type { EndOfLife } from '../model/lineage.ts';

/** The release cycles of an official image's product, newest first, as the bundled index has them; `end` 1 where only that it ended is known. */
export interface Cycles {
  readonly product: string;
  readonly of: readonly (readonly [cycle: string, codename: string | 0, end: string | 0 | 1])[];
}

/** `ended` too where the day has come. */
export function endOfLife([product, cycle, on, ended]: readonly [string, string, string | null, boolean], today: string): EndOfLife {
  return { product, cycle, on, ended: ended || (on !== null && on <= today) };
}

/**
 * The cycle that a tag names by codename (`buster-slim`) or version (`16.3-alpine`), where it has ended. A tag that names
 * several (`2`) stood on the newest of them last: that one, where all have.
 */
export function endedCycle({ product, of }: Cycles, tag: string, today: string): EndOfLife | null {
  const lives = of.map(([cycle, codename, end]) => ({
    codename,
    life: endOfLife([product, cycle, typeof end === 'string' ? end : null, end === 1], today),
  }));
  const words = tag.split('-');
  const version = /^v?(\d+(?:\.\d+)*)$/.exec(words[0] ?? '')?.[1];
  const named = lives.filter(({ codename }) => codename !== 0 && words.includes(codename)).map(({ life }) => life);
  const exact = version === undefined ? [] : lives.map(({ life }) => life).filter(({ cycle }) => `${version}.`.startsWith(`${cycle}.`));
  const wider = version === undefined ? [] : lives.map(({ life }) => life).filter(({ cycle }) => cycle.startsWith(`${version}.`));
  const found = [named, exact.toSorted((a, b) => b.cycle.length - a.cycle.length).slice(0, 1), wider].find((one) => one.length > 0) ?? [];
  return found.every(({ ended }) => ended) ? (found[0] ?? null) : null;
}
