import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { decodeAnalysis, encodeAnalysis } from '../codec/layer-analysis.ts';
import type { DiffId } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { ByteStream } from '../ports/index.ts';
import type { LayerLine, TestPorts } from '../testing/index.ts';
import { chunked, layerTar, memoryFile, sha256, testPorts } from '../testing/index.ts';
import type { AnalysisSettings } from './analyse-layer.ts';
import { analyseFile, analyseStream } from './analyse-layer.ts';
import type { Extractor } from './cataloger.ts';
import { readBody } from './cataloger.ts';

let ports: TestPorts;
before(async () => {
  ports = await testPorts();
});
after(() => ports.close());

/** Tells path, size and the sum of the bytes. */
const sums: Extractor = {
  id: 'sums',
  version: 1,
  wish: { paths: ['etc/*', '**/*.bin'] },
  maxBytes: 100_000,
  async extract(path, body) {
    const bytes = await readBody(body);
    return bytes.length === 3 ? null : [path, body.size, bytes.reduce((sum, byte) => sum + byte, 0)];
  },
};

/** Reads the last four bytes of programs. */
const tails: Extractor = {
  id: 'tails',
  version: 2,
  wish: { paths: ['**'], executable: true, magic: [Uint8Array.of(0x7f, 0x45, 0x4c, 0x46)] },
  maxBytes: 200_000,
  async extract(_path, body) {
    const tail = new Uint8Array(4);
    const count = await body.read(body.size - 4, tail);
    return [count, ...tail];
  },
};

const SETTINGS: AnalysisSettings = { extractors: [sums, tails], memoryBytes: 4096 };

function program(size: number): Uint8Array {
  const bytes = Uint8Array.from({ length: size }, (_, i) => i % 251);
  bytes.set([0x7f, 0x45, 0x4c, 0x46]);
  return bytes;
}

function sumOf(text: string): number {
  return new TextEncoder().encode(text).reduce((sum, byte) => sum + byte, 0);
}

const ITEMS: readonly LayerLine[] = [
  'etc/',
  'etc/hostname: web',
  'etc/motd: hello',
  'etc/empty',
  'etc/.wh.gone',
  { name: 'usr/bin/small', type: 'file', mode: 0o755, body: program(700) },
  { name: 'usr/bin/large', type: 'file', mode: 0o755, body: program(70_000) },
  { name: 'usr/bin/script', type: 'file', mode: 0o755, body: new TextEncoder().encode('#!/bin/sh\n'.repeat(900)) },
  { name: 'usr/lib/data.bin', type: 'file', body: program(9000) },
  { name: 'usr/lib/library.so', type: 'file', body: program(900) },
  'bin/small => usr/bin/small',
  'store/ab12: linked body',
  'etc/linked => store/ab12',
  'etc/again => store/ab12',
  'etc/late: last',
];

const EXPECTED = {
  sums: [
    ['etc/motd', 5, sumOf('hello')],
    ['etc/empty', 0, 0],
    ['usr/lib/data.bin', 9000, program(9000).reduce((sum, byte) => sum + byte, 0)],
    ['etc/linked', 11, sumOf('linked body')],
    ['etc/linked', 11, sumOf('linked body')],
    ['etc/late', 4, sumOf('last')],
  ],
  tails: [
    [4, ...program(700).slice(-4)],
    [4, ...program(70_000).slice(-4)],
    [4, ...program(700).slice(-4)],
  ],
};

function factsOf({ facts }: LayerAnalysis): unknown {
  return Object.fromEntries(facts.map((one) => [one.extractor, one.facts.map((fact) => fact.value)]));
}

function streamOf(tar: Uint8Array, size?: number) {
  return { open: () => chunked(tar, size), diffId: null };
}

