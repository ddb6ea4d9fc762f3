import type { JsonObject } from '../../codec/json-shape.ts';
import { asObject } from '../../codec/json-shape.ts';
import type { HttpResponse } from '../../ports/index.ts';
import { readAll } from '../verified.ts';
import type { Asked } from './failure.ts';
import { failureOf, garbage } from './failure.ts';
import { MAX_ANSWER_BYTES, MAX_PAGES } from './limits.ts';
import type { Transport } from './transport.ts';

/** One page of an answer, and the headers it came with. */
export interface Page {
  readonly json: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The pages of a list, following `Link: <…>; rel="next"` (RFC 8288) within the registry, at most MAX_PAGES and none twice.
 * `first` is the answer to `path`, already had.
 */
export async function* readPages(
  path: string,
  accept: string,
  first: HttpResponse,
  asked: Asked,
  transport: Transport,
): AsyncGenerator<Page> {
  const seen = new Set([path]);
  let response = first;
  for (let count = 1; ; count += 1) {
    if (response.status !== 200) throw await failureOf(response, asked);
    const headers = response.headers;
    const json = parse(await readAll(response.body, asked.what, MAX_ANSWER_BYTES));
    if (json === null) throw garbage(asked, 'what comes is no list');
    yield { json, headers };
    const next = nextPath(headers['link'] ?? '', path);
    if (next === null || seen.has(next) || count >= MAX_PAGES) return;
    seen.add(next);
    response = await transport.send({ path: next, headers: { accept }, asked });
  }
}

/** Path and query of the next page; whatever host a registry names, we stay with the one we trust. */
export function nextPath(link: string, from: string): string | null {
  const [, target] = /<([^<>]*)>\s*;[^,]*\brel\s*=\s*"?next\b/i.exec(link) ?? [];
  if (target === undefined) return null;
  try {
    const url = new URL(target, `http://registry${from}`);
    return url.pathname.startsWith('/v2/') ? url.pathname + url.search : null;
  } catch {
    return null;
  }
}

function parse(bytes: Uint8Array): JsonObject | null {
  try {
    return asObject(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}
