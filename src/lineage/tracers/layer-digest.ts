import { chainIds } from '../../image/chain.ts';
import type { Image } from '../../model/image.ts';
import { claimsByLayers } from '../claims-by-layers.ts';
import type { Claim, Tracer, TracerPorts } from '../tracer.ts';
import { shortName } from '../short-name.ts';
import { originOf } from '../known-image.ts';

/** The manifest's lower blobs are those of a known image. Works where no config is at hand; re-compression breaks it. */
export const layerDigest = {
  id: 'layer-digest',
  summary: 'the digests of the lower layer blobs are those of an image in the index',
  confidence: 'matched',
  async find(image: Image, ports: TracerPorts) {
    const blobs = image.layers.flatMap((layer) => layer.descriptor?.digest ?? []);
    if (blobs.length !== image.layers.length || blobs.length === 0) return { claims: [], problems: [] };
    const found = await Promise.all(chainIds(blobs, ports.hash).map((key) => ports.known.find('blobs', key)));
    const claims = found.flatMap((knowns, index) =>
      knowns.flatMap((known): readonly Claim[] => {
        const layers = index + 1;
        const detail = `${layers === 1 ? 'layer 1 is the blob' : `layers 1–${layers} are the blobs`} of ${shortName(known.reference)} (${originOf(known)})`;
        return claimsByLayers(image, known, { tracer: layerDigest.id, layers, steps: null, detail });
      }),
    );
    return { claims, problems: [] };
  },
} as const satisfies Tracer;
