import type { Image } from '../model/image.ts';
import type { Evidence, Lineage } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import { bestConfidence, isSameRepository } from './ancestors.ts';
import type { Candidate } from './candidates.ts';
import { shortName } from './short-name.ts';
import type { Found } from './found.ts';
import { digestOf, isNameSure } from './known-image.ts';
import { ownOf, placeAncestor } from './place-ancestor.ts';
import { isHistoryPrefix, type SettlePorts } from './settle.ts';
import type { TracerPorts } from './tracer.ts';

export interface RegistryPorts extends TracerPorts, SettlePorts {
  /** The lineage of the parent, which is an image like the subject. */
  readonly traceParent: (parent: Image) => Promise<Lineage>;
}

/** The answer by way of the parent; null where it could not be had or is another by now. */
export interface ThroughRegistry {
  readonly lineage: Lineage | null;
  readonly problems: readonly Problem[];
}

const NOTHING: ThroughRegistry = { lineage: null, problems: [] };

/** The nearest ancestor, asked of its registry: where its layers are the subject's lower ones, its own lineage is the rest of the answer. */
export async function throughRegistry(found: Found, ports: RegistryPorts): Promise<ThroughRegistry> {
  const { image, candidates } = found;
  const nearest = candidates[0];
  if (ports.openParent === null || found.unplaced.length > 0 || nearest === undefined) return NOTHING;
  let others: ThroughRegistry = NOTHING;
  for (const reference of referencesOf(nearest)) {
    const parent = await ports.openParent(reference, image.platform, isUsersWord(nearest) ? 'user' : 'image');
    if (parent === null) continue;
    try {
      if (fits(parent, nearest, image)) return await uponParent(found, nearest, parent, ports);
      others = { lineage: null, problems: [moved(nearest, parent)] };
    } finally {
      await parent.close();
    }
  }
  return others;
}

/** By its tag, and where that has moved by the digest it had. */
function referencesOf({ reference, known, claims }: Candidate): readonly string[] {
  if (reference === null) return [];
  const seen = claims.find(({ tracer, digest }) => tracer === 'registry' && digest !== null)?.digest;
  const digest = seen ?? (known !== null && isNameSure(known) ? digestOf(known) : null);
  return digest === null ? [reference] : [reference, `${reference.replace(/@.*$/, '')}@${digest}`];
}

/** The user put that image into the index, or traced it where it is. By a digest it may have been found under a name that the image gives. */
function isUsersWord({ known, reference }: Candidate): boolean {
  if (known === null || reference === null || !isSameRepository(known.reference, reference)) return false;
  return known.origin === 'added' || (known.origin === 'learned' && isNameSure(known));
}

function fits(parent: Image, nearest: Candidate, image: Image): boolean {
  const isSame = parent.layers.every((layer, index) => layer.diffId !== null && layer.diffId === image.layers[index]?.diffId);
  return isSame && parent.layers.length === nearest.layers;
}

function moved(nearest: Candidate, parent: Image): Problem {
  const name = shortName(nearest.reference ?? '');
  const message = `The layers are not those of ${name} as ${parent.location} has it now: the tag has moved since, the layers were squashed or rewritten, or it never was that image.`;
  return { kind: 'tag-moved', message, where: nearest.reference ?? '', incomplete: false };
}

async function uponParent(found: Found, nearest: Candidate, parent: Image, ports: RegistryPorts): Promise<ThroughRegistry> {
  const { image } = found;
  // It is the subject itself under its own name.
  if (parent.layers.length === image.layers.length && parent.config.history.length >= image.config.history.length) return NOTHING;
  const history = nearest.history ?? (isHistoryPrefix(parent, image) ? parent.config.history.length : null);
  const below = await ports.traceParent(parent);
  const lower = { layers: below.own.layers?.first ?? layersBelow(below), history: below.own.history?.first ?? historyBelow(below) };
  const first = await placeAncestor(found, { ...nearest, history }, lower, ports);
  const what = nearest.layers === 1 ? 'the lowest layer is that' : `the lower ${nearest.layers} layers are those`;
  const detail = `${what} of ${shortName(nearest.reference ?? '')}, as ${parent.location} has it now`;
  const evidence: readonly Evidence[] = [
    { tracer: 'registry', confidence: 'matched', detail },
    ...first.evidence.filter(({ tracer }) => tracer !== 'registry'),
  ];
  const ancestor = {
    ...first,
    digest: parent.indexDigest ?? parent.manifestDigest ?? first.digest,
    created: parent.config.created ?? first.created,
    evidence,
    confidence: bestConfidence(evidence),
  };
  const lineage: Lineage = {
    ...below,
    // Without the parent's history in its own, the subject's entries are none of theirs.
    ancestors: [ancestor, ...(history === null ? below.ancestors.map((one) => ({ ...one, history: null })) : below.ancestors)],
    own: ownOf(image, nearest.layers, history),
    problems: [...found.problems, ...below.problems],
  };
  return { lineage, problems: [] };
}

/** The first layer above all ancestors that have layers. */
function layersBelow(lineage: Lineage): number {
  return Math.max(0, ...lineage.ancestors.map((ancestor) => (ancestor.layers === null ? 0 : ancestor.layers.last + 1)));
}

function historyBelow(lineage: Lineage): number {
  return Math.max(0, ...lineage.ancestors.map((ancestor) => (ancestor.history === null ? 0 : ancestor.history.last + 1)));
}
