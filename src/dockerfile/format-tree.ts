import type { Dockerfile, Instruction } from './dockerfile.ts';
import { quote } from './quote.ts';
import { isKeyword } from './keywords.ts';
import { trimSpace } from './space.ts';

/**
 * The instructions as s-expressions, one a line, in the form in which BuildKit's parser dumps its tree:
 * `(from "alpine")`. For comparing parsers; comments and heredocs are not in it.
 */
export function formatTree(dockerfile: Pick<Dockerfile, 'instructions'>): string {
  return dockerfile.instructions.map((instruction) => `(${formatInstruction(instruction)})\n`).join('');
}

function formatInstruction(instruction: Instruction): string {
  const flags = instruction.flags.map((flag) => quote(flag.value === null ? `--${flag.name}` : `--${flag.name}=${flag.value}`));
  const head = [instruction.keyword.toLowerCase(), ...(flags.length === 0 ? [] : [`[${flags.join(' ')}]`])];
  if (instruction.nested !== null) return trimSpace([...head, `(${formatInstruction(instruction.nested)})`].join(' '));
  return trimSpace([...head, ...textsOf(instruction).map(quote)].join(' '));
}

/** ENV and LABEL are told with their separators. Of an instruction that it does not know, BuildKit keeps the name alone. */
function textsOf(instruction: Instruction): readonly string[] {
  if (!isKeyword(instruction.keyword)) return [''];
  if (instruction.keyword !== 'ENV' && instruction.keyword !== 'LABEL') return instruction.arguments.map((argument) => argument.text);
  return instruction.pairs.flatMap((pair) => [pair.name.text, pair.value?.text ?? '', pair.separator === '=' ? '=' : '']);
}
