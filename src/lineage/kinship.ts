import { historyOfLayers, layersMadeBy, stepText } from '../image/history.ts';
import type { Image } from '../model/image.ts';
import type { HistoryEntry } from '../model/manifest.ts';
import type { KnownImage } from './known-image.ts';

/**
 * How a known image, all of whose layers are the lower ones of a subject, is related to it: `same`, the subject itself;
 * `ancestor`; `descendant`, a known image made from the subject by steps without files; `cousin`, one that has the same
 * layers, but went on from them by other steps: both stand on an image that neither of them is.
 */
export interface Kinship {
  readonly kind: 'same' | 'ancestor' | 'descendant' | 'cousin';
  /** How many of the subject's history entries they share; null where the histories do not tell. */
  readonly steps: number | null;
}

/** `layers` is how many layers they share: all of the known image's. Texts are compared, times are not: a rebuild may give the same layers. */
export function kinshipOf(image: Image, known: KnownImage, layers: number): Kinship {
  const ours = image.config.history;
  const theirs = known.history ?? [];
  const whole = layers === image.layers.length;
  if (whole && isSameConfig(image, known)) return { kind: 'same', steps: null };
  if (ours.length === 0 || theirs.length === 0) return { kind: whole && !isOtherConfig(image, known) ? 'same' : 'ancestor', steps: null };
  const common = commonSteps(ours, theirs);
  if (common === theirs.length) return withAll(image, layers, common, whole);
  if (common === ours.length && whole) return { kind: 'descendant', steps: null };
  const isShared = historyOfLayers(ours, image.layers.length) !== null && layersMadeBy(ours, common) === layers;
  if (common > 0 && isShared && layersMadeBy(theirs, common) === layers) return { kind: 'cousin', steps: common };
  // The history was written anew by one of the two: the layers alone tell.
  return { kind: 'ancestor', steps: null };
}

/** The known image's history is the beginning of the subject's, or all of it. */
function withAll(image: Image, layers: number, steps: number, whole: boolean): Kinship {
  const ours = image.config.history;
  if (whole && steps === ours.length) return { kind: 'same', steps };
  return { kind: 'ancestor', steps: layersMadeBy(ours, steps) === layers ? steps : null };
}

function isSameConfig(image: Image, known: KnownImage): boolean {
  return (
    (known.config !== null && known.config === image.configDigest) || (known.manifest !== null && known.manifest === image.manifestDigest)
  );
}

/** Only two digests of configs show that something else is in them. */
function isOtherConfig(image: Image, known: KnownImage): boolean {
  return known.config !== null && image.configDigest !== null && known.config !== image.configDigest;
}

function commonSteps(ours: readonly HistoryEntry[], theirs: readonly HistoryEntry[]): number {
  const most = Math.min(ours.length, theirs.length);
  for (let index = 0; index < most; index++) {
    const [a, b] = [ours[index], theirs[index]];
    if (a === undefined || b === undefined || a.emptyLayer !== b.emptyLayer || stepText(a) !== stepText(b)) return index;
  }
  return most;
}
