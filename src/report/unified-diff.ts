/** How many lines around a change are shown. */
const CONTEXT = 3;

interface Hunk {
  readonly before: number;
  readonly after: number;
  readonly lines: readonly string[];
}

/** What differs between two texts as `diff -u` writes it, for `patch`; '' where they are the same. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const [a, b] = [linesOf(before), linesOf(after)];
  const hunks = hunksOf(a, b).map(({ before: from, after: to, lines }) => {
    const count = (sign: string): number => lines.filter((line) => line.startsWith(' ') || line.startsWith(sign)).length;
    return `@@ -${range(from, count('-'))} +${range(to, count('+'))} @@\n${lines.join('')}`;
  });
  return `--- a/${path}\n+++ b/${path}\n${hunks.join('')}`;
}

function range(start: number, count: number): string {
  return count === 1 ? String(start + 1) : `${count === 0 ? start : start + 1},${count}`;
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function hunksOf(a: readonly string[], b: readonly string[]): readonly Hunk[] {
  const changes = changesBetween(a, b);
  const hunks: Hunk[] = [];
  for (let at = 0; at < changes.length; ) {
    const first = changes[at];
    if (first === undefined) break;
    let last = at;
    while (
      last + 1 < changes.length &&
      (changes[last + 1]?.a ?? 0) - ((changes[last]?.a ?? 0) + (changes[last]?.removed ?? 0)) <= 2 * CONTEXT
    )
      last += 1;
    hunks.push(hunkOf(a, b, changes.slice(at, last + 1)));
    at = last + 1;
  }
  return hunks;
}

function hunkOf(a: readonly string[], b: readonly string[], changes: readonly Change[]): Hunk {
  const [first, last] = [changes[0], changes.at(-1)];
  const from = Math.max(0, (first?.a ?? 0) - CONTEXT);
  const lines: string[] = [];
  let at = from;
  for (const { a: start, removed, b: to, added } of changes) {
    lines.push(...a.slice(at, start).map((line) => marked(' ', line)));
    lines.push(
      ...a.slice(start, start + removed).map((line) => marked('-', line)),
      ...b.slice(to, to + added).map((line) => marked('+', line)),
    );
    at = start + removed;
  }
  const end = Math.min(a.length, (last?.a ?? 0) + (last?.removed ?? 0) + CONTEXT);
  lines.push(...a.slice(at, end).map((line) => marked(' ', line)));
  return { before: from, after: (first?.b ?? 0) - ((first?.a ?? 0) - from), lines };
}

function marked(sign: string, line: string): string {
  return line.endsWith('\n') ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`;
}

interface Change {
  readonly a: number;
  readonly removed: number;
  readonly b: number;
  readonly added: number;
}

/** More than this is told as one change: the table of common lines would grow with its square. */
const MOST_LINES = 4000;

/** What must go and come, by the longest common subsequence of lines between what both begin and end with. */
function changesBetween(a: readonly string[], b: readonly string[]): readonly Change[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const [x, y] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  if (x.length === 0 && y.length === 0) return [];
  if (x.length > MOST_LINES || y.length > MOST_LINES) return [{ a: head, removed: x.length, b: head, added: y.length }];
  return walk(x, y, commonLengths(x, y)).map((change) => ({ ...change, a: change.a + head, b: change.b + head }));
}

function commonLengths(x: readonly string[], y: readonly string[]): readonly Uint16Array[] {
  const table = Array.from({ length: x.length + 1 }, () => new Uint16Array(y.length + 1));
  for (let i = x.length - 1; i >= 0; i -= 1)
    for (let j = y.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (row !== undefined) row[j] = x[i] === y[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  return table;
}

function walk(x: readonly string[], y: readonly string[], table: readonly Uint16Array[]): readonly Change[] {
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i] === y[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const [a, b] = [i, j];
    while ((i < x.length || j < y.length) && !(i < x.length && j < y.length && x[i] === y[j]))
      if (j >= y.length || (i < x.length && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) i += 1;
      else j += 1;
    changes.push({ a, removed: i - a, b, added: j - b });
  }
  return changes;
}
