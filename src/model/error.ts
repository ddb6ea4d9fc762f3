/**
 * Every way the program can fail, in one closed union. What could not be read beside what could is no error but a
 * Problem (problem.ts); only what makes the whole answer worthless is thrown, and it is thrown as one of these.
 */
export type ErrorCode =
  | 'usage' // the words of the call are off
  | 'not-found' // no such file, reference, tag or blob
  | 'not-an-image' // it exists but is no container image
  | 'unsupported' // an image of a kind that is not read (schema 1, an encrypted layer …)
  | 'malformed' // bytes that break their format
  | 'truncated' // bytes that end too soon
  | 'digest-mismatch' // bytes that are not what their digest says
  | 'too-large' // over one of our bounds
  | 'ambiguous' // several answers, and no ground to choose
  | 'unauthorized' // the registry wants credentials, or others
  | 'rate-limited'
  | 'unreachable' // no answer: refused, timed out, no route, DNS
  | 'server-error' // an answer that is no answer: 5xx, garbage
  | 'offline' // it would need the network, and --offline was given
  | 'io' // the file system said no
  | 'interrupted';

/** Exit codes: 0 fine, 1 findings over the threshold, 2 usage, 3 could not do it, 4 answer incomplete. */
export const EXIT = { fine: 0, findings: 1, usage: 2, failed: 3, incomplete: 4 } as const;

/**
 * A failure in the user's words, with what to do about it. Never holds a credential; and no control character, whatever a
 * hostile image has for names: an error goes to a terminal.
 */
export class FromageError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | null;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(withoutControls(message), options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'FromageError';
    this.code = code;
    this.hint = options.hint === undefined ? HINTS[code] : withoutControls(options.hint);
  }

  /** Also of another bundle, whose class is another one: what a command runs is bundled apart from what reports its failure. */
  static is(error: unknown): error is FromageError {
    return error instanceof Error && error.name === 'FromageError' && 'exitCode' in error;
  }

  get exitCode(): number {
    return this.code === 'usage' ? EXIT.usage : EXIT.failed;
  }
}

/** What to do about a failure of a kind, where nothing better is said; null where no advice holds for all. */
const HINTS: Readonly<Record<ErrorCode, string | null>> = {
  usage: null,
  'not-found': 'check how it is written',
  'not-an-image': 'fromage trace --help tells what is read',
  unsupported: null,
  malformed: 'mend it, or get it again from where it came',
  truncated: 'save or fetch it again',
  'digest-mismatch': 'it is damaged, or was changed on its way: get it again from a source you trust',
  'too-large': 'nothing of its kind needs as much: is it what you meant?',
  ambiguous: null,
  unauthorized: null,
  'rate-limited': 'wait a while',
  unreachable: null,
  'server-error': 'try again later',
  offline: 'leave out --offline',
  io: null,
  interrupted: null,
};

/** Also none that turns the direction of writing, or hides. */
function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD');
}
