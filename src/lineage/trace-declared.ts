import type { Image } from '../model/image.ts';
import type { Evidence, Lineage } from '../model/lineage.ts';
import type { Platform } from '../model/platform.ts';
import { parseReference } from '../model/reference.ts';
import { ancestorOf, bestConfidence, fullReference } from './ancestors.ts';
import { findByDigest, noteTagBesideDigest } from './digest-name.ts';
import { factsOf } from './facts.ts';
import { type FollowPorts, follow } from './follow.ts';
import { type KnownImage, originOf } from './known-image.ts';
import { shortName } from './short-name.ts';
import { type LineagePorts, traceImage } from './trace-image.ts';

/** What a Dockerfile's last reachable FROM names. */
export type DeclaredBase =
  | { readonly kind: 'scratch'; readonly detail: string }
  | { readonly kind: 'image'; readonly reference: string; readonly detail: string }
  | { readonly kind: 'unresolved'; readonly missing: string };

/** The lineage of what a Dockerfile makes. Its parent is asked of the registry where that may be, else of the indexes. */
export async function traceDeclared(base: DeclaredBase, platform: Platform, ports: LineagePorts): Promise<Lineage> {
  if (base.kind === 'unresolved') return { ...NOTHING, missing: base.missing };
  const evidence: Evidence = { tracer: 'dockerfile', confidence: 'claimed', detail: base.detail };
  if (base.kind === 'scratch') return { ...NOTHING, end: 'scratch', endEvidence: [evidence], missing: null };
  const reference = fullReference(base.reference);
  if (reference === null) return { ...NOTHING, missing: `${base.detail}: that is no image reference` };
  const parent = ports.openParent === null ? null : await ports.openParent(reference, platform, 'user');
  return parent === null ? byIndexes(reference, evidence, platform, ports) : byParent(reference, evidence, parent, ports);
}

/** The lineage of a name that is not at hand: what the indexes have under it. Nothing is below a name they do not have. */
export async function traceReference(reference: string, platform: Platform | null, ports: FollowPorts): Promise<Lineage> {
  const followed = await follow(reference, platform, ports);
  const problems = [...followed.problems, ...(await noteTagBesideDigest(reference, platform, ports.known))];
  return { ...NOTHING, ...followed, problems };
}

const NOTHING: Lineage = {
  ancestors: [],
  own: { layers: null, history: null },
  end: 'unknown',
  endEvidence: [],
  declared: true,
  missing: null,
  resolution: null,
  asOf: null,
  problems: [],
};

async function byIndexes(reference: string, evidence: Evidence, platform: Platform, ports: LineagePorts): Promise<Lineage> {
  const followed = await follow(reference, platform, ports);
  const facts = await factsOf(reference, 'name', platform, ports);
  const seen = await findByDigest(reference, platform, ports.known);
  const more = { digest: parseReference(reference).digest, facts, asOf: seen?.seen ?? null, created: seen?.created ?? null };
  const parent = ancestorOf(reference, seen === null ? [evidence] : [evidence, seenEvidence(seen)], more);
  const problems = [...followed.problems, ...(await noteTagBesideDigest(reference, platform, ports.known))];
  return { ...NOTHING, ...followed, ancestors: [parent, ...followed.ancestors], problems };
}

function seenEvidence(known: KnownImage): Evidence {
  const detail = `the digest is that of ${shortName(known.reference)} (${originOf(known)})`;
  return { tracer: 'index', confidence: 'claimed', detail };
}

/** The parent as its registry has it now: its layers are counted as they will be in what is built upon it. */
async function byParent(reference: string, evidence: Evidence, parent: Image, ports: LineagePorts): Promise<Lineage> {
  try {
    const { lineage } = await traceImage(parent, { verified: false }, ports, 1);
    const sizes = parent.layers.slice(lineage.own.layers?.first ?? 0).map((layer) => layer.size);
    const ancestor = ancestorOf(reference, [evidence], {
      digest: parent.indexDigest ?? parent.manifestDigest,
      layers: lineage.own.layers,
      history: lineage.own.history,
      size: lineage.own.layers === null || sizes.includes(null) ? null : sizes.reduce<number>((total, size) => total + (size ?? 0), 0),
      created: parent.config.created,
      confidence: bestConfidence([evidence]),
      facts: await factsOf(reference, 'name', parent.platform, ports),
    });
    return { ...lineage, ancestors: [ancestor, ...lineage.ancestors], own: { layers: null, history: null } };
  } finally {
    await parent.close();
  }
}
