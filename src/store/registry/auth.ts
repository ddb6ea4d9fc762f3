import { asObject, asText } from '../../codec/json-shape.ts';
import { FromageError } from '../../model/error.ts';
import type { Clock, Http, HttpRequest, TlsOptions } from '../../ports/index.ts';
import { readAll } from '../verified.ts';
import { encodeBase64 } from './base64.ts';
import type { Challenge } from './challenge.ts';
import { parseChallenges } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { failureOf, garbage } from './failure.ts';
import type { RegistryLimits } from './limits.ts';
import { MAX_ANSWER_BYTES } from './limits.ts';
import { sendPatiently } from './retry.ts';

/** Knows what to send a registry as Authorization. One for each repository of a registry. */
export interface Authorizer {
  /** What to send along; null before the registry has asked for anything. */
  header(): Promise<string | null>;
  /** After a 401 to a request that carried `sent`. False: there is nothing else to show. */
  answer(wwwAuthenticate: string, sent: string | null): Promise<boolean>;
}

export interface AuthContext {
  /** As the user knows it, for messages. */
  readonly registry: string;
  /** What is asked for where the challenge does not say: `repository:library/httpd:pull`. */
  readonly scope: string;
  /** Whether the registry itself is spoken to in the clear or is on this machine: only then may its token service be. */
  readonly allowsPlainRealm: () => boolean;
  /** Asked once, and only when the registry wants something. */
  readonly credentials: () => Promise<Credentials | null>;
  readonly tlsFor: (host: string) => Promise<TlsOptions>;
  readonly limits: RegistryLimits;
}

export interface AuthPorts {
  readonly http: Http;
  readonly clock: Clock;
}