describe('analyseStream and analyseFile', () => {
  const tar = layerTar(ITEMS);

  test('whatever the chunks, the same entries and facts, and the DiffID', async () => {
    const whole = await analyseStream(streamOf(tar), SETTINGS, ports);
    assert.deepEqual(factsOf(whole), EXPECTED);
    assert.deepEqual(
      [whole.diffId, whole.bytes, whole.complete, whole.problems, whole.entries.count, whole.whiteouts.name.length],
      [sha256(tar), tar.length, true, [], 14, 1],
    );
    for (const size of [97, 512, 513, 10_000])
      assert.deepEqual(await analyseStream(streamOf(tar, size), SETTINGS, ports), whole, `chunks of ${size}`);
  });

  test('from a file the same, without a DiffID, and what nobody wants is not read', async () => {
    const bulk: readonly LayerLine[] = [
      ...ITEMS,
      { name: 'bulk', type: 'file', body: new Uint8Array(5_000_000) },
      { name: 'text', type: 'file', mode: 0o755, body: new Uint8Array(3_000_000) },
    ];
    const tars = layerTar(bulk);
    const file = memoryFile(tars);
    const settings = { ...SETTINGS, extractors: [sums, { ...tails, maxBytes: 9_000_000 }] };
    const placed = await analyseFile(file, settings, ports);
    const streamed = await analyseStream(streamOf(tars), settings, ports);
    assert.deepEqual({ ...placed, diffId: streamed.diffId }, streamed);
    assert.equal(placed.diffId, null);
    assert.ok(file.bytesRead() < 150_000, `${file.bytesRead()} of ${tars.length} bytes were read`);
  });

  test('the encoding keeps all of it', async () => {
    const whole = await analyseStream(streamOf(tar), SETTINGS, ports);
    assert.deepEqual(decodeAnalysis(encodeAnalysis(whole)), whole);
  });

  test('a stream that checks itself is not hashed again', async () => {
    const diffId = sha256(tar) as string as DiffId;
    const noHash = { ...ports, hash: { start: () => assert.fail('hashed again') } };
    assert.equal((await analyseStream({ open: () => chunked(tar), diffId }, SETTINGS, noHash)).diffId, diffId);
  });
});

