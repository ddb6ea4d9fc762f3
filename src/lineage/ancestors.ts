import type { Ancestor, Confidence, Evidence, Resolution } from '../model/lineage.ts';
import { CONFIDENCES } from '../model/lineage.ts';
import { type Reference, formatReference, parseReference, tryReference, withDefaultTag } from '../model/reference.ts';

/** An ancestor known by name and evidence alone; what is known besides is given in `more`. */
export function ancestorOf(reference: string | null, evidence: readonly Evidence[], more: Partial<Ancestor> = {}): Ancestor {
  return {
    reference,
    aliases: [],
    digest: null,
    chainId: null,
    layers: null,
    history: null,
    size: null,
    created: null,
    confidence: bestConfidence(evidence),
    resolution: null,
    asOf: null,
    evidence,
    facts: null,
    ...more,
  };
}

/** The best confidence of what is not contradicted; `claimed` where there is none. */
export function bestConfidence(evidence: readonly Evidence[]): Confidence {
  const held = new Set(evidence.filter((one) => one.contradicted !== true).map((one) => one.confidence));
  return CONFIDENCES.find((confidence) => held.has(confidence)) ?? 'claimed';
}

/** The lesser of two: a chain is as well known as its least known edge. */
export function worseResolution(a: Resolution | null, b: Resolution | null): Resolution | null {
  const order: readonly (Resolution | null)[] = [null, 'exact', 'nearest-commit', 'inferred'];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

/** In full, with the tag `latest` where there is none: `debian` → `docker.io/library/debian:latest`. Null where it is no reference. */
export function fullReference(text: string): string | null {
  const parsed = tryReference(text);
  return typeof parsed === 'string' ? null : formatReference(withDefaultTag(parsed));
}

/** Whether two names in full mean the same repository and, where both have one, the same tag. */
export function isSameTag(a: string, b: string): boolean {
  const [x, y] = [parseReference(a), parseReference(b)];
  return repositoryOf(x) === repositoryOf(y) && (x.tag === y.tag || x.tag === null || y.tag === null);
}

/** Whether two names in full mean the same repository. */
export function isSameRepository(a: string, b: string): boolean {
  return repositoryOf(parseReference(a)) === repositoryOf(parseReference(b));
}

export function repositoryOf(reference: Reference): string {
  return `${reference.registry}/${reference.repository}`;
}
