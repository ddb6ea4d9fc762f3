import { forEachChild, parse, type SyntaxNode } from 'unbash';
import type { LogicalLine } from '../../dockerfile/logical-line.ts';
import { originOf, spanOf } from '../../dockerfile/logical-line.ts';
import type { ShellCommand, ShellScript, ShellWord } from './shell-command.ts';

const MAX_SCRIPT = 1024 * 1024;
const DEEPEST = 200;

const NOTHING: ShellScript = { commands: [], hasPipe: false, isWhole: false, end: null };

/** Reads what a POSIX shell or bash would be handed. Never throws: what can't be read is left out, and `isWhole` says so. */
export function parseShell(line: LogicalLine): ShellScript {
  if (line.text.length > MAX_SCRIPT) return NOTHING;
  const script = parse(line.text);
  const found: ShellCommand[] = [];
  let pipelines = 0;
  let hasPipe = false;
  const visit = (node: SyntaxNode, pipeline: number | null, depth: number): void => {
    if (depth > DEEPEST) return;
    let inside = pipeline;
    if (node.type === 'Pipeline' && node.commands.length > 1) {
      inside = pipelines;
      pipelines += 1;
      hasPipe = true;
    }
    if (node.type === 'Command') found.push(commandOf(node, line, inside));
    forEachChild(node, (child) => visit(child, inside, depth + 1));
  };
  visit(script, null, 0);
  const commands = found.toSorted((a, b) => a.span.start - b.span.start);
  const isWhole = (script.errors?.length ?? 0) === 0;
  return { commands, hasPipe, isWhole, end: isWhole ? endOf(script.commands.at(-1), line) : null };
}

type Statement = ReturnType<typeof parse>['commands'][number];

function endOf(last: Statement | undefined, line: LogicalLine): number | null {
  const length = line.text.trimEnd().length;
  if (last === undefined || last.background === true || last.end !== length || /[;&]$/.test(line.text.slice(0, length))) return null;
  return originOf(line, length - 1) + 1;
}

type CommandNode = Extract<SyntaxNode, { type: 'Command' }>;
type AssignmentNode = Extract<CommandNode['suffix'][number], { type: 'Assignment' }>;
type WordNode = NonNullable<CommandNode['name']>;

function commandOf(node: CommandNode, line: LogicalLine, pipeline: number | null): ShellCommand {
  const { name, suffix, prefix } = node;
  return {
    name: name?.value ?? '',
    nameWord: name === undefined ? null : wordOf(name, line),
    args: suffix.flatMap((word) => {
      if (word.type === 'Word') return [wordOf(word, line)];
      return word.type === 'Assignment' ? [assignmentWord(word, line)] : [];
    }),
    assignments: prefix.flatMap((one) => (one.type === 'Assignment' ? [{ name: one.name ?? '', value: wordText(one.value) }] : [])),
    span: spanOf(line, node.pos, node.end),
    pipeline,
  };
}

/** `export A=b`: for export, local and readonly a word is an assignment, and for rules a word. */
function assignmentWord({ name, value, text, pos, end }: AssignmentNode, line: LogicalLine): ShellWord {
  const isLiteral = value.type === 'Word' && wordOf(value, line).isLiteral;
  return { value: `${name}=${wordText(value)}`, text, isLiteral, span: spanOf(line, pos, end) };
}

function wordText(value: unknown): string {
  const text = (value as { readonly value?: unknown } | undefined)?.value;
  return typeof text === 'string' ? text : '';
}

const EXPANDED: ReadonlySet<string> = new Set([
  'SimpleExpansion',
  'ParameterExpansion',
  'CommandExpansion',
  'ArithmeticExpansion',
  'ProcessSubstitution',
]);

function wordOf({ value, text, pos, end, parts }: WordNode, line: LogicalLine): ShellWord {
  const kinds = (parts ?? []).flatMap((part) => [
    part.type,
    ...('parts' in part && part.parts !== undefined ? part.parts.map(({ type }) => type) : []),
  ]);
  return { value, text, isLiteral: !kinds.some((kind) => EXPANDED.has(kind)), span: spanOf(line, pos, end) };
}
