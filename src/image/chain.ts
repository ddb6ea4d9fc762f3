import type { ChainId, Digest, DiffId } from '../model/digest.ts';
import type { HistoryEntry } from '../model/manifest.ts';
import type { Hash } from '../ports/index.ts';
import { stepText } from './history.ts';

/** DiffID of the layer that some builders record for a step without files: a tar of 1,024 zero bytes. */
export const EMPTY_LAYER = 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef' as DiffId;

/**
 * ChainID of each stack of the first 1, 2, … n layers. OCI image-spec, config.md, "Layer ChainID":
 * ChainID(L0) = DiffID(L0); ChainID(L0|…|Ln) = Digest(ChainID(L0|…|Ln-1) + " " + DiffID(Ln)).
 * Blob digests may be given too: the result then names a stack of blobs.
 */
export function chainIds(layers: readonly (DiffId | Digest)[], hash: Hash): readonly ChainId[] {
  const chain: ChainId[] = [];
  for (const layer of layers) {
    const below = chain.at(-1);
    chain.push(below === undefined ? (layer as string as ChainId) : sha256Text(`${below} ${layer}`, hash));
  }
  return chain;
}

/**
 * The DiffIDs with an empty layer where history has an empty step, as some public indexes count. Null where history does
 * not fit the layers.
 */
export function withEmptySteps(diffIds: readonly DiffId[], history: readonly HistoryEntry[]): readonly DiffId[] | null {
  const filled = history.filter((entry) => !entry.emptyLayer).length;
  if (filled !== diffIds.length) return null;
  let next = 0;
  return history.map((entry) => (entry.emptyLayer ? EMPTY_LAYER : (diffIds[next++] ?? EMPTY_LAYER)));
}

/**
 * A key for each of the first 1, 2, … n history entries: time (to the second) and text of every step up to it. Null from
 * the first step on that carries no time of its own (reproducible builds write one fixed time), and up to the first that has
 * a time of day (Debian's makers write midnight, for slim and full alike): such a key would fit strangers.
 */
export function historyKeys(history: readonly HistoryEntry[], hash: Hash): readonly (ChainId | null)[] {
  const keys: (ChainId | null)[] = [];
  let below = '';
  let telling = true;
  let timed = false;
  for (const entry of history) {
    telling &&= entry.created !== null && entry.createdBy !== null && !isFixedTime(entry.created);
    const second = (entry.created ?? '').slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
    below = sha256Text(`${below}\n${second}\n${stepText(entry)}\n${entry.emptyLayer}`, hash);
    timed ||= !second.endsWith('T00:00:00');
    keys.push(telling && timed ? (below as ChainId) : null);
  }
  return keys;
}

/** Whether a build time is one of the fixed ones that reproducible builders write: the epoch, or the years around 1980. */
export function isFixedTime(created: string): boolean {
  return /^(0001|1970|1979|1980|1981)-/.test(created);
}

function sha256Text(text: string, hash: Hash): ChainId {
  const hasher = hash.start('sha256');
  hasher.update(new TextEncoder().encode(text));
  return `sha256:${hasher.hex()}` as ChainId;
}
