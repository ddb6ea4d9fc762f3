import { asText, parseJsonObject } from '../codec/json-shape.ts';
import { isAttestation, isUnknownPlatform, MAX_MANIFEST_BYTES, MEDIA_TYPES, readIndex } from '../codec/manifests.ts';
import type { Digest } from '../model/digest.ts';
import { splitDigest } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { Image } from '../model/image.ts';
import type { Descriptor } from '../model/manifest.ts';
import type { ByteStream } from '../ports/index.ts';
import { isSameName, referenceAmong } from './image-names.ts';
import type { BlobPlace } from './plain-layer.ts';
import type { About } from './resolve-image.ts';
import { resolveAll, resolveImage } from './resolve-image.ts';
import type { BlobReader, SourceSettings, StorePorts } from './source.ts';
import type { Selector } from './split-location.ts';
import { digestOf } from './verified.ts';

/** An OCI image layout (image-spec, image-layout.md), be it a folder or a tar. */
export interface Layout {
  /** How errors call it. */
  readonly what: string;
  /** `oci-layout` or `index.json`, null where absent. */
  read(name: 'oci-layout' | 'index.json', maxBytes: number): Promise<Uint8Array | null>;
  hasBlob(digest: Digest): boolean;
  /** Throws `not-found` or `truncated` where it is missing. */
  openBlob(digest: Digest): ByteStream;
  /** Where a blob lies, to be closed by who asks; null where it is missing. */
  placeOfBlob(digest: Digest): Promise<BlobPlace | null>;
  close(): Promise<void>;
}

/** A layout's choice of root, and how to read from there. */
export interface LayoutRoot {
  readonly root: Descriptor;
  readonly reader: BlobReader;
  readonly names: readonly string[];
}

/** Opens one image of a layout. Closes the layout on failure. Errors as resolveImage, and `ambiguous`, `not-found` for the selector. */
export async function openLayout(
  layout: Layout,
  selector: Selector,
  about: Pick<About, 'source' | 'location'>,
  settings: SourceSettings,
  ports: StorePorts,
): Promise<Image> {
  const { root, reader, names } = await selectOrClose(layout, selector, ports);
  return resolveImage(root, reader, describe(layout, about, names), settings, ports);
}

/** The same for every platform. */
export async function openLayoutAll(
  layout: Layout,
  selector: Selector,
  about: Pick<About, 'source' | 'location'>,
  settings: SourceSettings,
  ports: StorePorts,
): Promise<readonly Image[]> {
  const { root, reader, names } = await selectOrClose(layout, selector, ports);
  return resolveAll(root, reader, describe(layout, about, names), settings, ports);
}

/** Reads `index.json` and finds what the selector means. Throws `not-an-image`, `unsupported`, `malformed`, `ambiguous`, `not-found`. */
export async function selectRoot(layout: Layout, selector: Selector, ports: Pick<StorePorts, 'hash'>): Promise<LayoutRoot> {
  await checkVersion(layout);
  const bytes = await layout.read('index.json', MAX_MANIFEST_BYTES);
  if (bytes === null) throw new FromageError('not-an-image', `${layout.what} has no index.json`);
  const index = readIndex(bytes, `index.json of ${layout.what}`);
  const candidates = index.manifests.filter(
    (item) => !isAttestation(item) && !(item.platform !== null && isUnknownPlatform(item.platform)),
  );
  const chosen = select(candidates, selector, layout.what);
  if (chosen.length === 0) throw new FromageError('not-an-image', `${layout.what} holds no image`);
  const names = [...new Set(chosen.flatMap(namesOf))];
  const [only] = chosen;
  if (chosen.length === 1 && only !== undefined) return { root: only, reader: layoutReader(layout, null), names };
  return { ...wholeIndex(bytes, layout, ports), names };
}

/** The names a descriptor of `index.json` gives its image: containerd's in full, and the spec's, which may be a bare tag. */
export function namesOf(descriptor: Descriptor): readonly string[] {
  const full = descriptor.annotations['io.containerd.image.name'];
  const short = descriptor.annotations['org.opencontainers.image.ref.name'];
  // Beside a full name the other is but its tag.
  return [full ?? short].filter((name) => name !== undefined && name !== '') as string[];
}

