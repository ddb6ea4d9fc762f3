import { MEDIA_TYPES, readManifestObject } from '../../codec/manifests.ts';
import type { Digest } from '../../model/digest.ts';
import { splitDigest } from '../../model/digest.ts';
import type { Descriptor } from '../../model/manifest.ts';
import type { Asked } from './failure.ts';
import { failureOf } from './failure.ts';
import { MAX_REFERRERS } from './limits.ts';
import { readPages } from './pages.ts';
import type { Transport } from './transport.ts';

/** distribution-spec, "Listing Referrers"; a registry that does not have it says so with one of these. */
const WITHOUT_API = new Set([400, 404, 405, 406, 501]);

/** The manifests that name `subject`, from the API or from the index under the tag that stands in for it ("Referrers Tag Schema"). */
export async function listReferrers(base: string, subject: Digest, asked: Asked, transport: Transport): Promise<readonly Descriptor[]> {
  const path = `${base}/referrers/${subject}`;
  const first = await transport.send({ path, headers: { accept: MEDIA_TYPES.ociIndex }, asked });
  const hasApi = first.status === 200 && (first.headers['content-type'] ?? '').includes('json');
  if (!hasApi && (WITHOUT_API.has(first.status) || first.status === 200)) {
    first.discard();
    return listByTag(base, subject, asked, transport);
  }
  return collect(path, first, asked, transport);
}

async function listByTag(base: string, subject: Digest, asked: Asked, transport: Transport): Promise<readonly Descriptor[]> {
  const [algorithm, hex] = splitDigest(subject);
  // "truncated to 32 and 64 characters"
  const path = `${base}/manifests/${algorithm.slice(0, 32)}-${hex.slice(0, 64)}`;
  const response = await transport.send({ path, headers: { accept: MEDIA_TYPES.ociIndex }, asked });
  if (response.status === 404) {
    response.discard();
    return [];
  }
  if (response.status !== 200) throw await failureOf(response, asked);
  return collect(path, response, asked, transport);
}

async function collect(
  path: string,
  first: Parameters<typeof readPages>[2],
  asked: Asked,
  transport: Transport,
): Promise<readonly Descriptor[]> {
  const found = new Map<string, Descriptor>();
  for await (const { json } of readPages(path, MEDIA_TYPES.ociIndex, first, asked, transport)) {
    const document = readManifestObject(json, asked.what);
    for (const item of document.kind === 'index' ? document.index.manifests : []) found.set(item.digest, item);
    if (found.size >= MAX_REFERRERS) break;
  }
  return [...found.values()].slice(0, MAX_REFERRERS);
}
