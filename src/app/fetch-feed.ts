import type { DatabaseSource } from '../advisories/database-file.ts';
import { FromageError } from '../model/error.ts';
import type { ByteStream, HttpResponse, ProgressTask, RandomAccess } from '../ports/index.ts';
import { MAX_REDIRECTS, REGISTRY_LIMITS } from '../store/registry/limits.ts';
import { sendPatiently } from '../store/registry/retry.ts';
import type { StorePorts } from '../store/source.ts';

/** What was fetched, to be closed by who asked; or that nothing is newer than what `source` tells of. */
export type Fetched =
  | { readonly isNew: true; readonly file: RandomAccess; readonly source: DatabaseSource }
  | { readonly isNew: false; readonly source: DatabaseSource };

/** The largest archive of osv.dev has some hundred MB. */
const MAX_BYTES = 4 * 1024 ** 3;

/** Fetches a feed, unless it is the same as `before`. Throws `unreachable`, `not-found`, `server-error`, `too-large`, `usage`. */
export async function fetchFeed(url: string, before: DatabaseSource | null, store: StorePorts): Promise<Fetched> {
  const response = await sendPatiently(() => follow(url, conditions(before), store), REGISTRY_LIMITS, store.clock);
  if (response.status === 304 && before !== null) {
    response.discard();
    return { isNew: false, source: before };
  }
  if (response.status !== 200) {
    response.discard();
    const { host, pathname } = new URL(url);
    const code = response.status === 404 || response.status === 403 ? 'not-found' : 'server-error';
    throw new FromageError(code, `${host} answers ${response.status} when asked for ${pathname}`, {
      hint: 'try again later, or name a mirror: --from URL',
    });
  }
  const { etag = null, 'last-modified': lastModified = null } = response.headers;
  const total = Number(response.headers['content-length'] ?? Number.NaN);
  const task = store.progress.start(`fetching ${url}`, Number.isFinite(total) ? total : null);
  try {
    const file = await store.files.spool(meter(response.body, task, url, total), MAX_BYTES);
    return { isNew: true, file, source: { url, etag, lastModified } };
  } finally {
    response.discard();
    task.done();
  }
}

/** RFC 9110, 13.1: an ETag goes before a date. */
function conditions(before: DatabaseSource | null): Readonly<Record<string, string>> {
  const isPlain = (value: string | null): value is string => value !== null && /^[\x20-\x7e]{1,1000}$/.test(value);
  if (before !== null && isPlain(before.etag)) return { 'if-none-match': before.etag };
  return before !== null && isPlain(before.lastModified) ? { 'if-modified-since': before.lastModified } : {};
}

async function follow(from: string, headers: Readonly<Record<string, string>>, { http }: StorePorts): Promise<HttpResponse> {
  let url = requireUrl(from, from);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    // What is packed is kept so: a proxy is not to unpack it.
    const sent = { 'user-agent': 'fromage', 'accept-encoding': 'identity', ...headers };
    const response = await http.send({ method: 'GET', url: url.href, headers: sent, idleTimeoutMs: REGISTRY_LIMITS.idleTimeoutMs });
    const { location } = response.headers;
    if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined) return response;
    response.discard();
    const next = requireUrl(location, url.href);
    if (url.protocol === 'https:' && next.protocol !== 'https:')
      throw new FromageError('server-error', `${url.host} redirects from HTTPS to plain HTTP`);
    url = next;
  }
  throw new FromageError('server-error', `${url.host} redirects more than ${MAX_REDIRECTS} times`);
}

function requireUrl(text: string, base: string): URL {
  try {
    const url = new URL(text, base);
    if (url.protocol === 'https:' || url.protocol === 'http:') return url;
  } catch {
    // told below
  }
  throw new FromageError('usage', `"${text}" is no address that can be fetched`);
}

/** Throws `truncated` where less comes than was told. */
async function* meter(body: ByteStream, task: ProgressTask, url: string, total: number): ByteStream {
  let got = 0;
  for await (const chunk of body) {
    got += chunk.length;
    task.advance(chunk.length);
    yield chunk;
  }
  if (got < total) throw new FromageError('truncated', `${url} ends after ${got} of ${total} bytes`, { hint: 'try again later' });
}
