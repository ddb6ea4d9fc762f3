import type { IncomingMessage } from 'node:http';

export interface RouteAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What one repository holds. */
export interface RegistryContent {
  /** Blobs and manifests by digest. */
  readonly blobs: Map<string, Uint8Array>;
  /** Tag to the digest of a manifest. */
  readonly tags: Map<string, string>;
}

export interface RouteSettings {
  readonly referrers: boolean;
  readonly pageSize: number;
  readonly ranges: boolean;
}

const ROUTE = /^\/v2\/(.+?)\/(manifests|blobs|tags|referrers)\/([^/]+)$/;

/** distribution-spec, "Endpoints": end-1, end-2, end-3, end-8, end-12. */
export function answerRoute(
  request: IncomingMessage,
  repositories: ReadonlyMap<string, RegistryContent>,
  settings: RouteSettings,
): RouteAnswer {
  const url = new URL(request.url ?? '/', 'http://registry');
  if (url.pathname === '/v2/') return jsonAnswer(200, {});
  if (request.method !== 'GET' && request.method !== 'HEAD') return failure(405, 'UNSUPPORTED');
  const [, name = '', kind = '', item = ''] = ROUTE.exec(url.pathname) ?? [];
  const content = repositories.get(name);
  if (content === undefined) return failure(404, 'NAME_UNKNOWN');
  if (kind === 'manifests') return answerManifest(content, item);
  if (kind === 'blobs') return answerBlob(content, item, settings.ranges ? request.headers.range : undefined);
  if (kind === 'tags') return answerTags(name, content, url, settings.pageSize);
  return settings.referrers ? answerReferrers(name, content, item, url, settings.pageSize) : failure(404, 'UNSUPPORTED');
}

export function jsonAnswer(status: number, value: unknown, contentType = 'application/json'): RouteAnswer {
  return { status, headers: { 'content-type': contentType }, body: new TextEncoder().encode(JSON.stringify(value)) };
}

function answerManifest(content: RegistryContent, item: string): RouteAnswer {
  const digest = item.includes(':') ? item : content.tags.get(item);
  const body = digest === undefined ? undefined : content.blobs.get(digest);
  if (digest === undefined || body === undefined) return failure(404, 'MANIFEST_UNKNOWN');
  return { status: 200, headers: { 'content-type': mediaTypeOf(body), 'docker-content-digest': digest }, body };
}

function answerBlob(content: RegistryContent, digest: string, range: string | undefined): RouteAnswer {
  const body = content.blobs.get(digest);
  if (body === undefined) return failure(404, 'BLOB_UNKNOWN');
  const [, from] = /^bytes=(\d+)-$/.exec(range ?? '') ?? [];
  const headers = { 'content-type': 'application/octet-stream', 'docker-content-digest': digest };
  if (from === undefined) return { status: 200, headers, body };
  const first = Number(from);
  if (first >= body.length) return failure(416, 'SIZE_INVALID');
  const part = { ...headers, 'content-range': `bytes ${first}-${body.length - 1}/${body.length}` };
  return { status: 206, headers: part, body: body.subarray(first) };
}

function answerTags(name: string, content: RegistryContent, url: URL, pageSize: number): RouteAnswer {
  const last = url.searchParams.get('last') ?? '';
  const rest = [...content.tags.keys()].sort().filter((tag) => tag > last);
  const count = Math.min(Number(url.searchParams.get('n') ?? pageSize), pageSize);
  const page = rest.slice(0, count);
  const answer = jsonAnswer(200, { name, tags: page });
  return page.length === rest.length ? answer : withNext(answer, `/v2/${name}/tags/list?n=${count}&last=${page.at(-1)}`);
}

function answerReferrers(name: string, content: RegistryContent, subject: string, url: URL, pageSize: number): RouteAnswer {
  const all = [...content.blobs].flatMap(([digest, bytes]) => describeReferrer(digest, bytes, subject));
  const from = Number(url.searchParams.get('from') ?? 0);
  const index = { schemaVersion: 2, mediaType: INDEX, manifests: all.slice(from, from + pageSize) };
  const answer = jsonAnswer(200, index, INDEX);
  const next = from + pageSize;
  return next >= all.length ? answer : withNext(answer, `/v2/${name}/referrers/${subject}?from=${next}`);
}

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

function describeReferrer(digest: string, bytes: Uint8Array, subject: string): object[] {
  const json = parse(bytes) as {
    subject?: { digest?: string };
    artifactType?: string;
    config?: { mediaType?: string };
    annotations?: object;
  } | null;
  if (json?.subject?.digest !== subject) return [];
  const artifactType = json.artifactType ?? json.config?.mediaType;
  return [{ mediaType: mediaTypeOf(bytes), digest, size: bytes.length, artifactType, annotations: json.annotations }];
}

function mediaTypeOf(bytes: Uint8Array): string {
  const json = parse(bytes) as { mediaType?: unknown; manifests?: unknown } | null;
  if (typeof json?.mediaType === 'string') return json.mediaType;
  return Array.isArray(json?.manifests) ? INDEX : MANIFEST;
}

function parse(bytes: Uint8Array): unknown {
  if (bytes[0] !== 0x7b || bytes.length > 4 * 1024 * 1024) return null;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

function withNext(answer: RouteAnswer, path: string): RouteAnswer {
  return { ...answer, headers: { ...answer.headers, link: `<${path}>; rel="next"` } };
}

function failure(status: number, code: string): RouteAnswer {
  return jsonAnswer(status, { errors: [{ code, message: code.toLowerCase().replace('_', ' ') }] });
}
