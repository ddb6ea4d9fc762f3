import type { Dockerfile, Instruction } from '../dockerfile/dockerfile.ts';
import { readHeredoc } from '../dockerfile/heredocs.ts';
import type { LogicalLine } from '../dockerfile/logical-line.ts';
import { readShellText } from '../dockerfile/read-shell-text.ts';
import { indexLines, positionAt } from '../dockerfile/span.ts';
import { parseShell } from './shell/parse-shell.ts';
import type { ShellCommand, ShellScript } from './shell/shell-command.ts';

/** An instruction, and what rules ask of it. */
export interface LintInstruction {
  /** The one that is meant: of `ONBUILD RUN …` the RUN. */
  readonly instruction: Instruction;
  readonly keyword: string;
  /** Whether it is inside ONBUILD. */
  readonly isOnBuild: boolean;
  /** Which FROM it follows, counted from 0; -1 before the first. */
  readonly stage: number;
  /** One-based. */
  readonly line: number;
  /** The shell that would run it: the words of the last SHELL, or of a comment that names one; null for the default. */
  readonly shell: readonly string[] | null;
  /** What a POSIX shell is handed by it; null where none is. */
  script(): ShellScript | null;
}

/** All instructions in the order of the file. `namedShell` is what a comment says the shell is. */
export function lintInstructions({ instructions, text }: Dockerfile, namedShell: string | null): readonly LintInstruction[] {
  const lines = indexLines(text);
  let stage = -1;
  let shell: readonly string[] | null = namedShell === null ? null : [namedShell];
  return instructions.map((outer): LintInstruction => {
    const nested = outer.keyword === 'ONBUILD' ? outer.nested : null;
    const instruction = nested ?? outer;
    if (outer.keyword === 'FROM') {
      stage += 1;
      shell = namedShell === null ? null : [namedShell];
    }
    if (outer.keyword === 'SHELL') shell = outer.arguments.map((argument) => argument.text);
    const [own, of] = [shell, stage];
    let script: ShellScript | null | undefined;
    return {
      instruction,
      keyword: instruction.keyword,
      isOnBuild: nested !== null,
      stage: of,
      line: positionAt(lines, outer.span.start).line,
      shell: own,
      script: () => (script ??= isPosix(own) ? scriptOf(instruction) : null),
    };
  });
}

/** PowerShell, cmd and others are left alone: what they are handed is no shell script. */
function isPosix(shell: readonly string[] | null): boolean {
  const name = shell?.[0]?.toLowerCase().split(/[\\/]/).at(-1) ?? 'sh';
  return /^(ba|da|a|k|z|mk|)sh(\.exe)?$|^busybox$|^env$/.test(name);
}

const SHELLS = /(^|\/)(ba|da|a|k|z)?sh$/;

function scriptOf(instruction: Instruction): ShellScript | null {
  if (instruction.form === 'exec') return execScript(instruction);
  const line = readShellText(instruction);
  if (line === null) return null;
  const { heredocs } = instruction;
  if (heredocs.length === 0) return parseShell(line);
  const said = line.text.replace(/\d*<<-?\s*(["']?)[^\s"'<>|;&]+\1/g, '').trim();
  // A heredoc is a script where nothing else is said, or a shell is called for it.
  const isScript = said === '' || SHELLS.test(said.split(/\s+/)[0] ?? '');
  const scripts = isScript ? heredocs.map((heredoc) => parseShell(plainLine(readHeredoc(heredoc), heredoc.contentSpan.start))) : [];
  const own = said === '' ? [] : [parseShell(line)];
  return joinScripts([...own, ...scripts]);
}

/** A text that stands in the file as it is; tabs that a heredoc drops shift what follows, which moves columns and no lines. */
function plainLine(text: string, origin: number): LogicalLine {
  return { text, starts: [0], origins: [origin] };
}

function joinScripts(scripts: readonly ShellScript[]): ShellScript {
  return {
    commands: scripts.flatMap(({ commands }) => commands),
    hasPipe: scripts.some(({ hasPipe }) => hasPipe),
    isWhole: scripts.every(({ isWhole }) => isWhole),
    end: null,
  };
}

/** `["sh", "-c", "…"]` is a script; anything else one command. */
function execScript(instruction: Instruction): ShellScript | null {
  const words = instruction.keyword === 'HEALTHCHECK' ? instruction.arguments.slice(1) : instruction.arguments;
  const [program, flag, text] = words;
  if (program === undefined) return null;
  const valueOf = ({ text: value }: (typeof words)[number]): string => value;
  if (SHELLS.test(valueOf(program)) && flag !== undefined && text !== undefined && /^-\w*c$/.test(valueOf(flag)))
    return { ...parseShell(plainLine(valueOf(text), text.span.start + 1)), end: null };
  const [name, ...args] = words.map((word) => ({ value: valueOf(word), text: word.text, isLiteral: true, span: word.span }));
  const command: ShellCommand = {
    name: valueOf(program),
    nameWord: name ?? null,
    args,
    assignments: [],
    span: instruction.argumentsSpan,
    pipeline: null,
  };
  return { commands: [command], hasPipe: false, isWhole: true, end: null };
}
