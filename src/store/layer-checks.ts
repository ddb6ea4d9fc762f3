import type { Layer } from '../model/image.ts';
import type { Problem } from '../model/problem.ts';
import type { ByteStream } from '../ports/index.ts';

/** Layers that know whether they were read to their end, and so checked. */
export interface WatchedLayers {
  readonly layers: readonly Layer[];
  /** The Problem of layers whose digests nobody has checked yet; empty once all that are here were read. */
  unchecked(): readonly Problem[];
}

/** The kind of the Problem that says so. */
export const UNCHECKED_LAYERS = 'unchecked-layers';

/** Watches the layers of an image. A layer's reader checks it (see Layer.open), so that its end, once reached, says that it holds. */
export function watchLayers(layers: readonly Layer[]): WatchedLayers {
  const checked = new Set<number>();
  return {
    layers: layers.map((layer, i) => watched(layer, () => checked.add(i))),
    unchecked() {
      const missing = layers.filter((layer, i) => layer.available && !checked.has(i)).length;
      if (missing === 0) return [];
      const which = missing === layers.length ? 'the layers were' : `${missing} of ${layers.length} layers were`;
      const message = `${which} not read, so their digests were not checked; --verify checks them`;
      return [{ kind: UNCHECKED_LAYERS, message, incomplete: false }];
    },
  };
}

function watched(layer: Layer, atEnd: () => void): Layer {
  const open = () => telling(layer.open(), atEnd);
  return layer.stored === undefined ? { ...layer, open } : { ...layer, open, stored: { ...layer.stored, checked: atEnd } };
}

async function* telling(stream: ByteStream, atEnd: () => void): ByteStream {
  yield* stream;
  atEnd();
}
