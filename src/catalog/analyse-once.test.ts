import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { DiffId } from '../model/digest.ts';
import type { Layer } from '../model/image.ts';
import { memoryAnalysisStore } from '../platform/analysis-store.ts';
import type { TestPorts } from '../testing/index.ts';
import { chunked, layerTar, memoryFile, sha256, testPorts } from '../testing/index.ts';
import type { OncePorts } from './analyse-once.ts';
import { analyseOnce } from './analyse-once.ts';
import type { Extractor } from './cataloger.ts';
import { readBody } from './cataloger.ts';

const TAR = layerTar('etc/a: one\netc/b: two');
const DIFF_ID = sha256(TAR) as string as DiffId;

let world: TestPorts;
let ports: OncePorts;
let reads: string[];
before(async () => {
  world = await testPorts();
});
after(() => world.close());
beforeEach(() => {
  ports = { ...world, analyses: memoryAnalysisStore() };
  reads = [];
});

function reader(id: string, version: number): Extractor {
  return {
    id,
    version,
    wish: { paths: ['etc/*'] },
    maxBytes: 100,
    async extract(path, body) {
      reads.push(`${id} ${path}`);
      return (await readBody(body)).length + version;
    },
  };
}

/** As a registry's: the stream checks itself. */
function layerOf(tar: Uint8Array, diffId: DiffId | null): Layer {
  return { diffId, descriptor: null, size: tar.length, available: true, open: () => chunked(tar) };
}

test('a layer is read once, and only extractors that are new or changed run again', async () => {
  const layer = layerOf(TAR, DIFF_ID);
  const first = await analyseOnce(layer, { extractors: [reader('x', 1)] }, ports);
  assert.deepEqual(await analyseOnce(layer, { extractors: [reader('x', 1)] }, ports), first);
  assert.deepEqual(reads, ['x etc/a', 'x etc/b']);
  const both = await analyseOnce(layer, { extractors: [reader('x', 1), reader('y', 1)] }, ports);
  assert.deepEqual(reads.slice(2), ['y etc/a', 'y etc/b']);
  assert.deepEqual(
    both.facts.map(({ extractor, facts }) => [extractor, facts.map((fact) => fact.value)]),
    [
      ['x', [4, 4]],
      ['y', [4, 4]],
    ],
  );
  const changed = await analyseOnce(layer, { extractors: [reader('x', 2)] }, ports);
  assert.deepEqual([reads.length, changed.facts.map(({ version }) => version), changed.facts[0]?.facts[0]?.value], [6, [2], 5]);
});

test('a layer without a stated DiffID is kept under the one we hash', async () => {
  await analyseOnce(layerOf(TAR, null), { extractors: [reader('x', 1)] }, ports);
  await analyseOnce(layerOf(TAR, DIFF_ID), { extractors: [reader('x', 1)] }, ports);
  assert.equal(reads.length, 2);
});

test('bytes that were read in places are kept under their place only: a lying archive poisons nothing', async () => {
  const lie = layerTar('etc/a: a lie');
  const inFile = (identity: string | null): Layer => ({ ...layerOf(lie, DIFF_ID), plain: async () => ({ ...memoryFile(lie), identity }) });
  const settings = { extractors: [reader('x', 1)] };
  await analyseOnce(inFile('here'), settings, ports);
  await analyseOnce(inFile('here'), settings, ports);
  assert.equal(reads.length, 1);
  await analyseOnce(inFile(null), settings, ports);
  await analyseOnce(inFile(null), settings, ports);
  assert.equal(reads.length, 3);
  assert.equal((await analyseOnce(layerOf(TAR, DIFF_ID), settings, ports)).entries.count, 2);
});

test('what broke off is not kept, and a file is closed whatever happens', async () => {
  const settings = { extractors: [reader('x', 1)] };
  const cut = memoryFile(TAR.slice(0, 1200));
  const layer: Layer = { ...layerOf(TAR, null), plain: async () => ({ ...cut, identity: 'cut' }) };
  assert.equal((await analyseOnce(layer, settings, ports)).complete, false);
  assert.equal((await analyseOnce(layer, settings, ports)).complete, false);
  assert.deepEqual([reads.length, cut.isClosed()], [2, true]);
});
