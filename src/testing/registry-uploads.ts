import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { RegistryContent, RouteAnswer } from './registry-routes.ts';
import { jsonAnswer } from './registry-routes.ts';

/** distribution-spec, "Push": end-4a and end-6 (a blob in two requests), end-7 (a manifest). Null for anything else. */
export async function answerUpload(
  request: IncomingMessage,
  contentOf: (repository: string) => RegistryContent,
): Promise<RouteAnswer | null> {
  const url = new URL(request.url ?? '/', 'http://registry');
  const [, name = '', kind, item = ''] = /^\/v2\/(.+?)\/(blobs\/uploads|manifests)\/([^/]*)$/.exec(url.pathname) ?? [];
  if (kind === undefined || (request.method !== 'POST' && request.method !== 'PUT')) return null;
  const body = await readBytes(request);
  if (request.method === 'POST') return created(202, `/v2/${name}/blobs/uploads/${randomUUID()}?state=begun`);
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  const content = contentOf(name);
  if (kind === 'blobs/uploads' && url.searchParams.get('digest') !== digest) return failure(400, 'DIGEST_INVALID');
  if (kind === 'manifests' && !blobsOf(body).every((blob) => content.blobs.has(blob))) return failure(400, 'MANIFEST_BLOB_UNKNOWN');
  content.blobs.set(digest, body);
  if (kind === 'manifests' && !item.includes(':')) content.tags.set(item, digest);
  return created(201, `/v2/${name}/${kind === 'manifests' ? 'manifests' : 'blobs'}/${digest}`);
}

function blobsOf(manifest: Uint8Array): readonly string[] {
  const { config, layers = [] } = JSON.parse(Buffer.from(manifest).toString()) as {
    config?: { digest: string };
    layers?: readonly { digest: string }[];
  };
  return [...(config === undefined ? [] : [config]), ...layers].map(({ digest }) => digest);
}

function created(status: number, location: string): RouteAnswer {
  return { status, headers: { location }, body: new Uint8Array(0) };
}

function failure(status: number, code: string): RouteAnswer {
  return jsonAnswer(status, { errors: [{ code, message: code.toLowerCase().replaceAll('_', ' ') }] });
}

async function readBytes(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}
