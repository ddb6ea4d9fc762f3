import { FromageError } from '../../model/error.ts';
import type { Clock, Http, HttpResponse, TlsOptions } from '../../ports/index.ts';
import type { Authorizer } from './auth.ts';
import type { Endpoint } from './endpoint.ts';
import type { Asked } from './failure.ts';
import { garbage } from './failure.ts';
import type { RegistryLimits } from './limits.ts';
import { MAX_REDIRECTS } from './limits.ts';
import { isTimeout, sendPatiently } from './retry.ts';

/** A GET, but for what is pushed. */
export interface TransportRequest {
  readonly method?: 'HEAD' | 'POST' | 'PUT';
  readonly body?: Uint8Array;
  /** Where another patience is needed than the limits have. Milliseconds. */
  readonly idleTimeoutMs?: number;
  /** Below the host: `/v2/library/httpd/manifests/2.4`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly asked: Asked;
}

/** Requests to one registry: finds out how it is spoken to, shows it what it wants to see, follows it elsewhere, tries again. */
export interface Transport {
  /** The last answer, whatever its status. Throws `unreachable`, `unauthorized`, `server-error`. */
  send(request: TransportRequest): Promise<HttpResponse>;
  /** Null until the registry has answered. */
  protocol(): 'https' | 'http' | null;
}

export interface TransportContext {
  readonly endpoint: Endpoint;
  readonly authorizer: Authorizer;
  /** For hosts that the registry redirects to. */
  readonly tlsFor: (host: string) => Promise<TlsOptions>;
  readonly limits: RegistryLimits;
}

type Protocol = 'https' | 'http';

export function createTransport(context: TransportContext, ports: { readonly http: Http; readonly clock: Clock }): Transport {
  let protocol: Protocol | null = context.endpoint.protocols.length === 1 ? (context.endpoint.protocols[0] ?? null) : null;
  const sendOnce = async (request: TransportRequest): Promise<HttpResponse> => {
    const settle = (found: Protocol): void => {
      protocol = found;
    };
    return protocol === null ? tryProtocols(request, context, settle, ports.http) : sendAuthorized(request, protocol, context, ports.http);
  };
  return {
    send: (request) => sendPatiently(() => sendOnce(request), context.limits, ports.clock),
    protocol: () => protocol,
  };
}

/** As docker does for registries that need not be secure: HTTPS, and where that is not spoken, HTTP. */
async function tryProtocols(
  request: TransportRequest,
  context: TransportContext,
  settle: (protocol: Protocol) => void,
  http: Http,
): Promise<HttpResponse> {
  let first: unknown = null;
  for (const protocol of context.endpoint.protocols) {
    const answer = await follow(request, protocol, null, context, http).catch((error: unknown) => {
      // Who is silent to one is silent to the other: the user has waited long enough.
      if (!(error instanceof FromageError) || error.code !== 'unreachable' || isTimeout(error)) throw error;
      first ??= error;
      return null;
    });
    if (answer === null) continue;
    settle(protocol);
    return authorize(answer, request, protocol, context, http);
  }
  throw first;
}

async function sendAuthorized(request: TransportRequest, protocol: Protocol, context: TransportContext, http: Http): Promise<HttpResponse> {
  const header = await context.authorizer.header();
  return authorize(await follow(request, protocol, header, context, http), request, protocol, context, http, header);
}

/** Once more with what the registry wants to see, where it is the registry itself that asks. */
async function authorize(
  answer: Answer,
  request: TransportRequest,
  protocol: Protocol,
  context: TransportContext,
  http: Http,
  sent: string | null = null,
): Promise<HttpResponse> {
  const { response, redirected } = answer;
  const challenge = response.headers['www-authenticate'];
  if (response.status !== 401 || redirected || challenge === undefined) return response;
  const isAnswered = await context.authorizer.answer(challenge, sent).catch((error: unknown) => {
    // An answer that nobody reads keeps its connection, and with it the program, alive.
    response.discard();
    throw error;
  });
  if (!isAnswered) return response;
  response.discard();
  return (await follow(request, protocol, await context.authorizer.header(), context, http)).response;
}

interface Answer {
  readonly response: HttpResponse;
  /** Whether it comes from another origin than the registry's. */
  readonly redirected: boolean;
}

async function follow(
  request: TransportRequest,
  protocol: Protocol,
  authorization: string | null,
  context: TransportContext,
  http: Http,
): Promise<Answer> {
  const { endpoint } = context;
  const home = new URL(`${protocol}://${endpoint.host}${request.path}`);
  let url = home;
  // Once elsewhere, the credentials are gone for good, even if the way leads back.
  let left = false;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const response = await http.send({
      method: request.method ?? 'GET',
      url: url.href,
      ...(request.body === undefined ? {} : { body: request.body }),
      headers: { 'user-agent': 'fromage', ...request.headers, ...(authorization === null || left ? {} : { authorization }) },
      tls: left ? await context.tlsFor(url.host) : endpoint.tls,
      idleTimeoutMs: request.idleTimeoutMs ?? context.limits.idleTimeoutMs,
    });
    // What is pushed goes to the registry itself, and nowhere it points to.
    if (request.body !== undefined) return { response, redirected: false };
    const location = response.headers['location'];
    if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined) return { response, redirected: left };
    response.discard();
    url = requireTarget(location, url, request.asked);
    left ||= url.origin !== home.origin;
  }
  throw garbage(request.asked, `it redirects more than ${MAX_REDIRECTS} times`);
}

/** Never says the address: what stands in it may be a signature that opens the blob. */
function requireTarget(location: string, from: URL, asked: Asked): URL {
  let url: URL;
  try {
    url = new URL(location, from);
  } catch {
    throw garbage(asked, 'it redirects to something that is no address');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw garbage(asked, 'it redirects to something other than HTTP');
  if (from.protocol === 'https:' && url.protocol === 'http:') throw garbage(asked, `it redirects from HTTPS to plain HTTP at ${url.host}`);
  url.username = '';
  url.password = '';
  return url;
}
