import { createHash } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { RegistryAuth } from './registry-auth.ts';
import { createGuard } from './registry-auth.ts';
import type { Fault } from './registry-faults.ts';
import { applyFault, takeFault } from './registry-faults.ts';
import type { RegistryContent } from './registry-routes.ts';
import { answerRoute } from './registry-routes.ts';
import { answerUpload } from './registry-uploads.ts';
import { makeSelfSigned } from './self-signed.ts';

export type { Fault } from './registry-faults.ts';
export type { RegistryAuth } from './registry-auth.ts';

export interface RegistryOptions {
  readonly auth?: RegistryAuth;
  /** Tried in order on each request; the first that matches and has times left is done. More may be pushed later. */
  readonly faults?: Fault[];
  /** Speak HTTPS, with a certificate made on the spot (`ca`). */
  readonly tls?: boolean;
  /** False: no referrers API, so that clients must use the tag. Default true. */
  readonly referrers?: boolean;
  /** Tags and referrers on one page. Default 100. */
  readonly pageSize?: number;
}

/** What can be pushed: everything by digest, and which of it the reference is to name. */
export interface PushableImage {
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** The digest of the manifest or index. */
  readonly root: string;
}

export interface LoggedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface InProcessRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The certificate to trust, PEM; null without TLS. */
  readonly ca: string | null;
  /** Every request that came, in order. */
  readonly requests: readonly LoggedRequest[];
  readonly faults: Fault[];
  /** Puts an image under `repository:tag` or `repository@digest`. */
  push(image: PushableImage, reference: string): void;
  /** Puts one manifest (and makes it a referrer where it has a `subject`); gives its digest. */
  putManifest(repository: string, manifest: unknown, tag?: string): string;
  /** Puts one blob; gives its digest. */
  putBlob(repository: string, bytes: Uint8Array): string;
  close(): Promise<void>;
}

/** A registry on 127.0.0.1 for tests: distribution-spec 1.1 as far as pulls and plain pushes go, with faults on demand. */
export async function startRegistry(options: RegistryOptions = {}): Promise<InProcessRegistry> {
  const requests: LoggedRequest[] = [];
  const faults = options.faults ?? [];
  const repositories = new Map<string, RegistryContent>();
  const material = options.tls === true ? makeSelfSigned() : null;
  const guard = createGuard(options.auth ?? { kind: 'none' });
  let origin = '';
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '/';
    requests.push({ method: request.method ?? '', path, headers: request.headers });
    const fault = takeFault(faults, `${request.method} ${path}`);
    const settings = { referrers: options.referrers ?? true, pageSize: options.pageSize ?? 100, ranges: fault?.noRanges !== true };
    const upload = () => answerUpload(request, (repository) => contentOf(repository, repositories));
    const answer = async () => (await guard(request, origin)) ?? (await upload()) ?? answerRoute(request, repositories, settings);
    answer()
      .then((result) => applyFault(fault, result, request, response))
      .catch(() => response.destroy());
  };
  const server = material === null ? createServer(handle) : createSecureServer(material, handle);
  const port = await listen(server);
  origin = `${material === null ? 'http' : 'https'}://127.0.0.1:${port}`;
  return {
    host: `127.0.0.1:${port}`,
    origin,
    ca: material?.cert ?? null,
    requests,
    faults,
    push: (image, reference) => push(image, reference, repositories),
    putManifest: (repository, manifest, tag) => {
      const bytes = manifest instanceof Uint8Array ? manifest : new TextEncoder().encode(JSON.stringify(manifest));
      const digest = digestOf(bytes);
      push(
        { blobs: new Map([[digest, bytes]]), root: digest },
        tag === undefined ? `${repository}@${digest}` : `${repository}:${tag}`,
        repositories,
      );
      return digest;
    },
    putBlob: (repository, bytes) => {
      const digest = digestOf(bytes);
      contentOf(repository, repositories).blobs.set(digest, bytes);
      return digest;
    },
    close: () => close(server),
  };
}

function push(image: PushableImage, reference: string, repositories: Map<string, RegistryContent>): void {
  const [, repository = '', tag] = /^([^:@]+)(?:@.*|:(.*))?$/.exec(reference) ?? [];
  const content = contentOf(repository, repositories);
  for (const [digest, bytes] of image.blobs) content.blobs.set(digest, bytes);
  if (tag !== undefined) content.tags.set(tag, image.root);
}

function contentOf(repository: string, repositories: Map<string, RegistryContent>): RegistryContent {
  const known = repositories.get(repository);
  if (known !== undefined) return known;
  const content: RegistryContent = { blobs: new Map(), tags: new Map() };
  repositories.set(repository, content);
  return content;
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
