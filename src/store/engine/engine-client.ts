import type { JsonObject } from '../../codec/json-shape.ts';
import { asObject, asText } from '../../codec/json-shape.ts';
import { FromageError } from '../../model/error.ts';
import type { Platform } from '../../model/platform.ts';
import type { ByteStream, Http, HttpResponse } from '../../ports/index.ts';
import { harmless } from '../registry/failure.ts';
import { readAll } from '../verified.ts';
import type { EngineEndpoint } from './endpoint.ts';

/** How patient we are with an engine. Longest silence, milliseconds. */
export interface EngineLimits {
  readonly askTimeoutMs: number;
  /** An engine packs before it sends. */
  readonly saveTimeoutMs: number;
}

export const ENGINE_LIMITS: EngineLimits = { askTimeoutMs: 10_000, saveTimeoutMs: 180_000 };

/** Bytes of an answer to inspect or history. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * An engine, to be asked about images. Paths carry no version: the engine then answers as its newest, and says which that is.
 * Every method throws `not-found`, `unauthorized`, `unreachable`, `server-error`.
 */
export interface EngineClient {
  /** `Docker at /var/run/docker.sock`, for messages. */
  readonly name: string;
  /** `GET /images/{name}/json`; with every manifest, or for one platform: an engine knows but one of the two at once. */
  inspect(image: string, platform: Platform | null): Promise<{ readonly json: JsonObject; readonly apiVersion: ApiVersion }>;
  /** `GET /images/{name}/history`, newest first. */
  history(image: string, platform: Platform | null): Promise<readonly unknown[]>;
  /** `GET /images/{name}/get`: a docker-archive of the image. */
  save(image: string, platform: Platform | null): ByteStream;
}

/** `1.48` as 1048, so that it can be compared; 0 where unknown. */
export type ApiVersion = number;

export function createEngineClient(label: string, endpoint: EngineEndpoint, limits: EngineLimits, http: Http): EngineClient {
  const name = `${label} at ${endpoint.name}`;
  const send = (image: string, what: string, query: string, idleTimeoutMs: number): Promise<HttpResponse> =>
    http.send({
      method: 'GET',
      // `image` is a checked reference or ID: nothing in it needs an escape.
      url: `${endpoint.origin}/images/${image}/${what}${query}`,
      headers: { 'user-agent': 'fromage' },
      idleTimeoutMs,
      ...(endpoint.socketPath === null ? {} : { socketPath: endpoint.socketPath }),
      ...(endpoint.tls === null ? {} : { tls: endpoint.tls }),
    });
  const ask = async (image: string, what: string, query: string): Promise<{ value: unknown; apiVersion: ApiVersion }> => {
    const response = await send(image, what, query, limits.askTimeoutMs);
    if (response.status !== 200) throw await refusalOf(response, name, image);
    const bytes = await readAll(response.body, `the answer of ${name}`, MAX_ANSWER_BYTES);
    return { value: parseAnswer(bytes, name, image), apiVersion: readVersion(response.headers['api-version']) };
  };
  return {
    name,
    async inspect(image, platform) {
      const { value, apiVersion } = await ask(image, 'json', platform === null ? '?manifests=1' : platformQuery(platform));
      const json = asObject(value);
      if (json === null) throw garbage(name, image);
      return { json, apiVersion };
    },
    async history(image, platform) {
      const { value } = await ask(image, 'history', platformQuery(platform));
      if (!Array.isArray(value)) throw garbage(name, image);
      return value;
    },
    async *save(image, platform) {
      const response = await send(image, 'get', platformQuery(platform), limits.saveTimeoutMs);
      if (response.status !== 200) throw await refusalOf(response, name, image);
      yield* response.body;
    },
  };
}

/** Docker engine API 1.48, ImageHistory, ImageGet; 1.49, ImageInspect: "JSON encoded OCI platform". */
function platformQuery(platform: Platform | null): string {
  if (platform === null) return '';
  const { os, architecture, variant } = platform;
  return `?platform=${encodeURIComponent(JSON.stringify({ os, architecture, ...(variant === undefined ? {} : { variant }) }))}`;
}

/** An answer other than 200: its `message` in our words. */
async function refusalOf(response: HttpResponse, name: string, image: string): Promise<FromageError> {
  const said = await readMessage(response);
  const words = said === '' ? '' : ` (it says: ${said})`;
  if (response.status === 404) return new FromageError('not-found', `${name} has no image ${image}${words}`);
  if (response.status === 401 || response.status === 403) return new FromageError('unauthorized', `${name} does not answer us${words}`);
  return new FromageError('server-error', `${name} answers ${response.status} when asked for ${image}${words}`);
}

async function readMessage(response: HttpResponse): Promise<string> {
  try {
    const bytes = await readAll(response.body, 'error', 64 * 1024);
    return harmless(asText(asObject(JSON.parse(new TextDecoder().decode(bytes)))?.['message']));
  } catch (error) {
    if (error instanceof FromageError && error.code === 'interrupted') throw error;
    return '';
  } finally {
    response.discard();
  }
}

function parseAnswer(bytes: Uint8Array, name: string, image: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw garbage(name, image);
  }
}

function garbage(name: string, image: string): FromageError {
  return new FromageError('server-error', `${name} gives no sensible answer when asked for ${image}`, {
    hint: 'is it an engine that listens there?',
  });
}

function readVersion(text: string | undefined): ApiVersion {
  const [, major, minor] = /^(\d{1,3})\.(\d{1,3})$/.exec(text ?? '') ?? [];
  return major === undefined ? 0 : Number(major) * 1000 + Number(minor);
}
