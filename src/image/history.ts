import type { HistoryEntry } from '../model/manifest.ts';

/**
 * Which history entry made each layer: pairs are made by `empty_layer`, never by position. Null where the number of
 * filled entries is not the number of layers (Jib, kaniko, squashed or imported images): then nothing can be paired.
 */
export function historyOfLayers(history: readonly HistoryEntry[], layerCount: number): readonly number[] | null {
  const filled = history.flatMap((entry, index) => (entry.emptyLayer ? [] : [index]));
  return filled.length === layerCount ? filled : null;
}

/** How many layers the first `entries` history entries made. */
export function layersMadeBy(history: readonly HistoryEntry[], entries: number): number {
  return history.slice(0, entries).filter((entry) => !entry.emptyLayer).length;
}

/** How many layers the first 0, 1, 2 … history entries made. */
export function layersBySteps(history: readonly HistoryEntry[]): readonly number[] {
  let made = 0;
  return [0, ...history.map(({ emptyLayer }) => (emptyLayer ? made : ++made))];
}

/**
 * A step in a person's words: BuildKit's and the classic builder's wrappings are taken off.
 * `/bin/sh -c #(nop)  CMD ["bash"]` → `CMD ["bash"]`; `/bin/sh -c apt-get update` → `RUN apt-get update`.
 */
export function instructionOf(entry: HistoryEntry): string {
  const text = (entry.createdBy ?? '').trim();
  if (text === '') return entry.comment?.trim() ?? '';
  const nop = /^(?:\/\S+sh (?:-\S+ (?:pipefail )?)*?-\w*c|cmd \/S \/C|powershell\b.*?) #\(nop\)\s*(.*)$/s.exec(text);
  if (nop) return squeeze(nop[1] ?? '');
  const bare = text.replace(/ # buildkit$/, '');
  const command = bare.startsWith('RUN ') ? bare.slice('RUN '.length) : bare;
  const shell = SHELL.exec(command);
  if (shell !== null) return squeeze(`RUN ${shell[1]}`);
  return squeeze(bare);
}

/** `|2 A=1 B=2 /bin/bash -o pipefail -c make` → `make`: values of ARGs, a shell and its options before what it runs. */
const SHELL = /^(?:\|\d+ .*?)?(?:\/[\w./-]*\/)?(?:ba|da|a|k|z)?sh (?:-[\w-]+ (?:pipefail )?)*?-\w*c (.*)$/s;

/** Public lists of histories cut steps after so many characters. */
const MAX_STEP_TEXT = 100;

/**
 * What a step is compared by, one wording for all who write it down: the raw history, and lists that were made of it for
 * reading (long steps cut short, `RUN` before what the builder wrote bare, a maintainer's address left out).
 */
export function stepText(entry: HistoryEntry): string {
  const text = instructionOf(entry)
    .replace(/^RUN /, '')
    .replace(/^(LABEL maintainer|MAINTAINER)\b.*$/, '$1')
    .replace(/ # buildkit$/, '');
  return text.slice(0, MAX_STEP_TEXT).trim();
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
