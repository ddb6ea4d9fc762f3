/** Every Linux tag of the bundled official index against an independent walk over the same facts. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Lineage } from '../model/lineage.ts';
import { nodeFiles } from '../platform/files.ts';
import type { RandomAccess } from '../ports/index.ts';
import { shortName } from './short-name.ts';
import { type OfficialIndex, openOfficialIndex } from './official-index.ts';
import { traceReference } from './trace-declared.ts';

const facts = fileURLToPath(new URL('../../../shared/data/lineage/', import.meta.url));
const skip = existsSync(`${facts}chains-head.jsonl`) ? false : 'the facts of ../shared/data/lineage are absent';

interface Chain {
  readonly image: string;
  readonly tags: readonly string[];
  readonly sharedTags: readonly string[];
  readonly chain: readonly string[];
  readonly end: string;
  readonly quality: string;
}

/**
 * The walk knows four stanzas of postfixadmin (16 tags) down to scratch from the library's own git history: they stand on
 * php:8.1-*, which the library has dropped and none of the facts describes. We say `unknown` below php:8.1.
 */
const UNDERIVABLE = 'history-tag';

let file: RandomAccess;
let official: OfficialIndex;

before(async () => {
  file = await nodeFiles().open(fileURLToPath(new URL('../../data/official-images.idx', import.meta.url)));
  official = await openOfficialIndex(file, '2026-08-21');
});
after(() => file.close());

test('the chain of every tag is that of the independent walk, and so is its end', { skip }, async () => {
  const different: string[] = [];
  const counts = { tags: 0, scratch: 0, unknown: 0, underivable: 0 };
  for (const row of rows<Chain>('chains-head')) {
    for (const tag of [...row.tags, ...row.sharedTags]) {
      const lineage = await traceTag(`${row.image}:${tag}`);
      counts.tags += 1;
      counts[lineage.end] += 1;
      const got = `${chainOf(lineage)} | ${lineage.end}`;
      const want = `${row.chain.slice(1).map(withTag).join(' ')} | ${row.end === 'scratch' ? 'scratch' : 'unknown'}`;
      if (got !== want && row.quality === UNDERIVABLE) counts.underivable += 1;
      else if (got !== want) different.push(`${row.image}:${tag}: got ${got}, want ${want} (${row.end}, ${row.quality})`);
    }
  }
  assert.deepEqual(different, []);
  assert.equal(counts.underivable, 16);
  assert.ok(counts.tags > 9000, `only ${counts.tags} tags were looked at`);
  // Ours never ends in scratch where the walk does not, so what is left is told as unknown.
  assert.ok(counts.scratch > 0.94 * counts.tags && counts.unknown > 0, JSON.stringify(counts));
});

function traceTag(name: string): Promise<Lineage> {
  return traceReference(`docker.io/library/${name}`, { os: 'linux', architecture: 'amd64' }, { known: { find: async () => [] }, official });
}

function chainOf(lineage: Lineage): string {
  return lineage.ancestors.map(({ reference }) => shortName(reference ?? '').replace(/@sha256.*$/, '')).join(' ');
}

test('the resolution told is the worst of the edges of the chain', { skip }, async () => {
  const order = ['exact', 'nearest', 'inferred'];
  const wrong: string[] = [];
  let looked = 0;
  for (const row of rows<Chain>('chains-head').filter(({ end, quality }) => end === 'scratch' && order.includes(quality))) {
    const { resolution } = await traceTag(row.chain[0] ?? '');
    looked += 1;
    const ours = order.indexOf((resolution ?? '').replace('-commit', ''));
    // Better than the walk says would be an invention.
    if (ours < order.indexOf(row.quality)) wrong.push(`${row.chain[0]}: ${resolution}, walk says ${row.quality}`);
  }
  assert.ok(looked > 1500);
  assert.deepEqual(wrong, []);
});

/** Where a FROM names no tag the walk leaves it out, and we say which one that means. */
function withTag(name: string): string {
  const plain = name.replace(/@sha256.*/, '');
  return /:[^/]*$/.test(plain) || plain !== name ? plain : `${plain}:latest`;
}

function rows<T>(name: string): readonly T[] {
  return readFileSync(`${facts}${name}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}
