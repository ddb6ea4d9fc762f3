import { historyKeys } from '../../image/chain.ts';
import { historyOfLayers, layersMadeBy } from '../../image/history.ts';
import type { Image } from '../../model/image.ts';
import type { Problem } from '../../model/problem.ts';
import { shortName } from '../short-name.ts';
import { digestOf, isForPlatform, type KnownImage, originOf } from '../known-image.ts';
import { ancestorClaim, type Claim, type Tracer, type TracerPorts, type TracerResult } from '../tracer.ts';

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
    const found = await Promise.all(keys.map((key) => (key === null ? [] : ports.known.find('history', key))));
    const results = found.map((knowns, index) => {
      const fitting = knowns.filter((known) => isForPlatform(known, image.platform));
      return judge(image, fitting, index + 1, paired);
    });
    return { claims: results.flatMap(({ claims }) => claims), problems: results.flatMap(({ problems }) => problems) };
  },
} as const satisfies Tracer;

/** What follows from known images that all have the history of the first `steps` steps. */
function judge(image: Image, knowns: readonly KnownImage[], steps: number, paired: boolean): TracerResult {
  const [first] = knowns;
  if (first === undefined) return { claims: [], problems: [] };
  const possible = knowns.filter((known) => !hasOtherLayers(image, known));
  if (possible.length === 0) return { claims: [], problems: [otherLayers(first, steps)] };
  const images = new Set(possible.map(({ diffIds, blobs }) => (diffIds ?? blobs).join(' ')));
  return { claims: possible.flatMap((known) => claimOf(image, known, steps, paired, images.size === 1)), problems: [] };
}

/** Where several images have that history, it is told without a name. */
function claimOf(image: Image, known: KnownImage, steps: number, paired: boolean, named: boolean): readonly Claim[] {
  const entries = image.config.history;
  const detail = `${sayWhat(known, steps)} (${originOf(known)}), time included`;
  if (steps === entries.length) return named ? [{ kind: 'self', tracer: history.id, confidence: 'inferred', known, detail }] : [];
  const layers = paired ? layersMadeBy(entries, steps) : null;
  const which = named ? { reference: known.reference, digest: digestOf(known), known } : {};
  const unsure = named ? detail : `${detail}, and of another image too`;
  return [ancestorClaim({ tracer: history.id, confidence: 'inferred', ...which, layers, history: steps, detail: unsure })];
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
