import { asTexts } from '../../codec/json-shape.ts';
import type { Asked } from './failure.ts';
import { MAX_TAGS } from './limits.ts';
import { readPages } from './pages.ts';
import type { Transport } from './transport.ts';

/** All tags of a repository; distribution-spec, "Listing Tags". What can't be a tag is left out. */
export async function listTags(base: string, asked: Asked, transport: Transport): Promise<readonly string[]> {
  const accept = 'application/json';
  const path = `${base}/tags/list?n=1000`;
  const first = await transport.send({ path, headers: { accept }, asked });
  const tags = new Set<string>();
  for await (const { json } of readPages(path, accept, first, asked, transport)) {
    for (const tag of asTexts(json['tags'])) if (/^\w[\w.-]{0,127}$/.test(tag)) tags.add(tag);
    if (tags.size >= MAX_TAGS) break;
  }
  return [...tags].slice(0, MAX_TAGS);
}
