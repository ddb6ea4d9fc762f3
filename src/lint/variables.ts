import type { Escape } from '../dockerfile/dockerfile.ts';
import { expandWord } from '../dockerfile/expand/expand.ts';

/** Names of the variables in a text, quoting heeded; none where the text can't be expanded. */
export function variablesIn(text: string, escape: Escape): ReadonlySet<string> {
  if (!text.includes('$')) return NONE;
  try {
    const { unset, defaulted } = expandWord(text, { variables: {}, escape });
    return new Set([...unset, ...defaulted]);
  } catch {
    return NONE;
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Names in a text that have no value there and leave nothing behind: one with a default, `${name:-word}`, is not meant. None where it can't be expanded. */
export function unknownVariablesIn(text: string, known: ReadonlyMap<string, string>, escape: Escape): readonly string[] {
  if (!text.includes('$')) return [];
  try {
    return expandWord(text, { variables: known, escape }).unset;
  } catch {
    return [];
  }
}
