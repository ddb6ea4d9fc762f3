import { MANIFEST_MEDIA_TYPES, MAX_MANIFEST_BYTES } from '../../codec/manifests.ts';
import type { Digest } from '../../model/digest.ts';
import { parseDigest } from '../../model/digest.ts';
import { FromageError } from '../../model/error.ts';
import type { Descriptor } from '../../model/manifest.ts';
import type { Problem } from '../../model/problem.ts';
import type { ByteStream, HttpResponse } from '../../ports/index.ts';
import type { StorePorts } from '../source.ts';
import { digestOf, readAll } from '../verified.ts';
import type { Authorizer } from './auth.ts';
import { createAuthorizer } from './auth.ts';
import { blobStream } from './blob-stream.ts';
import { loadTls } from './certs.ts';
import type { Credentials } from './credentials.ts';
import { findCredentials } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { isLoopback } from './endpoint.ts';
import type { Asked } from './failure.ts';
import { failureOf, garbage } from './failure.ts';
import type { RegistryLimits } from './limits.ts';
import { listReferrers } from './referrers.ts';
import { listTags } from './tags.ts';
import type { Transport } from './transport.ts';
import { createTransport } from './transport.ts';
import { pushBlob, pushManifest } from './upload.ts';

/** One repository of one registry. Every method throws `unauthorized`, `rate-limited`, `unreachable`, `server-error`. */
export interface RegistryClient {
  readonly endpoint: Endpoint;
  /** What was met on the way and is worth telling: grows as the client is used. */
  readonly problems: readonly Problem[];
  /** By tag or digest, as bytes with the digest that they have. Throws `not-found`, `digest-mismatch` (a digest was asked for), `too-large`. */
  getManifest(tagOrDigest: string): Promise<RawManifest>;
  /** A manifest's bytes, unverified. */
  openManifest(descriptor: Descriptor): ByteStream;
  /** A blob's bytes as stored, unverified, at most as many as the descriptor says; taken up again where they break off. */
  openBlob(descriptor: Descriptor): ByteStream;
  /** In the registry's order. */
  listTags(): Promise<readonly string[]>;
  /** Manifests whose `subject` this is, by the referrers API or the tag that stands in for it. */
  listReferrers(subject: Digest): Promise<readonly Descriptor[]>;
  /** Puts a blob, unless it is there. */
  pushBlob(bytes: Uint8Array, digest: Digest): Promise<void>;
  /** Puts a manifest, whose blobs are there, under a tag. */
  pushManifest(bytes: Uint8Array, mediaType: string, tag: string): Promise<void>;
}

export interface RawManifest {
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array;
}

export interface ClientOptions {
  /** Instead of what the configuration files hold. */
  readonly credentials: { readonly username: string; readonly password: string } | null;
  readonly limits: RegistryLimits;
}

export type ClientPorts = Pick<StorePorts, 'http' | 'clock' | 'files' | 'environment' | 'exec' | 'hash' | 'progress'>;

/** Schema 1 comes last: who has nothing else is to get a clear error from its reader. */
const ACCEPT = [...MANIFEST_MEDIA_TYPES, 'application/vnd.docker.distribution.manifest.v1+prettyjws;q=0.1', '*/*;q=0.1'].join(', ');

export function createRegistryClient(endpoint: Endpoint, options: ClientOptions, ports: ClientPorts): RegistryClient {
  const problems: Problem[] = [];
  const transport = connect(endpoint, options, problems, ports);
  const base = `/v2/${endpoint.repository}`;
  const called = `${endpoint.name}/${endpoint.repository}`;
  const ask = (what: string): Asked => ({ what, registry: endpoint.name });
  const getManifest = async (tagOrDigest: string): Promise<RawManifest> => {
    const asked = ask(nameOf(called, tagOrDigest));
    const path = `${base}/manifests/${tagOrDigest}`;
    const response = await transport.send({ path, headers: { accept: ACCEPT }, asked });
    return readManifestAnswer(response, parseDigest(tagOrDigest), asked, ports);
  };
  const upload = { base, host: endpoint.host, asked: ask(called) };
  return {
    endpoint,
    problems,
    getManifest,
    pushBlob: (bytes, digest) => pushBlob(bytes, digest, upload, transport),
    pushManifest: (bytes, mediaType, tag) => pushManifest(bytes, mediaType, tag, upload, transport),
    async *openManifest(descriptor) {
      yield (await getManifest(descriptor.digest)).bytes;
    },
    openBlob: (descriptor) => {
      const asked = ask(`blob ${descriptor.digest} of ${called}`);
      return blobStream({ path: `${base}/blobs/${descriptor.digest}`, size: descriptor.size, asked }, transport, options.limits, ports);
    },
    listTags: () => listTags(base, ask(called), transport),
    listReferrers: (subject) => listReferrers(base, subject, ask(`referrers of ${called}@${subject}`), transport),
  };
}

