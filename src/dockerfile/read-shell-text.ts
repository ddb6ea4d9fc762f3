import type { Instruction } from './dockerfile.ts';
import type { LogicalLine } from './logical-line.ts';
import { sliceLine } from './logical-line.ts';

const FOR_THE_SHELL = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'RUN']);

/**
 * The text that an instruction hands to the shell, its continuations joined and the comments between them gone; `originOf`
 * and `spanOf` tell where each part of it stands in the file. Null where no shell is asked: in the JSON form, without a command.
 * What a RUN has in heredocs is in those.
 */
export function readShellText(instruction: Instruction): LogicalLine | null {
  if (!FOR_THE_SHELL.has(instruction.keyword) || instruction.form !== 'shell') return null;
  const command = instruction.arguments[instruction.keyword === 'HEALTHCHECK' ? 1 : 0];
  if (command === undefined) return null;
  const { end } = instruction.argumentsInLine;
  return sliceLine(instruction.line, end - command.text.length, end);
}
