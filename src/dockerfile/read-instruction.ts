import type { Comment, DockerfileError, Escape, Heredoc, Instruction } from './dockerfile.ts';
import type { OpenedHeredoc } from './heredocs.ts';
import { endsHeredoc, findHeredocs } from './heredocs.ts';
import type { LogicalLine } from './logical-line.ts';
import { originOf, spanOf } from './logical-line.ts';
import type { PhysicalLine } from './physical-lines.ts';
import { readArguments } from './read-arguments.ts';
import { skipSpace, trimSpace } from './space.ts';
import type { Span } from './span.ts';
import { splitCommand } from './split-command.ts';

/** An instruction, the number of the line after it, and what is wrong with it. */
export interface InstructionRead {
  readonly instruction: Instruction;
  readonly next: number;
  readonly errors: readonly DockerfileError[];
}

/** Reads the instruction that begins on line `first`, with its continuations and heredocs. */
export function readInstruction(text: string, lines: readonly PhysicalLine[], first: number, escape: Escape): InstructionRead {
  const joined = joinLines(text, lines, first, escape);
  const { line } = joined;
  const errors: DockerfileError[] = [];
  const bare = readBare({ text, line, escape, errors }, 0, 0);
  const opened = mayHaveHeredocs(bare) ? findHeredocs(line, 0, line.text.length) : NOTHING;
  const taken = takeHeredocs(text, lines, joined.next, opened);
  const unterminated = taken.heredocs.find((heredoc) => heredoc.terminator === null);
  if (unterminated !== undefined) errors.push(unterminatedHeredoc(unterminated));
  const start = lines[first]?.start ?? 0;
  const last = lines[taken.next - 1];
  const end = taken.heredocs.length > 0 ? (last?.end ?? start) : joined.end;
  const instruction: Instruction = {
    ...bare,
    span: { start: line.origins[0] ?? start, end },
    source: text.slice(start, last?.next ?? start),
    nested: bare.nested === null || taken.heredocs.length === 0 ? bare.nested : { ...bare.nested, heredocs: taken.heredocs },
    heredocs: orNothing(taken.heredocs),
    comments: orNothing(joined.comments),
    emptyLines: orNothing(joined.emptyLines),
  };
  return { instruction, next: taken.next, errors };
}

/** One empty list for all: a file of nothing but short lines has a million of them. */
const NOTHING: readonly never[] = [];

function orNothing<Item>(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? NOTHING : items;
}

interface Joined {
  readonly line: LogicalLine;
  readonly comments: readonly Comment[];
  readonly emptyLines: readonly Span[];
  /** Number of the line after the last one. */
  readonly next: number;
  /** Where the last line ends that holds a part of the instruction. */
  readonly end: number;
}

/** An escape character at the end of a line continues it; comments and empty lines in between do not end it. */
function joinLines(text: string, lines: readonly PhysicalLine[], first: number, escape: Escape): Joined {
  const pieces: string[] = [];
  const starts: number[] = [];
  const origins: number[] = [];
  const comments: Comment[] = [];
  const emptyLines: Span[] = [];
  let length = 0;
  let next = first;
  let end = 0;
  for (let continued = true; continued && next < lines.length; next++) {
    const { start: lineStart, end: lineEnd } = lines[next] ?? { start: 0, end: 0 };
    const visible = skipSpace(text, lineStart, lineEnd);
    if (next > first && visible === lineEnd) {
      emptyLines.push({ start: lineStart, end: lineEnd });
      continue;
    }
    if (next > first && text.charAt(visible) === '#') {
      comments.push(commentAt(text, visible, lineEnd));
      continue;
    }
    const start = next === first ? visible : lineStart;
    const continuation = findContinuation(text, start, lineEnd, escape);
    const piece = text.slice(start, continuation ?? lineEnd);
    pieces.push(piece);
    starts.push(length);
    origins.push(start);
    length += piece.length;
    end = lineEnd;
    continued = continuation !== null;
  }
  return { line: { text: pieces.join(''), starts, origins }, comments, emptyLines, next, end };
}

function commentAt(text: string, start: number, end: number): Comment {
  return { kind: 'comment', span: { start, end }, source: text.slice(start, end), text: trimSpace(text.slice(start + 1, end)) };
}

