import { sizeOfLayers } from '../image/attribution.ts';
import type { Image } from '../model/image.ts';
import type { Ancestor, Evidence, Lineage, Span } from '../model/lineage.ts';
import { ancestorOf } from './ancestors.ts';
import { type Candidate, evidenceOf, isRecognised } from './candidates.ts';
import { factsOf } from './facts.ts';
import type { Found } from './found.ts';
import { digestOf, isNameSure } from './known-image.ts';
import type { TracerPorts } from './tracer.ts';

/** Where the next lower ancestor ends: how many layers and history entries are below. */
export interface Below {
  readonly layers: number;
  readonly history: number;
}

/** A boundary as an ancestor: its own layers and history, and all that is known of it. */
export async function placeAncestor(found: Found, candidate: Candidate, below: Below, ports: TracerPorts): Promise<Ancestor> {
  const { image, chain, verified } = found;
  const layers: Span | null = candidate.layers > below.layers ? { first: below.layers, last: candidate.layers - 1 } : null;
  const proven = verified && candidate.known?.hashed === true;
  const evidence = evidenceOf(candidate).map(
    (one): Evidence => (proven && one.tracer === 'chain-id' && one.confidence === 'matched' ? { ...one, confidence: 'proven' } : one),
  );
  const history =
    candidate.history === null || candidate.history <= below.history ? null : { first: below.history, last: candidate.history - 1 };
  const known = candidate.known;
  // buildah's base.digest may be that of an intermediate image: a claimed digest stays in its evidence.
  const digest = known !== null && isRecognised(candidate) ? digestOf(known) : null;
  return ancestorOf(candidate.reference, evidence, {
    aliases: candidate.aliases,
    digest,
    chainId: chain[candidate.layers - 1] ?? null,
    layers,
    history,
    size: layers === null ? 0 : sizeOfLayers(image, layers),
    created: known?.created ?? (candidate.history === null ? null : (image.config.history[candidate.history - 1]?.created ?? null)),
    facts: await factsOf(
      candidate.reference,
      isRecognised(candidate) && known !== null && isNameSure(known) ? 'layers' : 'name',
      image.platform,
      ports,
    ),
  });
}

/** What is the subject's own, above `boundary` layers and `history` entries of others. */
export function ownOf(image: Image, boundary: number, history: number | null): Lineage['own'] {
  const layers = boundary < image.layers.length ? { first: boundary, last: image.layers.length - 1 } : null;
  const steps = image.config.history.length;
  return { layers, history: history === null || history < 0 || history >= steps ? null : { first: history, last: steps - 1 } };
}
