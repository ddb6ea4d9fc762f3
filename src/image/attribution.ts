import type { Image } from '../model/image.ts';
import type { Lineage, Span } from '../model/lineage.ts';
import type { TracedLayer } from '../model/trace.ts';
import { historyOfLayers, instructionOf } from './history.ts';

/**
 * Who brought each layer: the history entry that made it, the ancestor it is of, and, where `lines` gives one for each
 * history entry, the line of the Dockerfile. Each is null where it is not known.
 */
export function attributeLayers(image: Image, lineage: Lineage, lines: readonly (number | null)[] | null): readonly TracedLayer[] {
  const { history } = image.config;
  const made = historyOfLayers(history, image.layers.length);
  return image.layers.map((layer, index): TracedLayer => {
    const step = made?.[index] ?? null;
    const entry = step === null ? undefined : history[step];
    return {
      index,
      diffId: layer.diffId,
      digest: layer.descriptor?.digest ?? null,
      size: layer.size,
      created: entry?.created ?? null,
      instruction: entry === undefined ? null : instructionOf(entry) || null,
      history: step,
      line: step === null ? null : (lines?.[step] ?? null),
      owner: ownerOf(index, lineage),
    };
  });
}

/** The ancestor a layer is of, `own` for the subject's, null where that is not known. */
export function ownerOf(layer: number, lineage: Lineage): TracedLayer['owner'] {
  if (isWithin(layer, lineage.own.layers)) return 'own';
  const at = lineage.ancestors.findIndex((ancestor) => isWithin(layer, ancestor.layers));
  return at < 0 ? null : at;
}

/** Bytes of a run of layers as stored; null where one is not known, 0 for no run. */
export function sizeOfLayers(image: Image, span: Span | null): number | null {
  if (span === null) return 0;
  let total = 0;
  for (const layer of image.layers.slice(span.first, span.last + 1)) {
    if (layer.size === null) return null;
    total += layer.size;
  }
  return total;
}

function isWithin(index: number, span: Span | null): boolean {
  return span !== null && index >= span.first && index <= span.last;
}
