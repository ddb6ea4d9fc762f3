import type { Agent as HttpAgent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { FromageError } from '../model/error.ts';
import type { Http, HttpRequest, HttpResponse } from '../ports/index.ts';
import type { Proxy } from './proxy.ts';
import { timedOut, unreachable } from './http-errors.ts';

/** Bodies up to this size are drained by `discard`, so that the connection can be used again; longer ones are cut off. Bytes. */
const DRAIN_LIMIT = 64 * 1024;
const DRAIN_TIMEOUT_MS = 2000;

interface Pool {
  readonly variables: (name: string) => string | undefined;
  readonly agents: Map<string, HttpAgent>;
}

/**
 * HTTP(S) over Node, with kept-alive connections, proxies and Unix sockets. Nothing of Node's network code is loaded
 * before the first request. `variables` reads the environment: HTTP_PROXY, NO_PROXY, SSL_CERT_FILE …
 */
export function createHttp(variables: (name: string) => string | undefined = (name) => process.env[name]): Http {
  const pool: Pool = { variables, agents: new Map() };
  return {
    async send(request) {
      const start = await prepare(request, pool);
      return exchange(start, request, true);
    },
  };
}

/** Everything that is decided before the first byte goes out; the result starts the request, as often as it is called. */
async function prepare(request: HttpRequest, pool: Pool): Promise<() => ClientRequest> {
  const url = new URL(request.url);
  const secure = url.protocol === 'https:';
  const proxy = request.socketPath === undefined ? (await import('./proxy.ts')).findProxy(url, pool.variables) : null;
  const agent = await findAgent(request, secure, proxy, pool);
  const node = secure ? await import('node:https') : await import('node:http');
  const options: RequestOptions = {
    method: request.method,
    agent,
    headers: {
      host: url.host,
      ...request.headers,
      ...(request.body === undefined ? {} : { 'content-length': String(request.body.length) }),
    },
    ...addressOf(url, request.socketPath, secure ? null : proxy),
  };
  if (proxy?.authorization != null && !secure) options.headers = { ...options.headers, 'proxy-authorization': proxy.authorization };
  return () => node.request(options);
}

function addressOf(url: URL, socketPath: string | undefined, proxy: Proxy | null): RequestOptions {
  const path = url.pathname + url.search;
  if (socketPath !== undefined) return { socketPath, path };
  // RFC 9112, 3.2.2: to a proxy the target is written in absolute form.
  if (proxy !== null) return { host: bareHost(proxy.url), port: proxy.url.port || 80, path: `${url.protocol}//${url.host}${path}` };
  return { host: bareHost(url), port: url.port || (url.protocol === 'https:' ? 443 : 80), path };
}

async function findAgent(request: HttpRequest, secure: boolean, proxy: Proxy | null, pool: Pool): Promise<HttpAgent> {
  const key = JSON.stringify([secure, secure ? request.tls : null, proxy?.url.href, request.socketPath]);
  const known = pool.agents.get(key);
  if (known !== undefined) return known;
  const agent = secure ? await makeSecureAgent(request, proxy, pool) : new (await import('node:http')).Agent({ keepAlive: true });
  pool.agents.set(key, agent);
  return agent;
}

async function makeSecureAgent(request: HttpRequest, proxy: Proxy | null, pool: Pool): Promise<HttpAgent> {
  const { makeSecureContext } = await import('./tls-roots.ts');
  const { Agent } = await import('node:https');
  const secureContext = makeSecureContext(request.tls, pool.variables);
  const trust = { secureContext, rejectUnauthorized: request.tls?.verify !== false };
  const agent = new Agent({ keepAlive: true, ...trust });
  if (proxy === null) return agent;
  const { openTunnel } = await import('./http-tunnel.ts');
  const target = new URL(request.url);
  // Node asks this for each new connection; a tunnel is one connection to one host, so the agent's own pool keys suffice.
  agent.createConnection = (options, callback) => {
    const host = options.host ?? bareHost(target);
    openTunnel({ proxy, host, port: Number(options.port ?? 443), trust, idleTimeoutMs: request.idleTimeoutMs }).then(
      (socket) => callback?.(null, socket),
      (error: Error) => (callback as ((error: Error) => void) | undefined)?.(error),
    );
    return undefined;
  };
  return agent;
}

/** Sends and waits for the headers. A kept-alive connection that the server closed meanwhile is no failure: once more. */
function exchange(start: () => ClientRequest, request: HttpRequest, again: boolean): Promise<HttpResponse> {
  const target = request.socketPath ?? new URL(request.url).host;
  return new Promise((resolve, reject) => {
    if (request.signal?.aborted === true) return reject(interrupted());
    const sent = start();
    const onAbort = (): void => void sent.destroy(interrupted());
    request.signal?.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(() => sent.destroy(timedOut(target, request.idleTimeoutMs)), request.idleTimeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      if (sent.closed) request.signal?.removeEventListener('abort', onAbort);
    };
    sent.once('close', () => request.signal?.removeEventListener('abort', onAbort));
    sent.once('response', (message) => {
      settle();
      resolve(answer(message, sent, target, request.idleTimeoutMs));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      settle();
      const stale = sent.reusedSocket && again && (error.code === 'ECONNRESET' || error.code === 'EPIPE') && request.method !== 'POST';
      if (stale) exchange(start, request, false).then(resolve, reject);
      else reject(unreachable(error, target));
    });
    sent.end(request.body);
  });
}

function answer(message: IncomingMessage, sent: ClientRequest, target: string, idleTimeoutMs: number): HttpResponse {
  // Without a listener an error that comes while nobody reads would end the program.
  message.on('error', () => undefined);
  return {
    status: message.statusCode ?? 0,
    headers: flatten(message.headers),
    body: readBody(message, sent, target, idleTimeoutMs),
    discard: () => discard(message, sent),
  };
}

/** The clock runs only while we wait for the server: a slow consumer is not the server's silence. */
async function* readBody(message: IncomingMessage, sent: ClientRequest, target: string, idleTimeoutMs: number): AsyncGenerator<Uint8Array> {
  const chunks = message.iterator({ destroyOnReturn: true }) as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      const timer = setTimeout(() => message.destroy(timedOut(target, idleTimeoutMs)), idleTimeoutMs);
      const next = await chunks.next().finally(() => clearTimeout(timer));
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    throw unreachable(sent.errored instanceof FromageError ? sent.errored : error, target);
  } finally {
    if (!message.readableEnded) message.destroy();
  }
}

function discard(message: IncomingMessage, sent: ClientRequest): void {
  if (message.readableEnded || message.destroyed) return;
  const length = Number(message.headers['content-length'] ?? Number.NaN);
  if (!(length <= DRAIN_LIMIT)) return void sent.destroy();
  const timer = setTimeout(() => sent.destroy(), DRAIN_TIMEOUT_MS);
  message.once('close', () => clearTimeout(timer));
  message.resume();
}

function flatten(headers: IncomingMessage['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) flat[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return flat;
}

function interrupted(): FromageError {
  return new FromageError('interrupted', 'interrupted');
}

/** Without the brackets of an IPv6 address, which Node does not want. */
function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
