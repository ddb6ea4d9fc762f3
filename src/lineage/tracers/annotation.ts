import { parseDigest } from '../../model/digest.ts';
import type { Image } from '../../model/image.ts';
import type { Problem } from '../../model/problem.ts';
import { fullReference } from '../ancestors.ts';
import { shortName } from '../short-name.ts';
import { ancestorClaim, type Claim, type Tracer } from '../tracer.ts';

const NAME = 'org.opencontainers.image.base.name';
const DIGEST = 'org.opencontainers.image.base.digest';

/** OCI image-spec, annotations.md: `org.opencontainers.image.base.{name,digest}`, the parent in our words. Also as labels, which children inherit. */
export const annotation = {
  id: 'annotation',
  summary: '`org.opencontainers.image.base.{name,digest}` on the manifest, or as labels',
  confidence: 'claimed',
  async find(image: Image) {
    const onManifest = read(image.manifest?.annotations ?? {}, 'annotation', image);
    const asLabel = read(image.config.labels, 'label', image);
    return { claims: [...onManifest.claims, ...asLabel.claims], problems: [...onManifest.problems, ...asLabel.problems] };
  },
} as const satisfies Tracer;

function read(
  map: Readonly<Record<string, string>>,
  where: 'annotation' | 'label',
  image: Image,
): { claims: readonly Claim[]; problems: readonly Problem[] } {
  const name = map[NAME];
  if (name === undefined) return { claims: [], problems: [] };
  if (name === '' || name === 'scratch') return { claims: scratchClaims(name, where, image), problems: [] };
  const reference = fullReference(name);
  if (reference === null)
    return {
      claims: [],
      problems: [{ kind: 'unreadable', message: `The ${where} ${NAME} is no reference: ${JSON.stringify(name)}.`, incomplete: false }],
    };
  const digest = parseDigest(map[DIGEST]);
  const pinned = digest === null ? '' : `, digest ${digest.slice(0, 19)}…`;
  const detail = `the ${where} ${NAME} says ${shortName(reference)}${pinned}`;
  const claim = ancestorClaim({
    tracer: annotation.id,
    confidence: 'claimed',
    reference,
    digest,
    detail,
    parent: true,
    inheritable: where === 'label',
  });
  return { claims: [claim], problems: [] };
}

/** buildah writes an empty base.name for FROM scratch; from others an empty value says nothing. */
function scratchClaims(name: string, where: string, image: Image): readonly Claim[] {
  const byBuildah = image.config.labels['io.buildah.version'] !== undefined && where === 'annotation';
  if (name === '' && !byBuildah) return [];
  // Only buildah writes it empty, and only for scratch: hard to come by through an accident.
  const confidence = name === '' ? 'inferred' : 'claimed';
  return [
    {
      kind: 'scratch',
      tracer: annotation.id,
      confidence,
      detail: `the ${where} ${NAME} is ${name === '' ? 'empty, as buildah writes it for FROM scratch' : '"scratch"'}`,
    },
  ];
}
