import { FromageError } from '../model/error.ts';
import type { DiffId } from '../model/digest.ts';
import type { Image, Layer } from '../model/image.ts';
import type { Problem } from '../model/problem.ts';
import { mapBounded } from './concurrency.ts';
import type { StorePorts } from './source.ts';

/** What was checked of an image. */
export interface Verification {
  /** Whether every layer was read, and is what its DiffID says: DiffIDs are then hashed by us. */
  readonly complete: boolean;
  /** How many were read and hashed. */
  readonly checked: number;
  /** Bottom first. */
  readonly layers: readonly VerifiedLayer[];
  /** Layers that could not be checked, and why. */
  readonly problems: readonly Problem[];
}

export interface VerifiedLayer {
  readonly diffId: DiffId | null;
  /** Whether its uncompressed bytes were hashed and are what the DiffID says. */
  readonly diffIdChecked: boolean;
  /** Whether its bytes as stored are what the manifest says; false too where no manifest says anything. */
  readonly digestChecked: boolean;
  /** Bytes of its uncompressed tar; null where it was not read. */
  readonly size: number | null;
}

/** Hashing is what takes long, and that is done by one thread; only a registry's answers are waited for meanwhile. */
const AT_ONCE = 3;

/**
 * Reads every layer that is here to its end, several at once, so that stored and uncompressed digests are checked. What is not here
 * (foreign, encrypted) is a Problem. Throws `digest-mismatch`, `truncated`, `malformed`, `too-large`, and what the source throws.
 */
export async function verifyImage(image: Image, ports: Pick<StorePorts, 'progress'>): Promise<Verification> {
  // No total: what comes out of compressed layers is not known before.
  const task = ports.progress.start(`checking ${image.reference ?? image.location}`, null);
  const read = async (layer: Layer) => {
    if (!layer.available) return describe(layer, null);
    try {
      return describe(layer, await readThrough(layer, (bytes) => task.advance(bytes)));
    } catch (error) {
      throw inLayer(error, image, image.layers.indexOf(layer));
    }
  };
  const layers = await mapBounded(image.layers, AT_ONCE, read).finally(() => task.done());
  const problems = layers.flatMap((layer, i) => (layer.diffIdChecked ? [] : [unchecked(i, image.layers[i], layer.size)]));
  const isWhole = layers.length === image.config.diffIds.length && layers.every((layer) => layer.diffIdChecked);
  const checked = layers.filter((layer) => layer.size !== null).length;
  return { checked, complete: isWhole && layers.length > 0, layers, problems };
}

/** The same failure, with which layer it is of. */
function inLayer(error: unknown, image: Image, place: number): unknown {
  if (!(error instanceof FromageError) || error.code === 'interrupted') return error;
  const options = error.hint === null ? { cause: error } : { cause: error, hint: error.hint };
  const named = `layer ${place + 1}`;
  const where = error.message.startsWith(named) ? image.location : `${named} of ${image.location}`;
  return new FromageError(error.code, `${where}: ${error.message}`, options);
}

async function readThrough(layer: Layer, advance: (bytes: number) => void): Promise<number> {
  let size = 0;
  for await (const chunk of layer.open()) {
    size += chunk.length;
    advance(chunk.length);
  }
  return size;
}

function describe(layer: Layer, size: number | null): VerifiedLayer {
  return {
    diffId: layer.diffId,
    diffIdChecked: size !== null && layer.diffId !== null,
    digestChecked: size !== null && layer.descriptor !== null,
    size,
  };
}

function unchecked(place: number, layer: Layer | undefined, size: number | null): Problem {
  const why = size === null ? 'its bytes are not here' : 'the config states no DiffID for it';
  const where = layer?.descriptor?.digest ?? layer?.diffId ?? null;
  return {
    kind: 'unchecked-layer',
    message: `layer ${place + 1} could not be checked: ${why}`,
    ...(where === null ? {} : { where }),
    // It was asked for, and could not be done.
    incomplete: true,
  };
}
