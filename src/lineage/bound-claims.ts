import type { Problem } from '../model/problem.ts';
import type { AncestorClaim } from './tracer.ts';

/** Of one tracer. No image stands on more; a history or a statement may have room for a hundred thousand. */
const MAX_CLAIMS = 128;

/**
 * The claims that are weighed. What the index recognised stays; of what the image's author says, so many of each tracer, those
 * about the parent and those nearest to the subject first. The rest is counted in a Problem.
 */
export function boundClaims(claims: readonly AncestorClaim[]): {
  readonly claims: readonly AncestorClaim[];
  readonly problems: readonly Problem[];
} {
  const kept = new Set<AncestorClaim>();
  const left: Problem[] = [];
  for (const [tracer, all] of Map.groupBy(claims, (claim) => claim.tracer)) {
    const said = all.filter(({ known }) => known === null);
    const chosen = said.length <= MAX_CLAIMS ? said : said.toSorted(compareClaims).slice(0, MAX_CLAIMS);
    for (const claim of [...all.filter(({ known }) => known !== null), ...chosen]) kept.add(claim);
    if (chosen.length < said.length) left.push(leftOut(tracer, said.length - chosen.length));
  }
  return { claims: claims.filter((claim) => kept.has(claim)), problems: left };
}

function compareClaims(a: AncestorClaim, b: AncestorClaim): number {
  return Number(b.parent) - Number(a.parent) || (b.layers ?? 0) - (a.layers ?? 0) || (b.history ?? 0) - (a.history ?? 0);
}

function leftOut(tracer: string, count: number): Problem {
  const message = `The image says ${count} more things about what it is made FROM (${tracer}) than are weighed: ${MAX_CLAIMS} are.`;
  return { kind: 'claims-left-out', message, incomplete: false };
}
