import type { Digest } from '../../model/digest.ts';
import type { Asked } from './failure.ts';
import { failureOf, garbage } from './failure.ts';
import type { Transport } from './transport.ts';

/** Sending takes as long as it takes: from the first byte out to the answer. Milliseconds. */
const PATIENCE_MS = 15 * 60_000;

/** What is sent to a repository, and how it is called in messages. */
export interface Upload {
  /** `/v2/team/db`. */
  readonly base: string;
  /** Where the registry's API is: another host is not sent anything. */
  readonly host: string;
  readonly asked: Asked;
}

/** Puts a blob, unless it is there; distribution-spec, "Pushing blobs", POST then PUT. Throws `unauthorized`, `server-error` and what transport throws. */
export async function pushBlob(bytes: Uint8Array, digest: Digest, { base, host, asked }: Upload, transport: Transport): Promise<void> {
  const there = await transport.send({ method: 'HEAD', path: `${base}/blobs/${digest}`, asked });
  there.discard();
  if (there.status === 200) return;
  const begun = await transport.send({ method: 'POST', path: `${base}/blobs/uploads/`, body: new Uint8Array(0), asked });
  if (begun.status !== 202) throw await failureOf(begun, asked);
  begun.discard();
  const path = uploadPath(begun.headers['location'], base, host, asked);
  const headers = { 'content-type': 'application/octet-stream' };
  const whole = `${path}${path.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`;
  const put = await transport.send({ method: 'PUT', path: whole, headers, body: bytes, idleTimeoutMs: PATIENCE_MS, asked });
  if (put.status !== 201) throw await failureOf(put, asked);
  put.discard();
}

/** Puts a manifest under a tag or its digest; all that it names must be there. Throws as pushBlob. */
export async function pushManifest(bytes: Uint8Array, mediaType: string, tag: string, to: Upload, transport: Transport): Promise<void> {
  const headers = { 'content-type': mediaType };
  const put = await transport.send({ method: 'PUT', path: `${to.base}/manifests/${tag}`, headers, body: bytes, asked: to.asked });
  if (put.status !== 201) throw await failureOf(put, to.asked);
  put.discard();
}

/** Where the upload goes on: a path below the registry's own host, credentials and all. */
function uploadPath(location: string | undefined, base: string, host: string, asked: Asked): string {
  let url: URL;
  try {
    url = new URL(location ?? '', `https://${host}${base}/blobs/uploads/`);
  } catch {
    throw garbage(asked, 'it does not say where to send the blob');
  }
  if (location === undefined) throw garbage(asked, 'it does not say where to send the blob');
  if (url.host !== host) throw garbage(asked, `it wants the blob to be sent to another host, ${url.host}`);
  return `${url.pathname}${url.search}`;
}
