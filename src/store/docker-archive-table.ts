import { asBoundedArray, asObject, asText, asTexts, parseJson } from '../codec/json-shape.ts';
import { MAX_DESCRIPTORS, readDescriptor } from '../codec/manifests.ts';
import type { Digest } from '../model/digest.ts';
import { parseDigest } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { Descriptor } from '../model/manifest.ts';
import { isSameName } from './image-names.ts';
import type { Selector } from './split-location.ts';

/** One image of a docker-archive's `manifest.json`. Paths are names within the archive. */
export interface DockerArchiveImage {
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
  /** Docker 25+: what its layers are as blobs, by DiffID. */
  readonly sources: ReadonlyMap<string, Descriptor>;
}

/** Bytes of a `manifest.json`. */
export const MAX_TABLE_BYTES = 16 * 1024 * 1024;

/** Reads `manifest.json`. Throws `malformed`, `too-large`. */
export function readDockerTable(bytes: Uint8Array, what: string): readonly DockerArchiveImage[] {
  const label = `manifest.json of ${what}`;
  const json = parseJson(bytes, label, MAX_TABLE_BYTES);
  if (!Array.isArray(json)) throw new FromageError('malformed', `${label} is not a list of images`);
  return asBoundedArray(json, label, MAX_DESCRIPTORS).map((item, i) => readImage(item, `image ${i + 1} in ${label}`));
}

/** The image the selector means. Throws `ambiguous` with the tags to choose from, `not-found`, `not-an-image` where there is none at all. */
export function selectDockerImage(images: readonly DockerArchiveImage[], selector: Selector, what: string): DockerArchiveImage {
  if (images.length === 0) throw new FromageError('not-an-image', `${what} holds no image`);
  const chosen = images.filter((image, i) => isSelected(image, i, selector));
  const [first] = chosen;
  if (first === undefined) throw new FromageError('not-found', `${what} holds no such image`, { hint: listHint(images) });
  if (chosen.length > 1) throw new FromageError('ambiguous', `${what} holds ${chosen.length} images`, { hint: listHint(images) });
  return first;
}

/** What a name says its bytes hash to: `<hex>.json`, `sha256:<hex>` (kaniko), `blobs/sha256/<hex>`; null where it says nothing. */
export function digestInName(name: string): Digest | null {
  const found = /(?:^|[/:])([0-9a-f]{64})(?:\.json)?$/.exec(name);
  return found === null ? null : parseDigest(`sha256:${found[1]}`);
}

function readImage(value: unknown, label: string): DockerArchiveImage {
  const json = asObject(value) ?? {};
  const config = asText(json['Config']);
  if (config === null) throw new FromageError('malformed', `${label} names no config`);
  const layers = asBoundedArray(json['Layers'], `the list of layers of ${label}`, MAX_DESCRIPTORS);
  if (layers.some((layer) => asText(layer) === null)) throw new FromageError('malformed', `${label} has a layer without a path`);
  return {
    config,
    tags: asTexts(json['RepoTags']).slice(0, MAX_DESCRIPTORS),
    layers: asTexts(layers),
    sources: readSources(json['LayerSources'], label),
  };
}

function readSources(value: unknown, label: string): ReadonlyMap<string, Descriptor> {
  const entries = Object.entries(asObject(value) ?? {}).slice(0, MAX_DESCRIPTORS);
  return new Map(entries.map(([diffId, item]) => [diffId, readDescriptor(item, `a layer source of ${label}`)]));
}

function isSelected(image: DockerArchiveImage, place: number, selector: Selector): boolean {
  if (selector.kind === 'none') return true;
  if (selector.kind === 'place') return place === selector.place;
  if (selector.kind === 'name') return image.tags.some((tag) => isSameName(tag, selector.name));
  return digestInName(image.config)?.startsWith(selector.digest) === true;
}

function listHint(images: readonly DockerArchiveImage[]): string {
  const names = images.map((image, i) => image.tags[0] ?? `@${i}`);
  const shown = names.slice(0, 20).join(', ');
  return `choose one by adding :TAG or @PLACE; it holds ${shown}${names.length > 20 ? ` and ${names.length - 20} more` : ''}`;
}
