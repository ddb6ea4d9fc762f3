/** How patient we are with a registry. */
export interface RegistryLimits {
  /** Longest silence. Milliseconds. */
  readonly idleTimeoutMs: number;
  /** Tries of one request, the first included. */
  readonly tries: number;
  /** The wait before the second try; it doubles each time. Milliseconds. */
  readonly firstWaitMs: number;
  /** Longest wait between tries. Milliseconds. */
  readonly longestWaitMs: number;
  /** A registry that asks for a longer pause than this (Retry-After) is not waited for. Milliseconds. */
  readonly longestRetryAfterMs: number;
  /** How often a body that breaks off is taken up again without a byte more than before. */
  readonly resumes: number;
  /** How long a credential helper may take. Milliseconds. */
  readonly helperTimeoutMs: number;
}

export const REGISTRY_LIMITS: RegistryLimits = {
  idleTimeoutMs: 20_000,
  tries: 4,
  firstWaitMs: 500,
  longestWaitMs: 20_000,
  longestRetryAfterMs: 60_000,
  resumes: 4,
  helperTimeoutMs: 15_000,
};

/** Bytes of an answer that is neither manifest nor blob: a token, an error, a page of tags. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
export const MAX_REDIRECTS = 5;
export const MAX_PAGES = 200;
export const MAX_TAGS = 100_000;
export const MAX_REFERRERS = 1000;
