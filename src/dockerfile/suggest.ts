/** The candidate nearest to what was written, where it is near: two changes at most, and no more than half of its letters. Null where none is. */
export function suggest(written: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let least = 3;
  if (written.length > 40) return null;
  for (const candidate of candidates) {
    const changes = countChanges(written.toLowerCase(), candidate.toLowerCase());
    if (changes >= least || changes * 2 > candidate.length) continue;
    best = candidate;
    least = changes;
  }
  return best;
}

/** Letters to put in, take out or replace. */
function countChanges(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replace = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replace, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[to.length] ?? 0;
}
