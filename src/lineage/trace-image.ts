import { isNameSure } from './known-image.ts';
import { boundProblems } from '../image/bound-problems.ts';
import { chainIds } from '../image/chain.ts';
import type { ChainId } from '../model/digest.ts';
import type { Image } from '../model/image.ts';
import type { Evidence, Lineage } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import type { Hash } from '../ports/index.ts';
import { noteImageBetween } from './between.ts';
import { boundClaims } from './bound-claims.ts';
import { type Candidate, candidatesOf, isRecognised } from './candidates.ts';
import { follow, followKnown } from './follow.ts';
import { shortName } from './short-name.ts';
import { evidenceFrom, type Found, isSelfShown, selfReference } from './found.ts';
import { type Settled, type SettlePorts, settleClaim, settleClaims } from './settle.ts';
import { throughIndexes } from './through-indexes.ts';
import { throughRegistry } from './through-registry.ts';
import { ancestorClaim, type Claim, type ScratchClaim, type SelfClaim, type TracerPorts } from './tracer.ts';
import { TRACERS } from './tracers/index.ts';

export type LineagePorts = TracerPorts & SettlePorts;

export interface TraceSettings {
  /** Whether all layers were read and hashed: what is matched by DiffIDs that both sides hashed is then proven. */
  readonly verified: boolean;
}

/** An image's lineage, and the names it is known by itself. */
export interface TracedImage {
  readonly lineage: Lineage;
  /** The subject, where it is a known image. */
  readonly self: { readonly reference: string; readonly evidence: readonly Evidence[]; readonly isNameSure: boolean } | null;
}

/** Of each kind that is told. */
const MAX_PROBLEMS = 16;

/** How far parents are asked of registries. */
const MAX_DEPTH = 16;

/**
 * What an image is made FROM. All tracers look; their claims are sorted into boundaries, weighed against the layers, and
 * joined with what the indexes (and, where it may be asked, the registry) tell of each ancestor.
 */
export async function traceImage(image: Image, settings: TraceSettings, ports: LineagePorts, depth = 0): Promise<TracedImage> {
  const found = await find(image, settings, ports, depth);
  const traceParent = async (parent: Image) => (await traceImage(parent, { verified: false }, ports, depth + 1)).lineage;
  const openParent = depth < MAX_DEPTH ? ports.openParent : null;
  const asked = await throughRegistry(found, { ...ports, openParent, traceParent });
  const lineage = asked.lineage ?? (await throughIndexes({ ...found, problems: [...found.problems, ...asked.problems] }, ports));
  const { self } = found;
  const problems = [...lineage.problems, ...noteImageBetween(image, lineage)];
  return {
    lineage: withContradicted({ ...lineage, problems }, found.contradicted),
    self:
      self === null
        ? null
        : {
            reference: selfReference(self),
            evidence: [evidenceFrom(self)],
            // What was learned from an archive has the name that the archive gave itself.
            isNameSure: self.confidence !== 'claimed' && (self.known === null || isNameSure(self.known)),
          },
  };
}

async function find(image: Image, settings: TraceSettings, ports: LineagePorts, depth: number): Promise<Found> {
  const results = await Promise.all(TRACERS.map((tracer) => tracer.find(image, ports)));
  const claims = results.flatMap((result) => result.claims);
  const { claims: ancestors, problems: left } = boundClaims(claims.filter((claim) => claim.kind === 'ancestor'));
  const names = [image.reference, ...image.names].filter((name) => name !== null);
  const unbounded = ancestors.filter((claim) => claim.layers === null);
  const self = bestSelf(claims);
  const byClaims = await settleClaims(image, candidatesOf(ancestors, names), unbounded, ports);
  const settled = await settleIndexParent(image, self, byClaims, ports);
  const scratch = scratchOf(claims);
  const told = boundProblems(MAX_PROBLEMS);
  for (const problem of [...results.flatMap((result) => result.problems), ...left, ...settled.problems]) told.add(problem);
  return {
    image,
    chain: chainOf(image, ports.hash),
    verified: settings.verified,
    self,
    candidates: settled.candidates,
    unplaced: settled.unplaced,
    contradicted: settled.contradicted,
    scratch,
    problems: [
      // What was not read of a parent is no news of the subject.
      ...(depth === 0 ? image.problems : []),
      ...told.done(),
      ...againstScratch(scratch, settled.candidates),
    ],
  };
}

/** The ChainIDs of the stacks whose DiffIDs are all there. */
function chainOf({ layers }: Image, hash: Hash): readonly ChainId[] {
  const end = layers.findIndex(({ diffId }) => diffId === null);
  return chainIds(
    layers.slice(0, end < 0 ? layers.length : end).flatMap(({ diffId }) => diffId ?? []),
    hash,
  );
}

/** Where the subject is a known image, its index names the parent: the registry may show that by the layers. If not, the name stays what the index says. */
async function settleIndexParent(image: Image, self: SelfClaim | null, settled: Settled, ports: LineagePorts): Promise<Settled> {
  if (ports.openParent === null || self === null || settled.unplaced.length > 0) return settled;
  // What an archive calls itself is no reason to ask anybody.
  if (!isSelfShown(self) && image.source !== 'docker') return settled;
  const { known } = self;
  const followed = await (known === null ? follow(selfReference(self), image.platform, ports) : followKnown(known, image.platform, ports));
  const parent = followed.ancestors[0];
  if (parent === undefined || parent.reference === null) return settled;
  const detail = parent.evidence[0]?.detail ?? '';
  const claim = ancestorClaim({ tracer: 'index', confidence: 'claimed', reference: parent.reference, parent: true, detail });
  return { ...(await settleClaim(image, settled, claim, ports)), unplaced: settled.unplaced };
}

/** It says scratch, and something else says an ancestor. */
function againstScratch(scratch: ScratchClaim | null, candidates: readonly Candidate[]): readonly Problem[] {
  const candidate = candidates.find(isRecognised) ?? candidates[0];
  if (scratch === null || candidate === undefined) return [];
  const what = candidate.reference === null ? 'an image that is not known by name' : shortName(candidate.reference);
  const kind = isRecognised(candidate) ? 'claim-contradicted' : 'claims-disagree';
  const layers = candidate.layers === 1 ? 'layer 1 is that' : `layers 1–${candidate.layers} are those`;
  return [{ kind, message: `${scratch.detail}, but ${layers} of ${what}.`, incomplete: false }];
}

/** What the layers speak against was said of the parent, so there it is shown. */
function withContradicted(lineage: Lineage, contradicted: readonly Evidence[]): Lineage {
  const [parent, ...rest] = lineage.ancestors;
  if (parent === undefined || contradicted.length === 0) return lineage;
  return { ...lineage, ancestors: [{ ...parent, evidence: [...parent.evidence, ...contradicted] }, ...rest] };
}

/** The best of the claims about the subject itself; one by its digests goes before one by its history, and that before its name. */
function bestSelf(claims: readonly Claim[]): SelfClaim | null {
  const selfs = claims.filter((claim) => claim.kind === 'self');
  const isByDigests = ({ confidence }: SelfClaim) => confidence === 'matched' || confidence === 'proven';
  return (
    selfs.find(isByDigests) ??
    selfs.find((claim) => claim.known === null && claim.confidence !== 'claimed') ??
    selfs.find((claim) => claim.known !== null) ??
    selfs[0] ??
    null
  );
}

function scratchOf(claims: readonly Claim[]): ScratchClaim | null {
  const scratch = claims.filter((claim) => claim.kind === 'scratch');
  return scratch.find((claim) => claim.confidence !== 'claimed') ?? scratch[0] ?? null;
}
