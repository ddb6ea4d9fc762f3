import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeTar } from '../codec/tar-writer.ts';
import { MEDIA_TYPES } from '../codec/manifests.ts';
import type { Built, BuiltImage, Compression, RawDescriptor, RawJson } from './image-builder.ts';
import { compress, toJson } from './image-builder.ts';
import type { LayerItem } from './layer-text.ts';

/** An image and what it is called. */
export interface Named<T extends Built = Built> {
  readonly image: T;
  /** `httpd:2.4`, or in an image layout any word. */
  readonly names?: readonly string[];
}

export interface DockerArchiveOptions {
  /** `old`: `<id>/layer.tar`, before Docker 25; `layout`: with an image layout beside the table. */
  readonly form: 'old' | 'layout';
  readonly compression?: Compression;
  /** Old form: a layer that an image before it has too is a link to it, as Docker did. Default true. */
  readonly links?: boolean;
  /** Old form: layers as stored (compressed) instead of plain, as some tools write them. Default false. */
  readonly keepCompression?: boolean;
}

/** What `docker save` would write. */
export function writeDockerArchive(images: readonly Named<BuiltImage>[], options: DockerArchiveOptions): Uint8Array {
  const items = options.form === 'old' ? oldForm(images, options) : layoutForm(images);
  return compress(writeTar(items), options.compression ?? 'none');
}

/** An image layout as a tar. */
export function writeOciArchive(images: readonly Named[], options: { readonly compression?: Compression } = {}): Uint8Array {
  return compress(writeTar(layoutItems(images)), options.compression ?? 'none');
}

/** An image layout as a folder, which is made. */
export async function writeOciLayout(images: readonly Named[], folder: string): Promise<void> {
  for (const item of layoutItems(images)) {
    const path = join(folder, item.name);
    await mkdir(item.type === 'directory' ? path : dirname(path), { recursive: true });
    if (item.type === 'file') await writeFile(path, item.body ?? new Uint8Array(0));
  }
}

function layoutItems(images: readonly Named[]): LayerItem[] {
  const manifests = images.flatMap(({ image, names = [] }) => {
    const all = names.length === 0 ? [undefined] : names;
    return all.map((name) =>
      name === undefined ? image.descriptor : named(image.descriptor, { 'org.opencontainers.image.ref.name': name }),
    );
  });
  return [...blobItems(images), file('index.json', toJson({ schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, manifests })), layoutFile()];
}

function layoutForm(images: readonly Named<BuiltImage>[]): LayerItem[] {
  const manifests = images.flatMap(({ image, names = [] }) => {
    if (names.length === 0) return [image.descriptor];
    return names.map((name) =>
      named(image.descriptor, { 'io.containerd.image.name': fullName(name), 'org.opencontainers.image.ref.name': tagOf(name) }),
    );
  });
  const table = images.map(({ image, names = [] }) => ({
    Config: blobName(image.configDigest),
    RepoTags: names,
    Layers: image.layers.map((layer) => blobName(layer.digest)),
    LayerSources: Object.fromEntries(
      image.layers.map(({ diffId, mediaType, digest, bytes }) => [diffId, { mediaType, size: bytes.length, digest }]),
    ),
  }));
  return [
    ...blobItems(images),
    file('index.json', toJson({ schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, manifests })),
    file('manifest.json', toJson(table)),
    layoutFile(),
    file('repositories', toJson(repositories(images))),
  ];
}

function oldForm(images: readonly Named<BuiltImage>[], options: DockerArchiveOptions): LayerItem[] {
  const items = new Map<string, LayerItem>();
  const written = new Map<string, string>();
  const table = images.map(({ image, names = [] }, place) => {
    const layers = image.layers.map((layer, i) => {
      const id = legacyId(place, i, layer.diffId);
      const known = options.links === false ? undefined : written.get(layer.diffId);
      const name = `${id}/layer.tar`;
      items.set(`${id}/`, { name: `${id}/`, type: 'directory' });
      items.set(`${id}/VERSION`, file(`${id}/VERSION`, new TextEncoder().encode('1.0')));
      items.set(`${id}/json`, file(`${id}/json`, toJson({ id })));
      const body = options.keepCompression === true ? layer.bytes : layer.tar;
      items.set(name, known === undefined ? file(name, body) : { name, type: 'symlink', linkName: `../${known}` });
      if (known === undefined) written.set(layer.diffId, name);
      return name;
    });
    const config = `${hexOf(image.configDigest)}.json`;
    items.set(config, file(config, toJson(image.config)));
    return { Config: config, RepoTags: names.length === 0 ? null : names, Layers: layers };
  });
  return [...items.values(), file('manifest.json', toJson(table)), file('repositories', toJson(repositories(images)))];
}

function blobItems(images: readonly Named[]): LayerItem[] {
  const blobs = new Map<string, Uint8Array>(images.flatMap(({ image }) => [...image.blobs]));
  const folders: LayerItem[] = ['blobs/', 'blobs/sha256/'].map((name) => ({ name, type: 'directory' }));
  return [...folders, ...[...blobs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([digest, bytes]) => file(blobName(digest), bytes))];
}

function layoutFile(): LayerItem {
  return file('oci-layout', toJson({ imageLayoutVersion: '1.0.0' }));
}

function file(name: string, body: Uint8Array): LayerItem {
  return { name, type: 'file', body };
}

function named(descriptor: RawDescriptor, annotations: Readonly<Record<string, string>>): RawDescriptor {
  return { ...descriptor, annotations: { ...descriptor.annotations, ...annotations } };
}

function repositories(images: readonly Named<BuiltImage>[]): RawJson {
  return Object.fromEntries(
    images.flatMap(({ image, names = [] }, place) =>
      names.map((name) => [
        name.slice(0, name.lastIndexOf(':')),
        { [tagOf(name)]: legacyId(place, image.layers.length - 1, image.diffIds.at(-1) ?? '') },
      ]),
    ),
  );
}

/** Docker's ids of old were hashes of nothing one could check; these are as long and as little. */
function legacyId(place: number, layer: number, diffId: string): string {
  return `${String(place).padStart(4, '0')}${String(layer).padStart(4, '0')}${hexOf(diffId).slice(8)}`;
}

function fullName(name: string): string {
  return name.includes('/') ? name : `docker.io/library/${name}`;
}

function tagOf(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

function blobName(digest: string): string {
  return `blobs/sha256/${hexOf(digest)}`;
}

function hexOf(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1);
}
