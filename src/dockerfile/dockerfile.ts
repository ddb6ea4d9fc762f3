import type { LogicalLine } from './logical-line.ts';
import type { Span } from './span.ts';

/** A Dockerfile as it was read. Its items tile the text: their sources, one after the other, are the text. */
export interface Dockerfile {
  readonly text: string;
  /** Whether the text begins with a byte order mark. Offsets count it. */
  readonly bom: boolean;
  /** The character that escapes and continues lines: `\` unless a directive says otherwise. */
  readonly escape: Escape;
  readonly items: readonly Item[];
  readonly directives: readonly Directive[];
  readonly instructions: readonly Instruction[];
  /** All comments, those inside instructions too, in the order of the text. */
  readonly comments: readonly Comment[];
  /** What the frontend's parser refuses, in the order of the text. What it takes and refuses later: `checkInstructions`. */
  readonly errors: readonly DockerfileError[];
}

export type Escape = '\\' | '`';

export type Item = Directive | Comment | Blank | Instruction;

/** `# key=value` at the top: `syntax`, `escape` or `check`. */
export interface Directive {
  readonly kind: 'directive';
  readonly span: Span;
  readonly source: string;
  /** Lower case. */
  readonly name: string;
  readonly value: string;
  readonly valueSpan: Span;
}

export interface Comment {
  readonly kind: 'comment';
  /** From the `#` to the end of the line, without its line end. */
  readonly span: Span;
  readonly source: string;
  /** What follows the `#`, without white space around it. */
  readonly text: string;
}

/** A line with nothing on it. */
export interface Blank {
  readonly kind: 'blank';
  readonly span: Span;
  readonly source: string;
}

/**
 * How the arguments were written: `exec` is a JSON array of strings; `shell` one text for the shell (or for no one: USER,
 * WORKDIR …); `words` are separated by blanks; `pairs` are names with values; `nested` is ONBUILD's instruction.
 */
export type Form = 'exec' | 'shell' | 'words' | 'pairs' | 'nested';

export interface Instruction {
  readonly kind: 'instruction';
  /** From its first character (the keyword's, but for a line with nothing but a continuation) to the end of its last line. */
  readonly span: Span;
  /** Its lines in full. For an instruction inside ONBUILD, from its keyword. */
  readonly source: string;
  /** In capitals: `RUN`. Whatever stands there, where it is no instruction; empty where nothing does. */
  readonly keyword: string;
  readonly keywordSpan: Span;
  readonly flags: readonly Flag[];
  readonly form: Form;
  /** For HEALTHCHECK the first one is its type (`CMD`, `NONE`), and `form` speaks of the others. */
  readonly arguments: readonly Argument[];
  /** From the first argument to the last; empty, and after the flags, where there is none. */
  readonly argumentsSpan: Span;
  /** The same stretch in the text of `line`. */
  readonly argumentsInLine: Span;
  /** Of ENV, LABEL and ARG. */
  readonly pairs: readonly Pair[];
  /** Of ONBUILD. */
  readonly nested: Instruction | null;
  readonly heredocs: readonly Heredoc[];
  /** Comments between its lines. */
  readonly comments: readonly Comment[];
  /** Empty lines between its lines, which the frontend warns about. */
  readonly emptyLines: readonly Span[];
  readonly line: LogicalLine;
}

/** `--name=value`, before the arguments. */
export interface Flag {
  readonly name: string;
  /** Without quotes and escapes; null where there is no `=`. */
  readonly value: string | null;
  readonly span: Span;
  /** What stands after the `=` in the file. Empty, and at the end, where there is none. */
  readonly valueSpan: Span;
}

export interface Argument {
  /** Continuations joined, JSON strings decoded; quotes, escapes and variables of other forms kept. */
  readonly text: string;
  readonly span: Span;
}

/** `name=value`, the old `name value`, or for ARG a name alone. */
export interface Pair {
  readonly name: Argument;
  /** Quotes, escapes and variables kept; null for an ARG without default. */
  readonly value: Argument | null;
  readonly separator: '=' | ' ' | null;
  readonly span: Span;
}

export interface Heredoc {
  /** What ends it: `EOF`. */
  readonly name: string;
  /** Where it is opened: `<<-"EOF"`. */
  readonly opening: Span;
  /** Whether some of the delimiter is quoted, so that nothing in the content is expanded. */
  readonly quoted: boolean;
  /** `<<-`: leading tabs go. */
  readonly stripTabs: boolean;
  /** `3<<EOF`; zero where none is given. */
  readonly fileDescriptor: number;
  /** As in the file, line ends and leading tabs included; `readHeredoc` gives what the build sees. */
  readonly content: string;
  readonly contentSpan: Span;
  /** The line that ends it; null where the file ends first. */
  readonly terminator: Span | null;
}

export type DockerfileErrorCode =
  | 'no-instructions'
  | 'line-too-long'
  | 'directive-repeated'
  | 'directive-value'
  | 'missing-value'
  | 'not-a-pair'
  | 'json-not-strings'
  | 'heredoc-unterminated'
  | 'unknown-instruction'
  | 'unknown-flag'
  | 'flag-repeated'
  | 'flag-value'
  | 'arguments'
  | 'stage-name'
  | 'before-from'
  | 'onbuild-trigger'
  | 'expansion'
  | 'no-stages'
  | 'unknown-target'
  | 'unknown-stage'
  | 'cycle'
  | 'platform'
  | 'forward-reference'
  | 'unset-variable';

export interface DockerfileError {
  readonly code: DockerfileErrorCode;
  /** In the user's words. */
  readonly message: string;
  readonly hint: string | null;
  readonly span: Span;
}
