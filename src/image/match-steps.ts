import type { HistoryEntry } from '../model/manifest.ts';
import { instructionOf } from './history.ts';

/** An instruction of a Dockerfile, as history will tell of it. */
export interface Step {
  /** In capitals: `RUN`. */
  readonly keyword: string;
  /** The whole instruction, on one line. */
  readonly text: string;
  /** One-based. */
  readonly line: number;
}

/**
 * Which instruction made each history entry: the longest run of pairs, in order, in which keyword and text agree (an exact
 * text counts for more than a keyword, since variables were expanded in one and not in the other). One-based lines, null
 * where none fits.
 */
export function matchSteps(entries: readonly HistoryEntry[], steps: readonly Step[]): readonly (number | null)[] {
  if (entries.length * steps.length > MAX_PAIRS) return entries.map(() => null);
  const told = entries.map((entry) => wordsOf(instructionOf(entry)));
  const meant = steps.map((step) => wordsOf(step.text));
  // best[i][j]: the most that entries from i on and steps from j on can agree.
  const width = steps.length + 1;
  const best = new Float64Array((entries.length + 1) * width);
  const places = placesOf(meant);
  for (let i = entries.length - 1; i >= 0; i--) {
    const shared = countShared(told[i] ?? NO_WORDS, places, steps.length);
    for (let j = steps.length - 1; j >= 0; j--) {
      const pair = likeness(told[i] ?? NO_WORDS, meant[j] ?? NO_WORDS, shared[j] ?? 0);
      const together = pair === 0 ? 0 : pair + at(best, (i + 1) * width + j + 1);
      best[i * width + j] = Math.max(together, at(best, (i + 1) * width + j), at(best, i * width + j + 1));
    }
  }
  return readBack(best, width, told, meant, steps);
}

interface Words {
  readonly keyword: string;
  readonly rest: readonly string[];
}

const NO_WORDS: Words = { keyword: '', rest: [] };

function readBack(
  best: Float64Array,
  width: number,
  told: readonly Words[],
  meant: readonly Words[],
  steps: readonly Step[],
): readonly (number | null)[] {
  const lines: (number | null)[] = told.map(() => null);
  let [i, j] = [0, 0];
  while (i < told.length && j < meant.length) {
    const here = at(best, i * width + j);
    if (here === at(best, (i + 1) * width + j)) i++;
    else if (here === at(best, i * width + j + 1)) j++;
    else lines[i++] = steps[j++]?.line ?? null;
  }
  return lines;
}

/** From 0 (another instruction) to 2 (the same text). The classic builder writes `COPY file:… in /x` and BuildKit `COPY a /x # buildkit`. */
function likeness(a: Words, b: Words, shared: number): number {
  if (a.keyword === '' || a.keyword !== b.keyword) return 0;
  const longer = Math.max(a.rest.length, b.rest.length);
  if (longer === 0) return 2;
  // A RUN with nothing in common is another RUN; the others may have had all their words expanded.
  if (shared === 0 && a.keyword === 'RUN') return 0;
  return 1 + shared / longer;
}

/** In which steps each word is. Four hundred steps against as many entries are too many pairs to compare word by word. */
function placesOf(steps: readonly Words[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, { rest }] of steps.entries()) {
    for (const word of new Set(rest)) {
      const at = places.get(word);
      if (at === undefined) places.set(word, [index]);
      else at.push(index);
    }
  }
  return places;
}

/** How many of an entry's words are in each step. */
function countShared({ rest }: Words, places: ReadonlyMap<string, readonly number[]>, steps: number): Uint32Array {
  const counts = new Uint32Array(steps);
  for (const word of rest) for (const index of places.get(word) ?? []) counts[index] = (counts[index] ?? 0) + 1;
  return counts;
}

const MAX_WORDS = 400;
/** No Dockerfile has more; a history may say anything. */
const MAX_PAIRS = 1_000_000;

function wordsOf(instruction: string): Words {
  const [keyword = '', ...rest] = instruction
    .replace(/\\\r?\n/g, ' ')
    .split(/[\s=,"'[\]]+/)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
  return { keyword: keyword.toUpperCase(), rest };
}

function at(table: Float64Array, index: number): number {
  return table[index] ?? 0;
}
