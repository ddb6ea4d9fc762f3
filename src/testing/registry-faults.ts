import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RouteAnswer } from './registry-routes.ts';
import { jsonAnswer } from './registry-routes.ts';

/** What goes wrong with an answer. */
export interface Fault {
  /** Found in `METHOD path`. */
  readonly match: string | RegExp;
  /** How often; default once. */
  times?: number;
  /** Answers this status, with an error body. */
  readonly status?: number;
  /** Retry-After: seconds or a date. */
  readonly retryAfter?: string;
  /** Never answers. */
  readonly hang?: boolean;
  /** Cuts the connection after so many bytes of the body. */
  readonly truncateAt?: number;
  /** Falls silent after so many bytes of the body. */
  readonly hangAt?: number;
  /** Answers 200 with this instead. */
  readonly garbage?: string;
  /** Flips a bit in the body. */
  readonly wrongDigest?: boolean;
  /** Answers 307 with this Location. */
  readonly redirectTo?: string;
  /** Knows no ranges. */
  readonly noRanges?: boolean;
}

export function takeFault(faults: readonly Fault[], line: string): Fault | null {
  for (const fault of faults) {
    const matches = typeof fault.match === 'string' ? line.includes(fault.match) : fault.match.test(line);
    const left = fault.times ?? 1;
    if (!matches || left <= 0) continue;
    fault.times = left - 1;
    return fault;
  }
  return null;
}

/** Writes the answer, as the fault would have it. */
export function applyFault(fault: Fault | null, answer: RouteAnswer, request: IncomingMessage, response: ServerResponse): void {
  if (fault?.hang === true) return;
  const result = fault === null ? answer : spoil(fault, answer);
  const body = request.method === 'HEAD' ? new Uint8Array(0) : result.body;
  response.writeHead(result.status, { ...result.headers, 'content-length': String(result.body.length) });
  const cut = fault?.truncateAt ?? fault?.hangAt;
  if (cut === undefined) return void response.end(body);
  response.write(body.subarray(0, cut), () => {
    if (fault?.truncateAt !== undefined) response.destroy();
  });
}

function spoil(fault: Fault, answer: RouteAnswer): RouteAnswer {
  if (fault.redirectTo !== undefined) return { status: 307, headers: { location: fault.redirectTo }, body: new Uint8Array(0) };
  if (fault.garbage !== undefined) {
    return { status: 200, headers: { 'content-type': 'text/html' }, body: new TextEncoder().encode(fault.garbage) };
  }
  const retryAfter = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
  if (fault.status !== undefined) {
    const error = jsonAnswer(fault.status, {
      errors: [{ code: fault.status === 429 ? 'TOOMANYREQUESTS' : 'UNKNOWN', message: 'a fault' }],
    });
    return { ...error, headers: { ...error.headers, ...retryAfter } };
  }
  if (fault.wrongDigest !== true) return answer;
  const body = answer.body.slice();
  const last = body.length - 1;
  // The last byte but one: a manifest stays JSON where that is a digit or a letter of a string.
  body[last - 1] = (body[last - 1] ?? 0) ^ 1;
  return { ...answer, body };
}
