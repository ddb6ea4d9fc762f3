import type { Blank, Comment, Directive, Dockerfile, DockerfileError, Escape, Instruction, Item } from './dockerfile.ts';
import { readDirective, readEscape } from './directives.ts';
import type { PhysicalLine } from './physical-lines.ts';
import { splitLines } from './physical-lines.ts';
import { readInstruction } from './read-instruction.ts';
import { skipSpace, trimSpace } from './space.ts';

/**
 * Reads a Dockerfile, as BuildKit's frontend does, and goes on after each error. Nothing is lost: `printDockerfile`
 * gives the same text. Never throws. Takes time in proportion to the text.
 *
 * @example parseDockerfile('FROM alpine\nRUN true\n').instructions.map((it) => it.keyword) // ['FROM', 'RUN']
 */
export function parseDockerfile(text: string): Dockerfile {
  const bom = text.startsWith('\uFEFF');
  const reading: Reading = { text, lines: splitLines(text, bom ? 1 : 0), next: 0, escape: '\\', seen: new Set(), items: [], errors: [] };
  while (reading.next < reading.lines.length) readItem(reading);
  const instructions = reading.items.filter((item): item is Instruction => item.kind === 'instruction');
  checkWhole(reading, instructions);
  return {
    text,
    bom,
    escape: reading.escape,
    items: reading.items,
    directives: reading.items.filter((item): item is Directive => item.kind === 'directive'),
    instructions,
    comments: reading.items.flatMap(commentsOf),
    errors: reading.errors.sort((a, b) => a.span.start - b.span.start),
  };
}

/** Everything that moves while a file is read. */
interface Reading {
  readonly text: string;
  readonly lines: readonly PhysicalLine[];
  next: number;
  escape: Escape;
  /** Names of the directives so far; null once none can come any more. */
  seen: Set<string> | null;
  readonly items: Item[];
  readonly errors: DockerfileError[];
}

function readItem(reading: Reading): void {
  const line = reading.lines[reading.next];
  if (line === undefined) return;
  const start = skipSpace(reading.text, line.start, line.end);
  const item = readDirectiveItem(reading, line, start) ?? readLine(reading, line, start);
  reading.items.push(item);
}

/** Directives stand at the very top: the first line that is none ends them. */
function readDirectiveItem(reading: Reading, line: PhysicalLine, start: number): Directive | null {
  const { text, seen } = reading;
  if (seen === null) return null;
  const read = readDirective(text, start, line.end);
  if (read === null) {
    reading.seen = null;
    return null;
  }
  reading.next++;
  const directive: Directive = { kind: 'directive', span: { start, end: line.end }, source: text.slice(line.start, line.next), ...read };
  if (seen.has(read.name)) reading.errors.push(repeatedDirective(directive));
  else if (read.name === 'escape') setEscape(reading, directive);
  seen.add(read.name);
  return directive;
}

function setEscape(reading: Reading, directive: Directive): void {
  const escape = readEscape(directive.value);
  if (escape !== null) {
    reading.escape = escape;
    return;
  }
  reading.errors.push({
    code: 'directive-value',
    message: `the escape character can't be "${directive.value.slice(0, 20)}"`,
    hint: 'It is a backslash or a backtick.',
    span: directive.valueSpan,
  });
}

function readLine(reading: Reading, line: PhysicalLine, start: number): Comment | Blank | Instruction {
  const { text } = reading;
  if (start < line.end && text.charAt(start) !== '#') {
    const read = readInstruction(text, reading.lines, reading.next, reading.escape);
    reading.next = read.next;
    reading.errors.push(...read.errors);
    return read.instruction;
  }
  reading.next++;
  const source = text.slice(line.start, line.next);
  if (start === line.end) return { kind: 'blank', span: { start: line.start, end: line.end }, source };
  return { kind: 'comment', span: { start, end: line.end }, source, text: trimSpace(text.slice(start + 1, line.end)) };
}

function commentsOf(item: Item): readonly Comment[] {
  if (item.kind === 'comment') return [item];
  return item.kind === 'instruction' ? item.comments : [];
}

function checkWhole(reading: Reading, instructions: readonly Instruction[]): void {
  const { text, errors } = reading;
  for (const line of reading.lines) {
    if (!isTooLong(text, line)) continue;
    errors.push({
      code: 'line-too-long',
      message: 'a line has more than 65535 bytes',
      hint: 'The builder reads no longer lines. Cut it with continuations.',
      span: { start: line.start, end: line.end },
    });
  }
  if (instructions.length > 0) return;
  errors.push({
    code: 'no-instructions',
    message: text.trim() === '' ? 'the file is empty' : 'the file has no instructions',
    hint: 'A Dockerfile begins with FROM: "FROM alpine".',
    span: { start: 0, end: text.length },
  });
}

function repeatedDirective(directive: Directive): DockerfileError {
  return {
    code: 'directive-repeated',
    message: `the directive "${directive.name}" is given twice`,
    hint: 'Keep one of them.',
    span: directive.span,
  };
}

/** The longest line that the frontend's scanner takes, in bytes of UTF-8. */
const MAX_LINE_BYTES = 65535;

function isTooLong(text: string, line: PhysicalLine): boolean {
  const units = line.next - line.start;
  if (units * 3 <= MAX_LINE_BYTES) return false;
  const whole = text.slice(line.start, line.next).replace(/\n$/, '');
  return whole.length > MAX_LINE_BYTES || new TextEncoder().encode(whole).length > MAX_LINE_BYTES;
}
