import { historyOfLayers, layersBySteps } from '../../image/history.ts';
import type { Image } from '../../model/image.ts';
import type { HistoryEntry } from '../../model/manifest.ts';
import { fullReference } from '../ancestors.ts';
import { shortName } from '../short-name.ts';
import { ancestorClaim, type Claim, type Tracer } from '../tracer.ts';

/**
 * buildah and podman write `FROM <reference>` into the `comment` of the first step upon a base, and `FROM <image id>`
 * into that of each later step. The boundary is exact and survives `docker save`; the name is the author's word.
 */
export const historyComment = {
  id: 'history-comment',
  summary: 'the `FROM …` that buildah and podman leave in the history at the exact boundary',
  confidence: 'claimed',
  async find(image: Image) {
    const entries = image.config.history;
    const paired = historyOfLayers(entries, image.layers.length) !== null;
    const boundaries = entries.flatMap((entry, index) => {
      const reference = referenceIn(entry);
      return reference === null || index === 0 ? [] : [{ index, reference }];
    });
    const made = paired ? layersBySteps(entries) : [];
    const claims = boundaries.map(({ index, reference }, at): Claim => {
      const detail = `history step ${index + 1} says FROM ${shortName(reference)}`;
      const parent = at === boundaries.length - 1;
      const layers = made[index] ?? null;
      return ancestorClaim({ tracer: historyComment.id, confidence: 'claimed', reference, layers, history: index, detail, parent });
    });
    return { claims: boundaries.length === 0 ? scratchClaims(entries) : claims, problems: [] };
  },
} as const satisfies Tracer;

/** `FROM docker.io/library/debian:bookworm-slim` → the canonical reference; `FROM 1ad39fa00e18` (an intermediate image) → null. */
function referenceIn(entry: HistoryEntry): string | null {
  const name = /^FROM (\S+)$/.exec(entry.comment ?? '')?.[1];
  if (name === undefined || name === 'scratch' || isImageId(name)) return null;
  return fullReference(name);
}

/**
 * The first step upon a base always names it. Where every step but the first has a comment, the first stood on nothing. Steps
 * without one on top are another builder's: where that one's base ends is then not known.
 */
function scratchClaims(entries: readonly HistoryEntry[]): readonly Claim[] {
  const [first, ...later] = entries;
  if (first === undefined || (first.comment ?? '') !== '' || later.length === 0) return [];
  if (!later.every(({ comment }) => isImageId(/^FROM (\S+)$/.exec(comment ?? '')?.[1] ?? ''))) return [];
  return [
    {
      kind: 'scratch',
      tracer: historyComment.id,
      confidence: 'inferred',
      detail: 'history step 1, unlike every later one, names no image it was built FROM',
    },
  ];
}

function isImageId(name: string): boolean {
  return /^[0-9a-f]{12}([0-9a-f]{52})?$/.test(name);
}
