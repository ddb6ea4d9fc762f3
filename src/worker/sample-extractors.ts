import { threadId } from 'node:worker_threads';
import type { Extractor } from '../catalog/cataloger.ts';
import { readBody } from '../catalog/cataloger.ts';

function extractor(id: string, extract: Extractor['extract']): Extractor {
  return { id, version: 1, wish: { paths: ['etc/*'] }, maxBytes: 1_000_000, extract };
}

/** What the threads of tests can extract. */
export const SAMPLE_EXTRACTORS: readonly Extractor[] = [
  extractor('text', async (path, body) => [path, new TextDecoder().decode(await readBody(body))]),
  extractor('mistake', () => {
    throw new TypeError('a mistake of ours');
  }),
  extractor('thread', () => threadId),
  extractor('end', () => process.exit(7)),
];