for (const [way, analyse] of [
  ['a stream', (tar: Uint8Array, settings: AnalysisSettings) => analyseStream(streamOf(tar, 700), settings, ports)],
  ['a file', (tar: Uint8Array, settings: AnalysisSettings) => analyseFile(memoryFile(tar), settings, ports)],
] as const) {
  describe(`hostile layers by ${way}`, () => {
    test('a tar cut within a wanted body gives what came before, and a Problem', async () => {
      const tar = layerTar(['etc/a: first', { name: 'etc/b', type: 'file', body: new Uint8Array(20_000) }]);
      const cut = await analyse(tar.slice(0, 9000), SETTINGS);
      assert.deepEqual(
        [cut.complete, factsOf(cut), cut.problems.map((problem) => [problem.kind, problem.incomplete])],
        [false, { sums: [['etc/a', 5, sumOf('first')]], tails: [] }, [['broken-layer', true]]],
      );
      assert.match(cut.problems[0]?.message ?? '', /ends within "etc\/b"/);
    });

    test('garbage between entries gives what came before', async () => {
      const tar = layerTar('etc/a: first\netc/b: second');
      tar.fill(0xee, 1024, 1536);
      const broken = await analyse(tar, SETTINGS);
      assert.deepEqual([broken.complete, broken.entries.count, broken.problems.length], [false, 1, 1]);
    });

    test('a layer without an end mark, an empty one, and none at all', async () => {
      const tar = layerTar('etc/a: first');
      assert.deepEqual(
        (await analyse(tar.slice(0, 1024), SETTINGS)).problems.map((problem) => problem.kind),
        ['no-end-mark'],
      );
      assert.deepEqual((await analyse(layerTar(''), SETTINGS)).problems, []);
      assert.deepEqual((await analyse(new Uint8Array(0), SETTINGS)).entries.count, 0);
    });

    test('a file over its bound, a sparse one and one that cannot be read are Problems; the others are read', async () => {
      const fails: Extractor = { ...sums, id: 'fails', extract: () => Promise.reject(new FromageError('malformed', 'no such format')) };
      const tar = layerTar([{ name: 'etc/huge', type: 'file', body: new Uint8Array(100_001) }, 'etc/ok: fine']);
      const told = await analyse(tar, { ...SETTINGS, extractors: [fails, sums] });
      assert.deepEqual(
        told.problems.map((problem) => [problem.where, problem.incomplete, problem.message]),
        [
          ['etc/huge', true, '"etc/huge" has 100001 bytes; fails reads at most 100000'],
          ['etc/huge', true, '"etc/huge" has 100001 bytes; sums reads at most 100000'],
          ['etc/ok', true, '"etc/ok" could not be read: no such format'],
        ],
      );
      assert.deepEqual(factsOf(told), { fails: [], sums: [['etc/ok', 4, sumOf('fine')]] });
    });

    test('links to what was asked about already, and passed over by its first bytes or its size, cost no further look', async () => {
      let opened = 0;
      const tar = layerTar([{ name: 'script', type: 'file', mode: 0o755, body: program(50).fill(1) }, 'link (0755) => script']);
      const open = () => {
        opened += 1;
        return chunked(tar);
      };
      const counted = { open, diffId: null };
      assert.deepEqual(factsOf(await (way === 'a stream' ? analyseStream(counted, SETTINGS, ports) : analyse(tar, SETTINGS))), {
        sums: [],
        tails: [],
      });
      assert.ok(opened <= 1);
    });

    test('hard links in circles and to nothing are left', async () => {
      const odd = await analyse(layerTar('etc/a => etc/b\netc/b => etc/a\netc/c => none\netc/d => etc/d'), SETTINGS);
      assert.deepEqual(factsOf(odd), { sums: [], tails: [] });
    });

    test("an extractor's own mistake ends the run", async () => {
      const bad: Extractor = { ...sums, extract: () => Promise.reject(new TypeError('a bug')) };
      await assert.rejects(analyse(layerTar('etc/a: x'), { extractors: [bad] }), /a bug/);
    });
  });
}

describe('a stream that fails', () => {
  const tar = layerTar([{ name: 'etc/big.bin', type: 'file', body: new Uint8Array(60_000) }, 'etc/z: z']);

  async function* failing(code: 'digest-mismatch' | 'truncated', after: number): ByteStream {
    yield* chunked(tar.subarray(0, after), 5000);
    throw new FromageError(code, 'the stream failed');
  }

  test('with wrong bytes it is thrown on, wherever it happens, and no temporary file is left open', async () => {
    for (const at of [0, 5000, 30_000, tar.length]) {
      await assert.rejects(
        analyseStream({ open: () => failing('digest-mismatch', at), diffId: null }, SETTINGS, ports),
        /the stream failed/,
      );
    }
  });

  test('cut off it gives what came before', async () => {
    const cut = await analyseStream({ open: () => failing('truncated', 30_000), diffId: null }, SETTINGS, ports);
    assert.deepEqual([cut.complete, cut.diffId, cut.entries.count, cut.problems.length], [false, null, 1, 1]);
  });

  test('where the temporary file cannot be written that is thrown', async () => {
    const full = { ...ports, files: { ...ports.files, spool: () => Promise.reject(new FromageError('io', 'no space left')) } };
    await assert.rejects(analyseStream(streamOf(tar), SETTINGS, full), /no space left/);
    const late = {
      ...ports,
      files: {
        ...ports.files,
        spool: async (stream: ByteStream) => {
          for await (const chunk of stream) if (chunk.length > 0) throw new FromageError('io', 'no space left');
          return assert.fail('nothing was written');
        },
      },
    };
    await assert.rejects(analyseStream(streamOf(tar, 5000), SETTINGS, late), /no space left/);
  });
});
