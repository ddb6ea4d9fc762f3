import { chainIds, EMPTY_LAYER } from '../../image/chain.ts';
import type { DiffId } from '../../model/digest.ts';
import type { Image } from '../../model/image.ts';
import { layersMadeBy } from '../../image/history.ts';
import { shortName } from '../follow.ts';
import { type KnownImage, layerCountOf, originOf } from '../known-image.ts';
import { ancestorClaim, type Claim, type Tracer, type TracerPorts } from '../tracer.ts';

/** The stack of DiffIDs begins with the whole stack of a known image: survives re-compression and re-pushing. */
export const chainId = {
  id: 'chain-id',
  summary: 'the ChainID of the lower layers is that of an image in the index',
  confidence: 'proven',
  async find(image: Image, ports: TracerPorts) {
    const diffIds = image.layers.flatMap((layer) => layer.diffId ?? []);
    if (diffIds.length !== image.layers.length || diffIds.length === 0) return { claims: [], problems: [] };
    const claims = await byChain(image, diffIds, ports);
    return { claims: [...claims, ...(await byChainWithEmptySteps(image, diffIds, claims, ports))], problems: [] };
  },
} as const satisfies Tracer;

async function byChain(image: Image, diffIds: readonly DiffId[], ports: TracerPorts): Promise<readonly Claim[]> {
  const keys = chainIds(diffIds, ports.hash);
  const found = await Promise.all(keys.map((key) => ports.known.find('chain', key)));
  return found.flatMap((knowns, index) => knowns.map((known) => claimFor(image, known, index + 1, null)));
}

/** Indexes that count empty steps know an image by another ChainID, which also tells the boundary in the history. */
async function byChainWithEmptySteps(
  image: Image,
  diffIds: readonly DiffId[],
  seen: readonly Claim[],
  ports: TracerPorts,
): Promise<readonly Claim[]> {
  const history = image.config.history;
  if (history.filter((entry) => !entry.emptyLayer).length !== diffIds.length || !history.some((entry) => entry.emptyLayer)) return [];
  let next = 0;
  const filled = history.map((entry) => (entry.emptyLayer ? EMPTY_LAYER : (diffIds[next++] ?? EMPTY_LAYER)));
  const found = await Promise.all(chainIds(filled, ports.hash).map((key) => ports.known.find('chain-with-empty', key)));
  const known = new Set(seen.map((claim) => (claim.kind === 'scratch' ? null : claim.known)));
  return found.flatMap((images, index) =>
    images.filter((one) => !known.has(one)).map((one) => claimFor(image, one, layersMadeBy(history, index + 1), index + 1)),
  );
}

function claimFor(image: Image, known: KnownImage, layers: number, history: number | null): Claim {
  const detail = `${layers === 1 ? 'layer 1 has' : `layers 1–${layers} have`} the DiffID${layers === 1 ? '' : 's'} of ${shortName(known.reference)} (${originOf(known)})`;
  if (layers === image.layers.length && isSame(image, known))
    return { kind: 'self', tracer: chainId.id, confidence: 'matched', known, detail };
  const steps = history ?? historyLengthOf(image, known, layers);
  return ancestorClaim({
    tracer: chainId.id,
    confidence: 'matched',
    reference: known.reference,
    digest: digestOf(known),
    layers,
    history: steps,
    known,
    detail,
  });
}

/** Same layers: the same image too, unless its history shows that more steps (without files) came on top. */
export function isSame(image: Image, known: KnownImage): boolean {
  if (known.config !== null && known.config === image.configDigest) return true;
  if (known.manifest !== null && known.manifest === image.manifestDigest) return true;
  if (known.history === null || image.config.history.length === 0) return layerCountOf(known) === image.layers.length;
  return known.history.length >= image.config.history.length;
}

export function digestOf(known: KnownImage): KnownImage['index'] {
  return known.index ?? known.manifest;
}

/** The known image's history, where the subject's begins with it; else null: history may have been rewritten. */
function historyLengthOf(image: Image, known: KnownImage, layers: number): number | null {
  const history = image.config.history;
  if (known.history === null || known.history.length > history.length) return null;
  const same = known.history.every((entry, index) => entry.createdBy === history[index]?.createdBy);
  return same && layersMadeBy(history, known.history.length) === layers ? known.history.length : null;
}
