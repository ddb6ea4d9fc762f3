import type { Image } from '../../model/image.ts';
import { fullReference } from '../ancestors.ts';
import { shortName } from '../follow.ts';
import { officialName } from '../official-name.ts';
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
      if (reference === null || official === null || (await ports.official.find(official.image, official.tag, image.platform)) === null)
        continue;
      const pulled = image.source === 'docker';
      const detail = pulled
        ? `pulled from Docker Hub as the official image ${shortName(reference)}`
        : `${image.location} calls itself ${shortName(reference)}`;
      claims.push({
        kind: 'self',
        tracer: officialNameTracer.id,
        confidence: pulled ? 'inferred' : 'claimed',
        known: null,
        reference,
        detail,
      });
    }
    return { claims, problems: [] };
  },
} as const satisfies Tracer;
