import type { Image } from '../../model/image.ts';
import { parseReference } from '../../model/reference.ts';
import { fullReference } from '../ancestors.ts';
import { shortName } from '../short-name.ts';
import { type OfficialName, officialName } from '../official-name.ts';
import type { Claim, Tracer, TracerPorts } from '../tracer.ts';

/**
 * The subject bears the name of an official image. From Docker Hub itself that is what the name means; in an archive
 * anybody may have written it.
 */
export const officialNameTracer = {
  id: 'official-name',
  summary: 'the image was pulled from Docker Hub as an official image, or only calls itself one',
  confidence: 'inferred',
  async find(image: Image, ports: TracerPorts) {
    const claims: Claim[] = [];
    for (const name of image.reference === null ? image.names : [image.reference]) {
      const reference = fullReference(name);
      const official = reference === null ? null : officialName(reference);
      const entry = official === null ? null : await ports.official.find(official.image, official.tag, image.platform);
      if (reference === null || official === null || entry === null) continue;
      const pulled = image.source === 'docker';
      const sure = pulled && (parseReference(reference).digest === null || (await isAnyTagFrom(official, entry.from, image, ports)));
      const detail = pulled
        ? `pulled from Docker Hub as the official image ${shortName(reference)}${sure ? '' : ', by a digest that may never have had this tag'}`
        : `${image.location} calls itself ${shortName(reference)}`;
      const confidence = sure ? 'inferred' : 'claimed';
      claims.push({ kind: 'self', tracer: officialNameTracer.id, confidence, known: null, reference, detail });
    }
    return { claims, problems: [] };
  },
} as const satisfies Tracer;

/** Who pulls by a digest is given that, whatever the tag beside it. It does no harm where all tags of the image stand on the same. */
async function isAnyTagFrom(
  { image }: OfficialName,
  from: string | null,
  { platform }: Image,
  { official }: TracerPorts,
): Promise<boolean> {
  for (const tag of await official.tags(image)) {
    if ((await official.find(image, tag, platform))?.from !== from) return false;
  }
  return from !== null;
}
