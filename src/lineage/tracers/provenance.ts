import { parseJson } from '../../codec/json-shape.ts';
import { FromageError } from '../../model/error.ts';
import type { Attachment, Image } from '../../model/image.ts';
import type { Descriptor } from '../../model/manifest.ts';
import type { Problem } from '../../model/problem.ts';
import { shortName } from '../short-name.ts';
import { type Material, type Provenance, readProvenance } from '../provenance.ts';
import { ancestorClaim, type Claim, type Tracer } from '../tracer.ts';

const PREDICATE = 'in-toto.io/predicate-type';
const MAX_STATEMENT_BYTES = 32 * 1024 * 1024;

/**
 * SLSA provenance, as BuildKit attaches it in the index, and as others do by referrers. Unsigned: its author's word. In
 * `mode=max` it has the blobs of each image that was read, so that the boundary can be compared with the manifest.
 */
export const provenance = {
  id: 'provenance',
  summary: 'SLSA provenance (v0.2, v1) attached to the image, in its index or by referrers',
  confidence: 'claimed',
  async find(image: Image) {
    const claims: Claim[] = [];
    const problems: Problem[] = [];
    for (const attachment of await image.attachments()) {
      for (const layer of attachment.layers.filter((one) => isProvenance(one, attachment))) {
        const found = await read(image, attachment, layer);
        claims.push(...found.claims);
        problems.push(...found.problems);
      }
    }
    return { claims, problems };
  },
} as const satisfies Tracer;

function isProvenance(layer: Descriptor, attachment: Attachment): boolean {
  const type = layer.annotations[PREDICATE] ?? attachment.annotations[PREDICATE];
  if (type !== undefined) return type.startsWith('https://slsa.dev/provenance/');
  return layer.mediaType === 'application/vnd.in-toto+json';
}

interface Read {
  readonly claims: readonly Claim[];
  readonly problems: readonly Problem[];
}

async function read(image: Image, attachment: Attachment, layer: Descriptor): Promise<Read> {
  const where = attachment.foundBy === 'index' ? 'in the image index' : 'among its referrers';
  try {
    const bytes = await attachment.read(layer, MAX_STATEMENT_BYTES);
    const statement = readProvenance(parseJson(bytes, `the provenance ${where}`, MAX_STATEMENT_BYTES));
    return statement === null ? { claims: [], problems: [] } : claimsOf(image, statement, where);
  } catch (error) {
    if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
    return { claims: [], problems: [unreadable(`The provenance ${where} could not be read: ${error.message}.`)] };
  }
}

function claimsOf(image: Image, statement: Provenance, where: string): Read {
  const about = [image.manifestDigest, image.indexDigest, image.configDigest];
  if (statement.subjects.length > 0 && !statement.subjects.some((digest) => about.includes(digest)))
    return { claims: [], problems: [unreadable(`The provenance ${where} is about another image and was left out.`)] };
  const said = `the provenance (SLSA ${statement.version}, ${where})`;
  const stacked = statement.stacks.flatMap(({ material, blobs }) => stackClaim(image, material, blobs, said) ?? []);
  if (stacked.length > 0) return { claims: stacked, problems: [] };
  // One image alone was read: the parent, or FROM scratch with files of that one. Of several it does not say which; the layers may.
  const only = statement.materials.length === 1;
  const claims = statement.materials.map((material) =>
    ancestorClaim({
      tracer: provenance.id,
      confidence: 'claimed',
      ...nameOf(material),
      parent: only,
      detail: `${said} lists ${labelOf(material)}${only ? ' alone: the parent, unless files were only copied from it' : ''}`,
    }),
  );
  return { claims, problems: [] };
}

/** The blobs that the build had of a base are the lower blobs of the manifest: the boundary, shown by digests. */
function stackClaim(image: Image, material: Material, blobs: readonly string[], said: string): Claim | null {
  const ours = image.layers.map((layer) => layer.descriptor?.digest ?? null);
  if (blobs.length > ours.length || blobs.some((digest, index) => digest !== ours[index])) return null;
  const detail = `${said} has layers 1–${blobs.length} as those of ${labelOf(material)}`;
  return ancestorClaim({ tracer: provenance.id, confidence: 'claimed', ...nameOf(material), layers: blobs.length, parent: true, detail });
}

function nameOf(material: Material): Material {
  return { reference: material.reference, digest: material.digest };
}

function labelOf(material: Material): string {
  return material.digest === null
    ? shortName(material.reference)
    : `${shortName(material.reference)}, digest ${material.digest.slice(0, 19)}…`;
}

function unreadable(message: string): Problem {
  return { kind: 'unreadable-attachment', message, incomplete: false };
}
