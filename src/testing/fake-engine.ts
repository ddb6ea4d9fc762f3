import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { writeDockerArchive } from './archive-writers.ts';
import type { BuiltImage, RawJson } from './image-builder.ts';
import { describe, platformOf } from './image-builder.ts';
import { buildIndex } from './index-builder.ts';
import type { LoggedRequest } from './in-process-registry.ts';
import type { Fault } from './registry-faults.ts';
import { applyFault, takeFault } from './registry-faults.ts';
import type { RouteAnswer } from './registry-routes.ts';
import { jsonAnswer } from './registry-routes.ts';

/** An image that an engine holds. */
export interface EngineImage {
  readonly image: BuiltImage;
  /** RepoTags: `httpd:2.4`. */
  readonly names: readonly string[];
  /** The same for other platforms, in one index: only the containerd store has them. */
  readonly others?: readonly BuiltImage[];
}

export interface FakeEngineOptions {
  /** Where it listens. */
  readonly socketPath: string;
  readonly images: readonly EngineImage[];
  /** How it keeps images, and so what an ID is the digest of. Default `graph-driver`. */
  readonly store?: 'graph-driver' | 'containerd';
  /** Default `1.49`, which describes the manifests of an index and lets a platform be named. */
  readonly apiVersion?: string;
  /** As the in-process registry's. */
  readonly faults?: Fault[];
  /** Members laid over the answer to inspect, last: for what is unusual or wrong. */
  readonly inspect?: RawJson;
}

export interface FakeEngine {
  readonly requests: readonly LoggedRequest[];
  readonly faults: Fault[];
  close(): Promise<void>;
}

/** The part of the Docker engine's API that tells of images, on a Unix socket, for tests. */
export async function startFakeEngine(options: FakeEngineOptions): Promise<FakeEngine> {
  const requests: LoggedRequest[] = [];
  const faults = options.faults ?? [];
  const apiVersion = options.apiVersion ?? '1.49';
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push({ method: request.method ?? '', path, headers: request.headers });
    const answer = answerEngine(new URL(path, 'http://engine'), options, Number(apiVersion.split('.')[1]));
    applyFault(takeFault(faults, `${request.method} ${path}`), withVersion(answer, apiVersion), request, response);
  });
  await listen(server, options.socketPath);
  return { requests, faults, close: () => close(server) };
}

/** Like Docker's, the answers are those of the newest version where the path names none. */
function answerEngine(url: URL, options: FakeEngineOptions, minor: number): RouteAnswer {
  const [, name = '', what = ''] = /^\/images\/(.+)\/(json|history|get)$/.exec(url.pathname) ?? [];
  const held = options.images.find((item) => isCalled(item, name, options));
  if (held === undefined) return jsonAnswer(404, { message: `No such image: ${name}` });
  const asked = minor >= (what === 'json' ? 49 : 48) ? (url.searchParams.get('platform') ?? null) : null;
  const chosen = choose(held, asked === null ? null : (JSON.parse(asked) as { os?: string; architecture?: string }));
  if (chosen === null)
    return jsonAnswer(404, { message: `image with reference ${name} was found but does not provide the specified platform` });
  if (what === 'get') return { status: 200, headers: { 'content-type': 'application/x-tar' }, body: pack(held, chosen, options) };
  if (what === 'history') return jsonAnswer(200, historyOf(chosen));
  return jsonAnswer(200, { ...inspectionOf(held, chosen, options, minor, url.searchParams.has('manifests')), ...options.inspect });
}

function isCalled(held: EngineImage, name: string, options: FakeEngineOptions): boolean {
  const tagged = name.includes(':') ? name : `${name}:latest`;
  return held.names.includes(tagged) || idOf(held, options) === name || idOf(held, options).slice('sha256:'.length).startsWith(name);
}

function choose(held: EngineImage, asked: { os?: string; architecture?: string } | null): BuiltImage | null {
  if (asked === null) return held.image;
  return (
    [held.image, ...(held.others ?? [])].find(
      (image) => image.config['architecture'] === asked.architecture && image.config['os'] === asked.os,
    ) ?? null
  );
}

function idOf(held: EngineImage, options: FakeEngineOptions): string {
  return options.store === 'containerd' ? targetOf(held).digest : held.image.configDigest;
}

function targetOf(held: EngineImage) {
  return held.others === undefined ? held.image.descriptor : buildIndex({ manifests: [held.image, ...held.others] }).descriptor;
}

function inspectionOf(held: EngineImage, image: BuiltImage, options: FakeEngineOptions, minor: number, wantsManifests: boolean): RawJson {
  const inContainerd = options.store === 'containerd';
  const { config } = image;
  const [repository = ''] = (held.names[0] ?? '').split(':');
  const describesTarget = inContainerd && minor >= 48;
  return {
    Id: idOf(held, options),
    RepoTags: held.names,
    RepoDigests: held.names.length === 0 ? [] : [`${repository}@${targetOf(held).digest}`],
    Created: config['created'],
    Architecture: config['architecture'],
    Os: config['os'],
    ...(config['variant'] === undefined ? {} : { Variant: config['variant'] }),
    Config: config['config'],
    Size: 1,
    GraphDriver: inContainerd
      ? { Name: 'overlayfs', Data: null }
      : { Name: 'overlay2', Data: { MergedDir: '/var/lib/docker/overlay2/x/merged' } },
    RootFS: { Type: 'layers', Layers: image.diffIds },
    ...(describesTarget ? { Descriptor: targetOf(held) } : {}),
    ...(describesTarget && wantsManifests ? { Manifests: manifestsOf(held) } : {}),
  };
}

function manifestsOf(held: EngineImage): readonly RawJson[] {
  const images = [held.image, ...(held.others ?? [])].map((image) => {
    const [os, architecture, variant] = platformOf(image).split('/');
    const platform = { os, architecture, ...(variant === undefined ? {} : { variant }) };
    return { ID: image.root, Descriptor: image.descriptor, Available: true, Kind: 'image', ImageData: { Platform: platform } };
  });
  const attestation = describe('application/vnd.oci.image.manifest.v1+json', new TextEncoder().encode(held.image.root));
  return [...images, { ID: attestation.digest, Descriptor: attestation, Available: true, Kind: 'attestation' }];
}

/** Newest first, without a word on which step made a layer: what a step added is all there is. */
function historyOf(image: BuiltImage): readonly RawJson[] {
  const layers = [...image.layers];
  const steps = (image.config['history'] ?? []) as readonly {
    created?: string;
    created_by?: string;
    comment?: string;
    empty_layer?: boolean;
  }[];
  return steps
    .map((step) => ({
      Id: '<missing>',
      Created: Math.floor(Date.parse(step.created ?? '1970-01-01T00:00:00Z') / 1000),
      CreatedBy: step.created_by ?? '',
      Tags: null,
      // Of a layer without files nothing is added.
      Size: step.empty_layer === true ? 0 : Math.max(0, (layers.shift()?.tar.length ?? 0) - 1024),
      Comment: step.comment ?? '',
    }))
    .reverse();
}

function pack(held: EngineImage, image: BuiltImage, options: FakeEngineOptions): Uint8Array {
  return writeDockerArchive([{ image, names: held.names }], { form: options.store === 'containerd' ? 'layout' : 'old' });
}

function withVersion(answer: RouteAnswer, apiVersion: string): RouteAnswer {
  return { ...answer, headers: { ...answer.headers, 'api-version': apiVersion } };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
