import { FromageError } from '../../model/error.ts';
import type { Clock, HttpResponse } from '../../ports/index.ts';
import type { RegistryLimits } from './limits.ts';

/** Failures that come again at once: another try is a waste of the user's time. The rest may be a passing trouble. */
const LASTING = /^(ECONNREFUSED|ENOTFOUND|ENOENT|EACCES|EPROTO|EPROXY|CERT_|ERR_|UNABLE_|DEPTH_|SELF_)/;

/**
 * Sends until there is an answer worth having: passing troubles, 5xx and 429 are tried again, with doubling and jittered
 * waits, or as long as Retry-After says. The last answer is given back whatever it is; the last error is thrown.
 */
export async function sendPatiently(send: () => Promise<HttpResponse>, limits: RegistryLimits, clock: Clock): Promise<HttpResponse> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await send().catch((error: unknown) => error);
    const wait = waitBefore(outcome, attempt, limits, clock.now());
    if (attempt >= limits.tries || wait === null) {
      if (isResponse(outcome)) return outcome;
      throw outcome;
    }
    if (isResponse(outcome)) outcome.discard();
    await clock.sleep(wait);
  }
}

/** Whether the trouble may be over in a moment. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof FromageError) || error.code !== 'unreachable') return false;
  return !LASTING.test(causeOf(error));
}

/** Whether nothing came for the whole idle timeout. */
export function isTimeout(error: unknown): boolean {
  return causeOf(error) === 'ETIMEDOUT';
}

/** Between half of the doubled wait and the whole of it, so that many who were cut off together don't come back together. */
export function backOff(attempt: number, limits: RegistryLimits): number {
  const whole = Math.min(limits.firstWaitMs * 2 ** (attempt - 1), limits.longestWaitMs);
  return Math.round(whole / 2 + (whole / 2) * Math.random());
}

/** Null: not to be tried again. */
function waitBefore(outcome: unknown, attempt: number, limits: RegistryLimits, now: number): number | null {
  if (!isResponse(outcome)) {
    // Who was silent for a whole idle timeout is given one more chance, not four.
    const patience = isTimeout(outcome) ? attempt < 2 : true;
    return isPassing(outcome) && patience ? backOff(attempt, limits) : null;
  }
  if (outcome.status !== 429 && !isTransient(outcome.status)) return null;
  const asked = readRetryAfter(outcome.headers['retry-after'], now);
  if (asked === null) return backOff(attempt, limits);
  return asked <= limits.longestRetryAfterMs ? asked : null;
}

function isTransient(status: number): boolean {
  return status === 408 || status === 500 || status === 502 || status === 503 || status === 504;
}

/** Seconds or a date (RFC 9110, 10.2.3) as milliseconds from now; null where absent or neither. */
function readRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function causeOf(error: unknown): string {
  const code = (error as { cause?: { code?: unknown } } | null)?.cause?.code;
  return typeof code === 'string' ? code : '';
}

function isResponse(outcome: unknown): outcome is HttpResponse {
  return typeof outcome === 'object' && outcome !== null && 'status' in outcome && !(outcome instanceof Error);
}