function connect(endpoint: Endpoint, options: ClientOptions, problems: Problem[], ports: ClientPorts): Transport {
  const { limits } = options;
  // A host that we are sent to is trusted as far as its own certs.d says, not as far as the registry's.
  const tlsFor = async (host: string) => (host === endpoint.host ? endpoint.tls : loadTls(host, endpoint.tlsVerify, ports));
  let found: Promise<Credentials | null> | null = null;
  const authorizer: Authorizer = createAuthorizer(
    {
      registry: endpoint.name,
      scope: `repository:${endpoint.repository}:pull`,
      allowsPlainRealm: () => transport.protocol() === 'http' || isLoopback(endpoint.host),
      credentials: () => {
        found ??= credentialsFor(endpoint, options, problems, ports);
        return found;
      },
      tlsFor,
      limits,
    },
    ports,
  );
  const transport = createTransport({ endpoint, authorizer, tlsFor, limits }, ports);
  return transport;
}

async function credentialsFor(
  endpoint: Endpoint,
  options: ClientOptions,
  problems: Problem[],
  ports: ClientPorts,
): Promise<Credentials | null> {
  // What was given on the command line is for the registry that was named, not for its mirrors.
  if (options.credentials !== null && !endpoint.isMirror) return { kind: 'basic', ...options.credentials, from: 'the command line' };
  const found = await findCredentials(endpoint.name, endpoint.repository, options.limits.helperTimeoutMs, ports);
  problems.push(...found.problems);
  return found.credentials;
}

async function readManifestAnswer(response: HttpResponse, expected: Digest | null, asked: Asked, ports: ClientPorts): Promise<RawManifest> {
  if (response.status !== 200) throw await failureOf(response, asked);
  const stated = Number(response.headers['content-length'] ?? 0);
  if (stated > MAX_MANIFEST_BYTES) {
    response.discard();
    throw new FromageError('too-large', `${asked.what} has a manifest of ${stated} bytes; at most ${MAX_MANIFEST_BYTES} are read`);
  }
  const bytes = await readAll(response.body, `the manifest of ${asked.what}`, MAX_MANIFEST_BYTES);
  if (!looksLikeJson(bytes)) throw garbage(asked, 'what comes is no manifest');
  // distribution-spec, "Pulling manifests": Docker-Content-Digest may be believed by nobody; the body's own hash counts.
  const digest = digestOf(bytes, ports.hash);
  if (expected?.startsWith('sha256:') && expected !== digest) {
    throw new FromageError('digest-mismatch', `${asked.what} is not what its digest says: found ${digest}`);
  }
  const [mediaType = ''] = (response.headers['content-type'] ?? '').split(';');
  const descriptor: Descriptor = {
    mediaType: mediaType.trim(),
    digest: expected ?? digest,
    size: bytes.length,
    annotations: {},
    platform: null,
    artifactType: null,
    urls: [],
  };
  return { descriptor, bytes };
}

/** An HTML login page or an empty answer is told apart from a manifest with a fault. */
function looksLikeJson(bytes: Uint8Array): boolean {
  return /^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 256)).replace(/^\uFEFF/, ''));
}

function nameOf(called: string, tagOrDigest: string): string {
  return parseDigest(tagOrDigest) === null ? `${called}:${tagOrDigest}` : `${called}@${tagOrDigest}`;
}
