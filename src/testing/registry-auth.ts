import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { RouteAnswer } from './registry-routes.ts';
import { jsonAnswer } from './registry-routes.ts';

/** What the registry wants to see. `bearer` gives tokens to all who ask, or, with a password, to who knows it. */
export type RegistryAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'bearer';
      readonly username?: string;
      readonly password?: string;
      /** Where tokens are to be had, if not here. */
      readonly realm?: string;
      /** Seconds. */
      readonly expiresIn?: number;
    }
  | { readonly kind: 'identity'; readonly refreshToken: string };

/** Answers a request itself where it lacks what is wanted, or asks for a token; null lets it pass. */
export type Guard = (request: IncomingMessage, origin: string) => Promise<RouteAnswer> | RouteAnswer | null;

export function createGuard(auth: RegistryAuth): Guard {
  if (auth.kind === 'none') return () => null;
  if (auth.kind === 'basic') {
    const wanted = basic(auth.username, auth.password);
    return (request) => (request.headers.authorization === wanted ? null : refusal('Basic realm="a registry"'));
  }
  const tokens = new Map<string, string>();
  return (request, origin) => {
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === '/token') return giveToken(auth, request, url, tokens);
    const repository = `repository:${/^\/v2\/(.+?)\/(manifests|blobs|tags|referrers)\//.exec(url.pathname)?.[1]}`;
    const isPush = request.method === 'POST' || request.method === 'PUT';
    const scope = `${repository}:${isPush ? 'pull,push' : 'pull'}`;
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (tokens.get(token) === scope || tokens.get(token) === `${repository}:pull,push`) return null;
    const realm = (auth.kind === 'bearer' ? auth.realm : undefined) ?? `${origin}/token`;
    return refusal(`Bearer realm="${realm}",service="a registry, in-process",scope="${scope}"`);
  };
}

async function giveToken(
  auth: Extract<RegistryAuth, { kind: 'bearer' | 'identity' }>,
  request: IncomingMessage,
  url: URL,
  tokens: Map<string, string>,
): Promise<RouteAnswer> {
  const form = request.method === 'POST' ? new URLSearchParams(await readText(request)) : url.searchParams;
  if (!mayHave(auth, request, form)) return refusal('Basic realm="tokens"');
  const token = randomBytes(12).toString('hex');
  tokens.set(token, form.get('scope') ?? '');
  const expires = auth.kind === 'bearer' && auth.expiresIn !== undefined ? { expires_in: auth.expiresIn } : {};
  return jsonAnswer(200, auth.kind === 'identity' ? { access_token: token, ...expires } : { token, ...expires });
}

function mayHave(auth: Extract<RegistryAuth, { kind: 'bearer' | 'identity' }>, request: IncomingMessage, form: URLSearchParams): boolean {
  if (auth.kind === 'identity') return form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === auth.refreshToken;
  return auth.password === undefined || request.headers.authorization === basic(auth.username ?? '', auth.password);
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function refusal(challenge: string): RouteAnswer {
  const answer = jsonAnswer(401, { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] });
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': challenge } };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
