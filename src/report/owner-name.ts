import type { Trace, TracedLayer } from '../model/trace.ts';
import { shortReference } from './words.ts';

/** Whose a layer or package is, in a word or a name. */
export function ownerName(owner: TracedLayer['owner'], { lineage }: Trace): string {
  if (owner === 'own') return '(this image)';
  if (owner === null) return 'unknown';
  const reference = lineage.ancestors[owner]?.reference ?? null;
  return reference === null ? 'an unnamed ancestor' : shortReference(reference);
}
