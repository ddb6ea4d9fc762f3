import type { LentBytes, StoredExpectation } from '../model/image.ts';
import { FromageError } from '../model/error.ts';
import type { ErrorCode } from '../model/error.ts';

/** What the program says to a thread. A thread has one layer at a time, so nothing needs a number. */
export type ToWorker =
  | {
      readonly kind: 'analyse';
      readonly layer: StoredExpectation;
      readonly extractors: readonly string[];
      /** Where its stored bytes lie; null where they are to be asked for. */
      readonly lent: Pick<LentBytes, 'handle' | 'offset' | 'size'> | null;
    }
  /** The next stored bytes; their memory is the thread's now. */
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end' }
  /** The stored bytes can't be had; why is known on this side. */
  | { readonly kind: 'failed'; readonly error: SentError };

/** What a thread says. */
export type FromWorker =
  /** The stored bytes from their beginning, please; also a second time. */
  | { readonly kind: 'open' }
  /** A chunk was used up; another may come. Its memory goes back. */
  | { readonly kind: 'more'; readonly memory: ArrayBuffer }
  /** The rest of them is not wanted. */
  | { readonly kind: 'stop' }
  /** The analysis, encoded. */
  | { readonly kind: 'done'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'error'; readonly error: SentError };

/** A failure as it crosses; anything but a FromageError is a mistake of ours, told by its stack. */
export interface SentError {
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly hint: string | null;
}

export function sendError(error: unknown): SentError {
  if (FromageError.is(error)) return { code: error.code, message: error.message, hint: error.hint };
  return { code: null, message: error instanceof Error ? (error.stack ?? error.message) : String(error), hint: null };
}

export function receiveError({ code, message, hint }: SentError): Error {
  return code === null ? new Error(message) : new FromageError(code, message, hint === null ? {} : { hint });
}

/** Chunks that may be under way to a thread at once: while it works on one, the next is there. */
export const CREDITS = 4;
