import type { Escape } from '../dockerfile/dockerfile.ts';
import { expandWord } from '../dockerfile/expand/expand.ts';
import { suggest } from '../dockerfile/suggest.ts';

/** Names that have a value: those of a stage, and of the stage below. No copies: a chain of stages may be as long as the file. */
export interface KnownVariables {
  readonly own: ReadonlySet<string>;
  readonly below: KnownVariables | null;
}

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
export function unknownVariablesIn(text: string, known: KnownVariables, escape: Escape): readonly string[] {
  const used = [...variablesIn(text, escape)].filter((name) => isKnown(name, known));
  if (!text.includes('$')) return [];
  try {
    return expandWord(text, { variables: new Map(used.map((name) => [name, 'x'])), escape }).unset;
  } catch {
    return [];
  }
}

function isKnown(name: string, known: KnownVariables): boolean {
  for (let scope: KnownVariables | null = known; scope !== null; scope = scope.below) if (scope.own.has(name)) return true;
  return false;
}

/** Files have some dozens of variables; looking through more takes its time, and helps nobody. */
const MAX_CANDIDATES = 200;

/** The variable that was most likely meant; null where none is near. */
export function suggestVariable(name: string, known: KnownVariables): string | null {
  const names: string[] = [];
  for (let scope: KnownVariables | null = known; scope !== null && names.length < MAX_CANDIDATES; scope = scope.below)
    names.push(...[...scope.own].slice(0, MAX_CANDIDATES));
  return suggest(name, names);
}
