import type { ShellCommand, ShellWord } from '../shell/shell-command.ts';

/** How the command line of a package manager is to be read. */
export interface CallTable {
  readonly programs: readonly string[];
  /** Flags that take the next word as their value: letters for short ones, words for long ones. */
  readonly withValue: ReadonlySet<string>;
  /** Verbs that have verbs of their own: `dnf module install`. */
  readonly families?: readonly string[];
  /** Whether `-tags x` is one flag named tags, as Go has it. */
  readonly oneDash?: boolean;
  /** What a command is to be taken for: `python -m pip` for pip. */
  readonly rewrite?: (command: ShellCommand) => ShellCommand;
}

export interface CallFlag {
  /** Without its dashes. */
  readonly name: string;
  /** Null where none is given. */
  readonly value: string | null;
}

/** A call of a package manager. */
export interface Call {
  readonly command: ShellCommand;
  readonly program: string;
  /** `install`, `module install`; empty where none is given. */
  readonly verb: string;
  /** The last word of the verb; null where none is given. */
  readonly verbWord: ShellWord | null;
  readonly flags: readonly CallFlag[];
  /** What follows the verb and is no flag. What follows `--` is among it. */
  readonly operands: readonly ShellWord[];
  /** How many of the operands stand before `--`. */
  readonly beforeDashes: number;
}

/** Null where the command is none of the table's programs. */
export function readCall(written: ShellCommand, table: CallTable): Call | null {
  const command = table.rewrite?.(written) ?? written;
  if (!table.programs.includes(command.name)) return null;
  const { flags, words, beforeDashes } = split(command.args, table);
  const [first, second] = words;
  const isFamily = first !== undefined && second !== undefined && (table.families ?? []).includes(first.value);
  const verbs = words.slice(0, isFamily ? 2 : 1);
  return {
    command: written,
    program: command.name,
    verb: verbs.map(({ value }) => value).join(' '),
    verbWord: verbs.at(-1) ?? null,
    flags,
    operands: words.slice(verbs.length),
    beforeDashes: beforeDashes - verbs.length,
  };
}

/** Whether any of these flags is given. */
export function isGiven({ flags }: Call, ...names: readonly string[]): boolean {
  return flags.some(({ name }) => names.includes(name));
}

interface Split {
  readonly flags: readonly CallFlag[];
  readonly words: readonly ShellWord[];
  readonly beforeDashes: number;
}

function split(args: readonly ShellWord[], table: CallTable): Split {
  const flags: CallFlag[] = [];
  const words: ShellWord[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at];
    if (word === undefined) break;
    const { value } = word;
    if (value === '--') return { flags, words: [...words, ...args.slice(at + 1)], beforeDashes: words.length };
    if (!value.startsWith('-') || value === '-') {
      words.push(word);
      continue;
    }
    const { found, wantsNext } = value.startsWith('--') || table.oneDash === true ? longFlag(value, table) : shortFlags(value, table);
    const next = wantsNext ? args[at + 1] : undefined;
    if (next !== undefined) at += 1;
    const last = found.at(-1);
    flags.push(...found.slice(0, -1));
    if (last !== undefined) flags.push(next === undefined ? last : { ...last, value: next.value });
  }
  return { flags, words, beforeDashes: words.length };
}

interface FoundFlags {
  readonly found: readonly CallFlag[];
  /** Whether the last one takes the next word. */
  readonly wantsNext: boolean;
}

function longFlag(word: string, { withValue }: CallTable): FoundFlags {
  const text = word.replace(/^--?/, '');
  const equals = text.indexOf('=');
  if (equals >= 0) return { found: [{ name: text.slice(0, equals), value: text.slice(equals + 1) }], wantsNext: false };
  return { found: [{ name: text, value: null }], wantsNext: withValue.has(text) };
}

/** `-yq`, `-q=2`, `-rfile`, `-t name`. */
function shortFlags(word: string, { withValue }: CallTable): FoundFlags {
  const found: CallFlag[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const name = word.charAt(at);
    const rest = word.slice(at + 1);
    if (rest.startsWith('=')) return { found: [...found, { name, value: rest.slice(1) }], wantsNext: false };
    if (withValue.has(name)) return { found: [...found, { name, value: rest === '' ? null : rest }], wantsNext: rest === '' };
    found.push({ name, value: null });
  }
  return { found, wantsNext: false };
}
