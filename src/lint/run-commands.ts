import type { LintInstruction } from './instructions.ts';
import type { LintContext } from './rule.ts';
import type { ShellCommand, ShellWord } from './shell/shell-command.ts';

/** A RUN that a POSIX shell runs. */
export interface Run {
  readonly at: LintInstruction;
  /** What it calls, in order: programs by their bare names, `sudo`, `env` and their like taken off. */
  readonly commands: readonly ShellCommand[];
}

/** Every RUN of the file, those inside ONBUILD too; none that PowerShell or cmd would run. */
export function* runsOf({ instructions }: LintContext): Iterable<Run> {
  for (const at of instructions) {
    const run = at.keyword === 'RUN' ? runOf(at) : null;
    if (run !== null) yield run;
  }
}

/** Thirty rules ask for the same. */
const KEPT = new WeakMap<LintInstruction, Run>();

function runOf(at: LintInstruction): Run | null {
  const kept = KEPT.get(at);
  if (kept !== undefined) return kept;
  const script = at.script();
  if (script === null) return null;
  const run = { at, commands: script.commands.map((command) => unwrap(command, DEEPEST)) };
  KEPT.set(at, run);
  return run;
}

interface Wrapper {
  /** Its flags that take the next word. */
  readonly withValue: string;
  /** How many words come before the program: `timeout 10 …`. */
  readonly words: number;
}

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map([
  ['sudo', { withValue: 'ugpCDRTrth', words: 0 }],
  ['doas', { withValue: 'uC', words: 0 }],
  ['env', { withValue: 'uC', words: 0 }],
  ['nice', { withValue: 'n', words: 0 }],
  ['ionice', { withValue: 'cn', words: 0 }],
  ['exec', { withValue: 'a', words: 0 }],
  ['command', { withValue: '', words: 0 }],
  ['time', { withValue: 'fo', words: 0 }],
  ['nohup', { withValue: '', words: 0 }],
  ['eatmydata', { withValue: '', words: 0 }],
  ['timeout', { withValue: 'ks', words: 1 }],
  ['gosu', { withValue: '', words: 1 }],
  ['su-exec', { withValue: '', words: 1 }],
]);

const DEEPEST = 4;

function unwrap(command: ShellCommand, depth: number): ShellCommand {
  const name = bareName(command.name);
  const named = name === command.name ? command : { ...command, name };
  const wrapper = WRAPPERS.get(name);
  if (wrapper === undefined || depth === 0) return named;
  const { args } = command;
  // `command -v curl` asks where it is.
  if (name === 'command' && /^-[vV]/.test(args[0]?.value ?? '')) return named;
  const at = programAt(args, wrapper);
  const program = args[at];
  if (program === undefined) return named;
  const assignments = args.slice(0, at).filter(isAssignment).map(assignmentOf);
  const inner = {
    ...command,
    name: program.value,
    nameWord: program,
    args: args.slice(at + 1),
    assignments: [...command.assignments, ...assignments],
  };
  return unwrap(inner, depth - 1);
}

/** `/usr/bin/apt-get` is apt-get, and `/opt/venv/bin/pip` pip. */
function bareName(name: string): string {
  return /\/s?bin\//.test(name) ? name.slice(name.lastIndexOf('/') + 1) : name;
}

function programAt(args: readonly ShellWord[], { withValue, words }: Wrapper): number {
  let left = words;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at];
    if (word === undefined || isAssignment(word)) continue;
    if (word.value.startsWith('-')) {
      if (word.value.length === 2 && withValue.includes(word.value.charAt(1))) at += 1;
      continue;
    }
    if (left === 0) return at;
    left -= 1;
  }
  return args.length;
}

function isAssignment({ value }: ShellWord): boolean {
  return /^[A-Za-z_]\w*=/.test(value);
}

function assignmentOf({ value }: ShellWord): { readonly name: string; readonly value: string } {
  const equals = value.indexOf('=');
  return { name: value.slice(0, equals), value: value.slice(equals + 1) };
}
