import { chainIds, withEmptySteps } from '../../image/chain.ts';
import type { DiffId } from '../../model/digest.ts';
import type { Image } from '../../model/image.ts';
import { layersMadeBy } from '../../image/history.ts';
import { shortName } from '../short-name.ts';
import { claimsByLayers } from '../claims-by-layers.ts';
import { identityOf, type KnownImage, originOf } from '../known-image.ts';
import type { Claim, Tracer, TracerPorts } from '../tracer.ts';

/** The stack of DiffIDs begins with the whole stack of a known image: survives re-compression and re-pushing. */
export const chainId = {
  id: 'chain-id',
  summary: 'the ChainID of the lower layers is that of an image in the index',
  confidence: 'proven',
  async find(image: Image, ports: TracerPorts) {
    const diffIds = image.layers.flatMap((layer) => layer.diffId ?? []);
    if (diffIds.length !== image.layers.length || diffIds.length === 0) return { claims: [], problems: [] };
    const { claims, seen } = await byChain(image, diffIds, ports);
    return { claims: [...claims, ...(await byChainWithEmptySteps(image, diffIds, seen, ports))], problems: [] };
  },
} as const satisfies Tracer;

async function byChain(
  image: Image,
  diffIds: readonly DiffId[],
  ports: TracerPorts,
): Promise<{ readonly claims: readonly Claim[]; readonly seen: readonly string[] }> {
  const keys = chainIds(diffIds, ports.hash);
  const found = await Promise.all(keys.map((key) => ports.known.find('chain', key)));
  const claims = found.flatMap((knowns, index) => knowns.flatMap((known) => claimsFor(image, known, index + 1, null)));
  return { claims, seen: found.flat().map(identityOf) };
}

/** Indexes that count empty steps know an image by another ChainID, which also tells the boundary in the history. */
async function byChainWithEmptySteps(
  image: Image,
  diffIds: readonly DiffId[],
  seen: readonly string[],
  ports: TracerPorts,
): Promise<readonly Claim[]> {
  const { history } = image.config;
  const filled = history.some((entry) => entry.emptyLayer) ? withEmptySteps(diffIds, history) : null;
  if (filled === null) return [];
  const found = await Promise.all(chainIds(filled, ports.hash).map((key) => ports.known.find('chain-with-empty', key)));
  const known = new Set(seen);
  return found.flatMap((images, index) =>
    images
      .filter((one) => !known.has(identityOf(one)))
      .flatMap((one) => claimsFor(image, one, layersMadeBy(history, index + 1), index + 1)),
  );
}

function claimsFor(image: Image, known: KnownImage, layers: number, steps: number | null): readonly Claim[] {
  const detail = `${layers === 1 ? 'layer 1 has' : `layers 1–${layers} have`} the DiffID${layers === 1 ? '' : 's'} of ${shortName(known.reference)} (${originOf(known)})`;
  return claimsByLayers(image, known, { tracer: chainId.id, layers, steps, detail });
}
