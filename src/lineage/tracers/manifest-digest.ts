import type { Image } from '../../model/image.ts';
import { originOf } from '../known-image.ts';
import { shortName } from '../short-name.ts';
import type { Claim, Tracer, TracerPorts } from '../tracer.ts';

/** The subject is a bundled image whose digest is known, and its parent's, though perhaps none of its layers: by the others the user's own images are recognised. */
export const manifestDigest = {
  id: 'manifest-digest',
  summary: 'the digest of the manifest is that of an image in the index',
  confidence: 'matched',
  async find(image: Image, ports: TracerPorts) {
    const digest = image.configVerified ? image.manifestDigest : null;
    const found = digest === null ? [] : await ports.known.find('digest', digest);
    const claims = found
      .filter((known) => known.origin === 'bundled' && known.manifest === digest)
      .map((known): Claim => {
        const detail = `the manifest is that of ${shortName(known.reference)} (${originOf(known)})`;
        return { kind: 'self', tracer: manifestDigest.id, confidence: 'matched', known, detail };
      });
    return { claims, problems: [] };
  },
} as const satisfies Tracer;