async function selectOrClose(layout: Layout, selector: Selector, ports: Pick<StorePorts, 'hash'>): Promise<LayoutRoot> {
  try {
    return await selectRoot(layout, selector, ports);
  } catch (error) {
    await layout.close();
    throw error;
  }
}

function describe(layout: Layout, about: Pick<About, 'source' | 'location'>, names: readonly string[]): About {
  // A bare tag is no reference: `2.4` would be read as docker.io/library/2.4.
  const full = names.filter((name) => /[:/@]/.test(name));
  return { ...about, names, reference: referenceAmong(full), close: () => layout.close() };
}

async function checkVersion(layout: Layout): Promise<void> {
  const bytes = await layout.read('oci-layout', 64 * 1024);
  if (bytes === null) return;
  const version = asText(parseJsonObject(bytes, `oci-layout of ${layout.what}`, 64 * 1024)['imageLayoutVersion']);
  if (version === null || version.startsWith('1.')) return;
  throw new FromageError('unsupported', `${layout.what} is an image layout of version ${version.slice(0, 20)}; 1.x is read`);
}

/** One descriptor, or several where `index.json` is itself the index of one image for several platforms. */
function select(candidates: readonly Descriptor[], selector: Selector, what: string): readonly Descriptor[] {
  const chosen = candidates.filter((item, i) => isSelected(item, i, selector));
  if (chosen.length === 0 && candidates.length > 0) {
    throw new FromageError('not-found', `${what} holds no image called ${selectorWord(selector)}`, { hint: listHint(candidates) });
  }
  if (chosen.length < 2 || isOneIndex(chosen)) return chosen;
  throw new FromageError('ambiguous', `${what} holds ${chosen.length} images`, { hint: listHint(candidates) });
}

function isSelected(descriptor: Descriptor, place: number, selector: Selector): boolean {
  if (selector.kind === 'none') return true;
  if (selector.kind === 'digest') return descriptor.digest === selector.digest;
  if (selector.kind === 'place') return place === selector.place;
  const { annotations } = descriptor;
  const names = [annotations['io.containerd.image.name'], annotations['org.opencontainers.image.ref.name']];
  return names.some((name) => name !== undefined && isSameName(name, selector.name));
}

function isOneIndex(chosen: readonly Descriptor[]): boolean {
  const names = new Set(chosen.map((item) => namesOf(item).join()));
  const platforms = new Set(chosen.map((item) => JSON.stringify(item.platform)));
  return names.size === 1 && platforms.size === chosen.length && chosen.every((item) => item.platform !== null);
}

/** `index.json` as the root, so that its platforms are chosen from. */
function wholeIndex(bytes: Uint8Array, layout: Layout, ports: Pick<StorePorts, 'hash'>): Omit<LayoutRoot, 'names'> {
  const digest = digestOf(bytes, ports.hash);
  const root: Descriptor = {
    mediaType: MEDIA_TYPES.ociIndex,
    digest,
    size: bytes.length,
    annotations: {},
    platform: null,
    artifactType: null,
    urls: [],
  };
  return { root, reader: layoutReader(layout, { digest, bytes }) };
}

function layoutReader(layout: Layout, own: { digest: Digest; bytes: Uint8Array } | null): BlobReader {
  return {
    open: (descriptor) => (descriptor.digest === own?.digest ? once(own.bytes) : layout.openBlob(descriptor.digest)),
    has: (descriptor) => layout.hasBlob(descriptor.digest),
    place: (descriptor) => layout.placeOfBlob(descriptor.digest),
  };
}

/** `blobs/sha256/…`: the only path that is ever made, and only from a checked digest. */
export function blobPath(digest: Digest): string {
  return ['blobs', ...splitDigest(digest)].join('/');
}

async function* once(bytes: Uint8Array): ByteStream {
  yield bytes;
}

function selectorWord(selector: Selector): string {
  if (selector.kind === 'name') return selector.name;
  return selector.kind === 'digest' ? selector.digest : `@${selector.kind === 'place' ? selector.place : ''}`;
}

function listHint(candidates: readonly Descriptor[]): string {
  const names = candidates.map((item, i) => namesOf(item)[0] ?? `@${i}`);
  const shown = names.slice(0, 20).join(', ');
  return `choose one by adding :NAME or @PLACE; it holds ${shown}${names.length > 20 ? ` and ${names.length - 20} more` : ''}`;
}
