import type { Argument, Flag, Instruction } from './dockerfile.ts';

/** What a FROM says, as written. */
export interface From {
  /** Null where the instruction has no argument. */
  readonly image: Argument | null;
  /** `AS name`. */
  readonly name: Argument | null;
  readonly platform: Flag | null;
}

/** Reads a FROM. A word in place of `AS` makes what follows no name. */
export function readFrom(instruction: Instruction): From {
  const [image = null, as, name = null] = instruction.arguments;
  const platform = instruction.flags.find((flag) => flag.name === 'platform') ?? null;
  return { image, name: as?.text.toUpperCase() === 'AS' ? name : null, platform };
}
