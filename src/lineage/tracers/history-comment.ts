import { historyOfLayers, layersMadeBy } from '../../image/history.ts';
import type { Image } from '../../model/image.ts';
import type { HistoryEntry } from '../../model/manifest.ts';
import { fullReference } from '../ancestors.ts';
import { shortName } from '../follow.ts';
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
    const claims = boundaries.map(({ index, reference }, at): Claim => {
      const detail = `history step ${index + 1} says FROM ${shortName(reference)}`;
      const parent = at === boundaries.length - 1;
      const layers = paired ? layersMadeBy(entries, index) : null;
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

/** The first step upon a base always names it. Where the second step is the first with a comment, the first stood on nothing. */
function scratchClaims(entries: readonly HistoryEntry[]): readonly Claim[] {
  const first = entries.findIndex((entry) => isImageId(/^FROM (\S+)$/.exec(entry.comment ?? '')?.[1] ?? ''));
  if (first !== 1 || (entries[0]?.comment ?? '') !== '') return [];
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
