import type { ByteStream } from './bytes.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Absolute. With `socketPath` the host part is only sent as the Host header. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** A Unix socket to speak to instead of TCP. */
  readonly socketPath?: string;
  readonly tls?: TlsOptions;
  /** Longest silence, from the request to the headers and between two chunks of the body. Milliseconds. */
  readonly idleTimeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface TlsOptions {
  /** False takes any certificate. */
  readonly verify: boolean;
  /** PEM, beside the system's. */
  readonly ca?: readonly string[];
  /** PEM: a client's certificate and key. */
  readonly cert?: string;
  readonly key?: string;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Read it to the end or call `discard`, so that the connection is free again. Throws `unreachable` where it breaks off or falls silent. */
  readonly body: ByteStream;
  discard(): void;
}

/** One request, one answer: no redirects, no retries, no credentials; those belong to who asks. Throws `unreachable`. */
export interface Http {
  send(request: HttpRequest): Promise<HttpResponse>;
}