/** Where the escape character stands that continues the line; null where none does. Two in a row are none, and so are three. */
function findContinuation(text: string, start: number, end: number, escape: Escape): number | null {
  let at = end;
  while (at > start && (text.charAt(at - 1) === ' ' || text.charAt(at - 1) === '\t')) at--;
  if (at === start || text.charAt(at - 1) !== escape) return null;
  return at - 1 > start && text.charAt(at - 2) === escape ? null : at - 1;
}

interface Bare {
  readonly text: string;
  readonly line: LogicalLine;
  readonly escape: Escape;
  readonly errors: DockerfileError[];
}

/** ONBUILD in ONBUILD is an error anyway; what is deeper stays text. */
const MAX_NESTING = 10;

/** Keyword, flags and arguments of what begins at `from` of the line. */
function readBare(bare: Bare, from: number, depth: number): Instruction {
  const { text, line, escape, errors } = bare;
  const command = splitCommand(line, from, line.text.length, escape);
  const { keywordStart, keywordEnd, start, end } = command;
  const keyword = line.text.slice(keywordStart, keywordEnd).toUpperCase();
  const nested = keyword === 'ONBUILD' && start < end && depth < MAX_NESTING ? readBare(bare, start, depth + 1) : null;
  const read = readArguments(keyword, line, start, end, escape);
  if (read.fault !== null) errors.push(read.fault);
  const span = spanOf(line, keywordStart, Math.max(end, keywordEnd));
  return {
    kind: 'instruction',
    span,
    source: text.slice(span.start, span.end),
    keyword,
    keywordSpan: spanOf(line, keywordStart, keywordEnd),
    flags: orNothing(command.flags),
    form: nested === null ? read.form : 'nested',
    arguments: nested === null ? read.arguments : [],
    argumentsSpan: start < end ? spanOf(line, start, end) : emptyAfter(line, start),
    argumentsInLine: { start, end },
    pairs: orNothing(read.pairs),
    nested,
    heredocs: NOTHING,
    comments: NOTHING,
    emptyLines: NOTHING,
    line,
  };
}

/** Of an instruction without arguments: right after its last character. */
function emptyAfter(line: LogicalLine, offset: number): Span {
  const at = offset === 0 ? originOf(line, 0) : originOf(line, offset - 1) + 1;
  return { start: at, end: at };
}

const WITH_HEREDOCS = new Set(['ADD', 'COPY', 'RUN']);

function mayHaveHeredocs(instruction: Instruction): boolean {
  const { keyword, form } = instruction.nested ?? instruction;
  return WITH_HEREDOCS.has(keyword) && form !== 'exec';
}

/** The contents follow each other in the order of the openings. */
function takeHeredocs(text: string, lines: readonly PhysicalLine[], first: number, opened: readonly OpenedHeredoc[]) {
  const heredocs: Heredoc[] = [];
  let next = first;
  for (const opening of opened) {
    const contentStart = lines[next]?.start ?? text.length;
    let at = next;
    while (at < lines.length && !endsAt(text, lines[at], opening)) at++;
    const terminator = lines[at];
    const contentEnd = terminator?.start ?? text.length;
    heredocs.push({
      ...opening,
      content: text.slice(contentStart, contentEnd),
      contentSpan: { start: contentStart, end: contentEnd },
      terminator: terminator === undefined ? null : { start: terminator.start, end: terminator.end },
    });
    next = Math.min(at + 1, lines.length);
  }
  return { heredocs, next };
}

function endsAt(text: string, line: PhysicalLine | undefined, opening: OpenedHeredoc): boolean {
  return line !== undefined && endsHeredoc(opening, text.slice(line.start, line.end));
}

function unterminatedHeredoc(heredoc: Heredoc): DockerfileError {
  return {
    code: 'heredoc-unterminated',
    message: `the heredoc "${heredoc.name.slice(0, 60)}" does not end`,
    hint: `Put "${heredoc.name.slice(0, 60)}" on a line of its own, with nothing before or after it${heredoc.stripTabs ? ' but tabs' : ''}.`,
    span: heredoc.opening,
  };
}
