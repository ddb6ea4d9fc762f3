import { instructionOf } from '../image/history.ts';
import type { Image } from '../model/image.ts';
import type { Lineage } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import { shortName } from './short-name.ts';

/** Tracers whose evidence says which image is the parent, and not only some ancestor. */
const OF_THE_PARENT: ReadonlySet<string> = new Set(['annotation', 'history-comment', 'provenance']);

/**
 * The nearest ancestor that is known need not be the parent. A Dockerfile sets CMD or ENTRYPOINT once, towards its end: where
 * the subject's own history sets it, adds layers and sets it again, an image ended there that no index knows.
 */
export function noteImageBetween(image: Image, { ancestors, own }: Lineage): readonly Problem[] {
  const [nearest] = ancestors;
  if (nearest === undefined || own.history === null) return [];
  if (nearest.evidence.some(({ tracer, contradicted }) => OF_THE_PARENT.has(tracer) && contradicted !== true)) return [];
  const steps = image.config.history.slice(own.history.first, own.history.last + 1);
  const keywords = steps.map((step) => /^(CMD|ENTRYPOINT) /.exec(instructionOf(step))?.[1]);
  const at = keywords.findIndex((keyword, index) => {
    if (keyword === undefined) return false;
    const again = keywords.indexOf(keyword, index + 1);
    return again > 0 && steps.slice(index, again).some(({ emptyLayer }) => !emptyLayer);
  });
  if (at < 0) return [];
  const below = nearest.reference === null ? 'what is below' : shortName(nearest.reference);
  const message = `History step ${own.history.first + at + 1} sets ${keywords[at]}, later steps add layers and set it again: an image that no index knows may stand between this one and ${below}.`;
  return [{ kind: 'image-between', message, incomplete: false }];
}
