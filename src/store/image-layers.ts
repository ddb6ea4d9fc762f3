import { isEncryptedLayer, isForeignLayer, isLayerMediaType } from '../codec/manifests.ts';
import type { DiffId } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { Layer, StoredExpectation, StoredLayer } from '../model/image.ts';
import type { Descriptor, ImageConfig } from '../model/manifest.ts';
import type { Problem } from '../model/problem.ts';
import type { ByteStream, Hash, Inflate } from '../ports/index.ts';
import type { InflateLimits } from './decompress.ts';
import { decompress, LAYER_LIMITS } from './decompress.ts';
import { type BlobPlace, lendPlace, openPlainLayer } from './plain-layer.ts';
import type { BlobReader } from './source.ts';
import { verifiedStream } from './verified.ts';

export interface LayerPorts {
  readonly hash: Hash;
  readonly inflate: Inflate;
}

/** The layers of a manifest, opened through `reader`, and what is wrong with them. */
export function makeLayers(
  descriptors: readonly Descriptor[],
  config: ImageConfig,
  reader: BlobReader,
  ports: LayerPorts,
  limits: InflateLimits = LAYER_LIMITS,
): { readonly layers: readonly Layer[]; readonly problems: readonly Problem[] } {
  const problems = countProblems(descriptors.length, config.diffIds.length);
  const layers = descriptors.map((descriptor, i): Layer => {
    const what = `layer ${i + 1} (${descriptor.digest})`;
    const problem = layerProblem(descriptor, what, reader);
    if (problem !== null) problems.push(problem);
    const diffId = config.diffIds[i] ?? null;
    const { digest, size } = descriptor;
    const stored: StoredLayer = {
      what,
      digest,
      size,
      diffId,
      limits,
      open: () => reader.open(descriptor, 'blob'),
      checked: () => {},
      lend: () => placed(descriptor, reader, lendPlace),
    };
    return {
      diffId,
      descriptor,
      size: descriptor.size,
      available: problem === null,
      open: () => (problem === null ? openChecked(stored.open(), stored, ports) : refuse(problem)),
      plain: async () => (problem === null ? placed(descriptor, reader, openPlainLayer) : null),
      ...(problem === null ? { stored } : {}),
    };
  });
  return { layers, problems };
}

/** The problem of a config that states another number of DiffIDs than there are layers; empty where they agree. */
export function countProblems(layers: number, diffIds: number): Problem[] {
  if (layers === diffIds) return [];
  return [{ kind: 'layer-count', message: `the config states ${diffIds} DiffIDs, but there are ${layers} layers`, incomplete: false }];
}

/** The uncompressed tar out of stored bytes, both checked as far as anything is expected of them. Throws as Layer.open. */
export function openChecked(stored: ByteStream, { what, digest, size, diffId, limits }: StoredExpectation, ports: LayerPorts): ByteStream {
  const checked = digest === null ? stored : verifiedStream(stored, { digest, size, what }, ports.hash);
  return openPlain(checked, diffId, what, ports, limits);
}

/** The uncompressed tar out of stored bytes, checked against its DiffID where there is one. */
export async function* openPlain(
  stored: ByteStream,
  diffId: DiffId | null,
  what: string,
  ports: LayerPorts,
  limits: InflateLimits = LAYER_LIMITS,
): ByteStream {
  const plain = decompress(stored, what, limits, ports.inflate);
  yield* diffId === null ? plain : verifiedStream(plain, { digest: diffId, size: null, what: `${what}, uncompressed,` }, ports.hash);
}

/** A blob of another size than stated is left to who reads and so checks it. */
async function placed<T>(descriptor: Descriptor, reader: BlobReader, use: (place: BlobPlace) => Promise<T | null>): Promise<T | null> {
  const place = (await reader.place?.(descriptor)) ?? null;
  if (place?.size === descriptor.size) return use(place);
  await place?.close();
  return null;
}

function layerProblem(descriptor: Descriptor, what: string, reader: BlobReader): Problem | null {
  if (isEncryptedLayer(descriptor))
    return { kind: 'encrypted-layer', message: `${what} is encrypted and cannot be read`, incomplete: false };
  const here = reader.has?.(descriptor);
  if (isForeignLayer(descriptor) && here !== true) {
    return { kind: 'foreign-layer', message: `${what} is foreign: its bytes are not kept with the image`, incomplete: false };
  }
  if (!isLayerMediaType(descriptor.mediaType) && descriptor.mediaType !== '') {
    return { kind: 'unsupported-layer', message: `${what} is of an unknown kind, ${descriptor.mediaType}`, incomplete: false };
  }
  return here === false ? { kind: 'missing-layer', message: `${what} is missing`, incomplete: false } : null;
}

/** Fails where an open() does: at the first turn of the loop. */
function refuse(problem: Problem): ByteStream {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new FromageError('unsupported', problem.message)) }) };
}
