/**
 * The patterns of `${name#pattern}`, `${name%pattern}` and `${name/pattern/text}`: `*` any run of characters, `?` any
 * one, `\` before `*`, `?` and `\` themselves. As in the frontend neither crosses a line end, and there are no brackets.
 * The matcher does bounded work; it never backtracks into an earlier `*`.
 */
export interface Glob {
  /** The runs between the stars; a run holds code points, and null for `?`. */
  readonly runs: readonly (readonly (string | null)[])[];
}

/** Where a glob matched, in code points. */
export interface GlobMatch {
  readonly start: number;
  readonly end: number;
}

/** The comparisons that one expansion may still make. Once none is left every match fails, and the caller says so. */
export interface WorkBudget {
  left: number;
}

/** Reads a pattern; null where a backslash stands before a character that needs none. */
export function parseGlob(pattern: string): Glob | null {
  const runs: (string | null)[][] = [];
  let run: (string | null)[] = [];
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*') {
      runs.push(run);
      run = [];
      continue;
    }
    if (character !== '\\') {
      run.push(character === '?' ? null : character);
      continue;
    }
    at++;
    const escaped = characters[at] ?? '';
    if (!'}/*?\\'.includes(escaped) || escaped === '') return null;
    // `\}` and `\/` only keep the character from ending the pattern: what follows is read as if nothing stood before it.
    run.push(escaped);
  }
  return { runs: [...runs, run] };
}

/** The pattern for text read backwards. An escape stays before what it escapes; one with nothing after it comes to escape something. */
export function reversePattern(pattern: string): string {
  const pieces = pattern.match(/\\.|./gsu) ?? [];
  return pieces.reverse().join('');
}

/** The end of the match that begins at `start`, the longest or the shortest one; null where there is none. */
export function matchGlobAt(glob: Glob, text: readonly string[], start: number, longest: boolean, budget: WorkBudget): number | null {
  const [first = [], ...others] = glob.runs;
  if (!fits(first, text, start, budget)) return null;
  let at = start + first.length;
  for (const [index, run] of others.entries()) {
    const last = index === others.length - 1;
    const found = last && longest ? findLast(run, text, at, budget) : findFirst(run, text, at, budget);
    if (found === null) return null;
    at = found + run.length;
  }
  return at;
}

/** The first match at or after `from`, as long as it can be. */
export function findGlob(glob: Glob, text: readonly string[], from: number, budget: WorkBudget): GlobMatch | null {
  for (let start = from; start <= text.length && budget.left > 0; start++) {
    const end = matchGlobAt(glob, text, start, true, budget);
    if (end !== null) return { start, end };
  }
  return null;
}

function findFirst(run: readonly (string | null)[], text: readonly string[], from: number, budget: WorkBudget): number | null {
  for (let at = from; at + run.length <= text.length; at++) {
    if (fits(run, text, at, budget)) return at;
    if (text[at] === '\n' || budget.left <= 0) return null;
  }
  return null;
}

/** The last place on the same line: where the star before the run reaches the farthest. */
function findLast(run: readonly (string | null)[], text: readonly string[], from: number, budget: WorkBudget): number | null {
  const newline = text.indexOf('\n', from);
  const limit = Math.min(newline < 0 ? text.length : newline, text.length - run.length);
  budget.left -= Math.max(0, limit - from);
  for (let at = limit; at >= from && budget.left > 0; at--) {
    if (fits(run, text, at, budget)) return at;
  }
  return null;
}

function fits(run: readonly (string | null)[], text: readonly string[], at: number, budget: WorkBudget): boolean {
  budget.left--;
  if (at + run.length > text.length) return false;
  for (let index = 0; index < run.length; index++) {
    const [wanted, there] = [run[index], text[at + index]];
    const same = wanted === null ? there !== '\n' : wanted === there;
    if (!same) return false;
    budget.left--;
  }
  return true;
}
