import type { Argument, Instruction } from '../dockerfile/dockerfile.ts';
import { opensHeredoc } from '../dockerfile/heredocs.ts';

/** What COPY and ADD say. */
export interface Copied {
  /** Heredocs left out. */
  readonly sources: readonly Argument[];
  /** Null where there is none. */
  readonly target: Argument | null;
  /** What `--from` names; null where it is not given. */
  readonly from: string | null;
}

/** Reads a COPY or an ADD. */
export function readCopied({ arguments: words, flags }: Instruction): Copied {
  return {
    sources: words.slice(0, -1).filter(({ text }) => !opensHeredoc(text)),
    target: words.at(-1) ?? null,
    from: flags.findLast(({ name }) => name === 'from')?.value ?? null,
  };
}