interface Token {
  readonly header: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** distribution's token specification: without `expires_in` it is 60 seconds, and clients may count on as many. */
const LEAST_LIFE_S = 60;
/** A token is not sent when it has less left than this. Milliseconds. */
const SPARE_MS = 5000;

/**
 * Answers Bearer and Basic challenges. A token is kept for its scope until it expires; several requests that need one at
 * once wait for the same. Throws `unauthorized`, `server-error`, `rate-limited`, `unreachable`.
 */
export function createAuthorizer(context: AuthContext, ports: AuthPorts): Authorizer {
  let bearer: Challenge | null = null;
  let fixed: string | null = null;
  const tokens = new Map<string, Promise<Token>>();
  const tokenFor = async (challenge: Challenge): Promise<Token> => {
    const key = JSON.stringify([challenge.parameters['realm'], challenge.parameters['service'], scopeOf(challenge, context)]);
    const pending = tokens.get(key);
    if (pending === undefined) {
      const fresh = fetchToken(challenge, context, ports);
      tokens.set(key, fresh);
      fresh.catch(() => forget(key, fresh));
      return fresh;
    }
    const known = await pending;
    if (known.expires - SPARE_MS > ports.clock.now()) return known;
    forget(key, pending);
    return tokenFor(challenge);
  };
  const forget = (key: string, token: Promise<Token>): void => {
    if (tokens.get(key) === token) tokens.delete(key);
  };
  return {
    header: async () => fixed ?? (bearer === null ? null : (await tokenFor(bearer)).header),
    async answer(wwwAuthenticate, sent) {
      const challenges = parseChallenges(wwwAuthenticate);
      const credentials = await context.credentials();
      const offered = challenges.find((challenge) => challenge.scheme === 'bearer');
      fixed = offered === undefined ? basicHeader(challenges, credentials) : bearerHeader(credentials);
      if (offered === undefined || fixed !== null) return fixed !== null && fixed !== sent;
      bearer = offered;
      for (const [key, token] of tokens) if ((await token.catch(() => null))?.header === sent) tokens.delete(key);
      return (await tokenFor(offered)).header !== sent;
    },
  };
}

function basicHeader(challenges: readonly Challenge[], credentials: Credentials | null): string | null {
  if (credentials?.kind !== 'basic' || !challenges.some((challenge) => challenge.scheme === 'basic')) return null;
  return `Basic ${encodeBase64(`${credentials.username}:${credentials.password}`)}`;
}

function bearerHeader(credentials: Credentials | null): string | null {
  return credentials?.kind === 'bearer' ? `Bearer ${requireToken(credentials.token, 'the credentials hold')}` : null;
}

function scopeOf(challenge: Challenge, context: AuthContext): string {
  return challenge.parameters['scope'] || context.scope;
}

/** The token service's answer. Redirects are not followed: the credentials are for that address alone. */
async function fetchToken(challenge: Challenge, context: AuthContext, ports: AuthPorts): Promise<Token> {
  const asked = { what: `a token for ${context.registry}`, registry: context.registry };
  const realm = requireRealm(challenge.parameters['realm'], context);
  const credentials = await context.credentials();
  const request = await tokenRequest(realm, challenge, credentials, context);
  const response = await sendPatiently(() => ports.http.send(request), context.limits, ports.clock);
  if ((response.status === 401 || response.status === 403) && credentials !== null) {
    response.discard();
    throw new FromageError('unauthorized', `${context.registry} does not accept the credentials from ${credentials.from}`, {
      hint: `log in again with "docker login ${context.registry}" or "podman login ${context.registry}"`,
    });
  }
  if (response.status !== 200) throw await failureOf(response, asked);
  const json = parseAnswer(await readAll(response.body, 'the answer of the token service', MAX_ANSWER_BYTES));
  const value = asText(json?.['token']) ?? asText(json?.['access_token']);
  if (json === null || value === null) throw garbage(asked, 'its token service gives no token');
  const stated = json['expires_in'];
  const life = typeof stated === 'number' ? Math.max(stated, LEAST_LIFE_S) : LEAST_LIFE_S;
  return { header: `Bearer ${requireToken(value, 'its token service gives')}`, expires: ports.clock.now() + life * 1000 };
}

async function tokenRequest(realm: URL, challenge: Challenge, credentials: Credentials | null, context: AuthContext): Promise<HttpRequest> {
  const service = challenge.parameters['service'];
  const scope = scopeOf(challenge, context);
  const base = { idleTimeoutMs: context.limits.idleTimeoutMs, tls: await context.tlsFor(realm.host) };
  if (credentials?.kind === 'identity') {
    // distribution, "Docker Registry v2 authentication using OAuth2": POST, grant_type=refresh_token.
    const form = { grant_type: 'refresh_token', service: service ?? '', scope, client_id: 'fromage', refresh_token: credentials.token };
    const body = Object.entries(form)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&');
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
    return { ...base, method: 'POST', url: realm.href, headers, body: new TextEncoder().encode(body) };
  }
  if (service !== undefined) realm.searchParams.set('service', service);
  for (const part of scope.split(' ')) realm.searchParams.append('scope', part);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (credentials?.kind === 'basic') {
    realm.searchParams.set('account', credentials.username);
    headers['authorization'] = `Basic ${encodeBase64(`${credentials.username}:${credentials.password}`)}`;
  }
  return { ...base, method: 'GET', url: realm.href, headers };
}

function requireRealm(text: string | undefined, context: AuthContext): URL {
  const asked = { what: 'a token', registry: context.registry };
  let realm: URL;
  try {
    realm = new URL(text ?? '');
  } catch {
    throw garbage(asked, 'it names no token service');
  }
  const plain = realm.protocol === 'http:' && context.allowsPlainRealm();
  if (realm.protocol === 'https:' || plain) return realm;
  throw garbage(asked, 'its token service would have the credentials in the clear');
}

/** A token goes into a header: nothing may be in it that would end the header. */
function requireToken(token: string, who: string): string {
  if (/^[\x21-\x7e]{1,65536}$/.test(token)) return token;
  throw new FromageError('server-error', `${who} a token that can’t be sent`);
}

function parseAnswer(bytes: Uint8Array): ReturnType<typeof asObject> {
  try {
    return asObject(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}
