import { historyKeys } from '../../image/chain.ts';
import { historyOfLayers, layersMadeBy } from '../../image/history.ts';
import type { Image } from '../../model/image.ts';
import type { Problem } from '../../model/problem.ts';
import { shortName } from '../follow.ts';
import { digestOf, type KnownImage, originOf } from '../known-image.ts';
import { ancestorClaim, type Claim, type Tracer, type TracerPorts } from '../tracer.ts';

/**
 * The history begins with the whole history of a known image, to the second. It tells of images whose layers were packed
 * anew and whose DiffIDs nobody has; but anybody may copy a history, so that it never shows whose the layers are.
 */
export const history = {
  id: 'history',
  summary: 'the history begins, times included, with that of an image in the index',
  confidence: 'inferred',
  async find(image: Image, ports: TracerPorts) {
    const entries = image.config.history;
    const paired = historyOfLayers(entries, image.layers.length) !== null;
    const keys = historyKeys(entries, ports.hash);
    const found = await Promise.all(keys.map(async (key) => (key === null ? [] : ports.known.find('history', key))));
    const seen = found.flatMap((knowns, index) => knowns.map((known) => ({ known, steps: index + 1 })));
    const others = seen.filter(({ known }) => hasOtherLayers(image, known));
    return {
      claims: seen.filter((one) => !others.includes(one)).map(({ known, steps }) => claimOf(image, known, steps, paired)),
      problems: others.map(({ known, steps }) => otherLayers(known, steps)),
    };
  },
} as const satisfies Tracer;

function claimOf(image: Image, known: KnownImage, steps: number, paired: boolean): Claim {
  const entries = image.config.history;
  const detail = `${sayWhat(known, steps)} (${originOf(known)}), time included`;
  if (steps === entries.length) return { kind: 'self', tracer: history.id, confidence: 'inferred', known, detail };
  const layers = paired ? layersMadeBy(entries, steps) : null;
  const { reference } = known;
  return ancestorClaim({
    tracer: history.id,
    confidence: 'inferred',
    reference,
    digest: digestOf(known),
    layers,
    history: steps,
    known,
    detail,
  });
}

/** DiffIDs alone show it: blobs may only have been packed anew. */
function hasOtherLayers(image: Image, { diffIds }: KnownImage): boolean {
  if (diffIds === null || image.layers.some(({ diffId }) => diffId === null)) return false;
  return diffIds.some((diffId, index) => diffId !== image.layers[index]?.diffId);
}

function otherLayers(known: KnownImage, steps: number): Problem {
  const message = `${sayWhat(known, steps)}, time included, but the layers are others: they were squashed or rewritten, or the history was copied.`;
  return { kind: 'claim-contradicted', message, incomplete: false };
}

function sayWhat(known: KnownImage, steps: number): string {
  return `${steps === 1 ? 'history step 1 is that' : `history steps 1–${steps} are those`} of ${shortName(known.reference)}`;
}
