import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { analyseStream } from '../catalog/analyse-layer.ts';
import { decodeAnalysis } from '../codec/layer-analysis.ts';
import type { DiffId, Digest } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { StoredLayer } from '../model/image.ts';
import { nodeFiles } from '../platform/files.ts';
import { nodeHash } from '../platform/hash.ts';
import { nodeInflate } from '../platform/inflate.ts';
import { startWorkers } from '../platform/worker-pool.ts';
import type { ByteStream } from '../ports/index.ts';
import { LAYER_LIMITS } from '../store/decompress.ts';
import { openChecked } from '../store/image-layers.ts';
import type { Compression, LayerLine } from '../testing/index.ts';
import { chunked, compress, layerTar, sha256 } from '../testing/index.ts';
import { SAMPLE_EXTRACTORS } from './sample-extractors.ts';

const ENTRY = new URL('./sample-entry.ts', import.meta.url);
const PORTS = { files: nodeFiles(), hash: nodeHash, inflate: nodeInflate };

const BULK: LayerLine = { name: 'bulk', type: 'file', body: noise(400_000) };
const FILES: readonly LayerLine[] = ['etc/a: one', BULK, 'store/x: linked', 'etc/b => store/x', 'etc/.wh.c'];

/** Bytes that no compression makes fewer. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

let checked: string[];
let opened: number;
beforeEach(() => {
  checked = [];
  opened = 0;
});

function storedLayer(files: readonly LayerLine[], compression: Compression, changes: Partial<StoredLayer> = {}): StoredLayer {
  const tar = layerTar(files);
  const bytes = compress(tar, compression);
  return {
    what: 'layer 1',
    digest: sha256(bytes),
    size: bytes.length,
    diffId: sha256(tar) as string as DiffId,
    limits: LAYER_LIMITS,
    open: () => {
      opened += 1;
      return chunked(bytes, 5000);
    },
    checked: () => void checked.push(compression),
    ...changes,
  };
}

describe('threads that analyse layers', () => {
  let pool: ReturnType<typeof startWorkers>;
  before(() => {
    pool = startWorkers({ entry: ENTRY, extractors: SAMPLE_EXTRACTORS, width: 2 });
  });
  after(() => pool.close());

  for (const compression of ['none', 'gzip', 'zstd'] as const) {
    test(`a layer packed with ${compression}: the same as in place, checked, and read twice for its hard links`, async () => {
      const layer = storedLayer(FILES, compression);
      const { analysis: found, encoded } = await pool.analyse(layer, ['text']);
      assert.deepEqual(decodeAnalysis(encoded), found);
      assert.deepEqual([checked, opened], [[compression], 2]);
      const here = { open: () => openChecked(layer.open(), layer, PORTS), diffId: layer.diffId };
      assert.deepEqual(found, await analyseStream(here, { extractors: SAMPLE_EXTRACTORS.slice(0, 1) }, PORTS));
      assert.deepEqual(
        found.facts[0]?.facts.map((fact) => fact.value),
        [
          ['etc/a', 'one'],
          ['etc/b', 'linked'],
        ],
      );
    });
  }

  test('bytes in a local file are read in the thread, checked there, and given back', async () => {
    const bytes = compress(layerTar(FILES), 'gzip');
    const folder = await mkdtemp(join(tmpdir(), 'fromage-lent-'));
    await writeFile(join(folder, 'archive'), Buffer.concat([Buffer.alloc(700), bytes, Buffer.alloc(99)]));
    const file = await nodeFiles().open(join(folder, 'archive'));
    try {
      let lent = 0;
      const lend = (size: number) => async () => {
        const loan = file.lend?.();
        assert.ok(loan !== undefined);
        lent += 1;
        const release = async () => {
          loan.release();
          lent -= 1;
        };
        return { handle: loan.handle, offset: 700, size, release };
      };
      const found = await analyse(storedLayer(FILES, 'gzip', { lend: lend(bytes.length) }), ['text']);
      assert.deepEqual(found, await analyse(storedLayer(FILES, 'gzip'), ['text']));
      assert.deepEqual([found.complete, opened, lent], [true, 2, 0], 'opened for the second answer alone');
      const cut = await analyse(storedLayer(FILES, 'gzip', { lend: lend(bytes.length - 1) }), ['text']);
      assert.deepEqual([cut.complete, cut.problems.length], [false, 1]);
      await assert.rejects(
        pool.analyse(storedLayer(FILES, 'gzip', { lend: lend(bytes.length + 200) }), ['text']),
        isError('digest-mismatch', /^layer 1 has more than/),
      );
      assert.equal(lent, 0);
    } finally {
      await file.close();
      await rm(folder, { recursive: true });
    }
  });

  test('more layers than threads come each to its own answer', async () => {
    const layers = Array.from({ length: 7 }, (_, i) => storedLayer([`etc/a: ${i}`, BULK], 'gzip'));
    const found = await Promise.all(layers.map((layer) => analyse(layer, ['text'])));
    assert.deepEqual(
      found.map((one) => one.facts[0]?.facts[0]?.value),
      layers.map((_, i) => ['etc/a', String(i)]),
    );
  });

  test('bytes that are not what their digests say are refused, and not said to be checked', async () => {
    const wrong = sha256(new Uint8Array(1));
    await assert.rejects(
      pool.analyse(storedLayer(FILES, 'gzip', { digest: wrong }), ['text']),
      isError('digest-mismatch', /^layer 1 is not what its digest says/),
    );
    await assert.rejects(
      pool.analyse(storedLayer(FILES, 'gzip', { diffId: wrong as Digest as string as DiffId }), ['text']),
      isError('digest-mismatch', /uncompressed/),
    );
    assert.deepEqual(checked, []);
  });

  test('a layer that breaks off gives what came before', async () => {
    const bytes = compress(layerTar(FILES), 'gzip');
    const cut = await analyse(storedLayer(FILES, 'gzip', { open: () => chunked(bytes.slice(0, 3000), 700) }), ['text']);
    assert.deepEqual([cut.complete, cut.diffId, cut.problems.length, checked], [false, null, 1, []]);
  });

  test('what the source throws is thrown as it was, and the next layer is read all the same', async () => {
    const error = new FromageError('unreachable', 'the registry fell silent');
    async function* broken(): ByteStream {
      yield* chunked(compress(layerTar(FILES), 'gzip').subarray(0, 20_000), 5000);
      throw error;
    }
    for (const width of [1, 2, 3]) {
      await assert.rejects(pool.analyse(storedLayer(FILES, 'gzip', { open: broken }), ['text']), (found) => found === error, `${width}`);
      assert.equal((await analyse(storedLayer(FILES, 'zstd'), ['text'])).complete, true);
    }
  });

  test('damaged bytes leave the rest unread, and the next layer does not begin with it', async () => {
    const bytes = compress(layerTar([BULK, BULK, BULK]), 'gzip');
    bytes.fill(0xee, 9000, 9500);
    for (let i = 0; i < 3; i += 1) {
      assert.equal(
        (await analyse(storedLayer(FILES, 'gzip', { digest: null, open: () => chunked(bytes, 3000) }), ['text'])).complete,
        false,
      );
      assert.equal((await analyse(storedLayer(FILES, 'gzip'), ['text'])).complete, true);
    }
  });

  test('a mistake in an extractor and a thread that ends are failures of their layer only', async () => {
    await assert.rejects(pool.analyse(storedLayer(FILES, 'gzip'), ['mistake']), /a mistake of ours/);
    await assert.rejects(pool.analyse(storedLayer(FILES, 'gzip'), ['end']), /ended with 7/);
    assert.equal((await analyse(storedLayer(FILES, 'gzip'), ['text'])).complete, true);
  });

  test('it is asked for versions it has only', () => {
    assert.equal(pool.know([{ id: 'text', version: 1 }]), true);
    assert.equal(pool.know([{ id: 'text', version: 2 }]), false);
    assert.equal(
      pool.know([
        { id: 'text', version: 1 },
        { id: 'other', version: 1 },
      ]),
      false,
    );
  });

  test('threads beyond the layers still expected are ended, and others started where more come', async () => {
    const own = startWorkers({ entry: ENTRY, extractors: SAMPLE_EXTRACTORS, width: 2 });
    const layer = storedLayer(FILES, 'gzip');
    const thread = async () => (await own.analyse(layer, ['thread'])).analysis.facts[0]?.facts[0]?.value;
    const both = new Set(await Promise.all([thread(), thread()]));
    assert.equal(both.size, 2);
    own.expect(2);
    assert.ok(both.has(await thread()), 'one that has no work is kept while a layer is to come');
    own.expect(1);
    assert.ok(both.has(await thread()));
    own.expect(3);
    assert.ok(!both.has(await thread()), 'the last layer left none');
    await own.close();
  });

  async function analyse(layer: StoredLayer, extractors: readonly string[]) {
    return (await pool.analyse(layer, extractors)).analysis;
  }

  function isError(code: string, message: RegExp) {
    return (error: unknown) => FromageError.is(error) && error.code === code && message.test(error.message);
  }
});

test('a pool that is closed gives up what it has under way', async () => {
  const pool = startWorkers({ entry: ENTRY, extractors: SAMPLE_EXTRACTORS, width: 1 });
  async function* endless(): ByteStream {
    for (;;) yield new Uint8Array(1000);
  }
  const failing = [0, 1].map(() => assert.rejects(pool.analyse(storedLayer(FILES, 'none', { digest: null, open: endless }), ['text'])));
  await new Promise((resolve) => setImmediate(resolve));
  await pool.close();
  await Promise.all(failing);
});

test('an idle pool does not keep the program alive, and an interrupt ends one at work', async () => {
  const script = (work: string) => `
    import { startWorkers } from ${JSON.stringify(new URL('../platform/worker-pool.ts', import.meta.url).href)};
    const pool = startWorkers({ entry: new URL(${JSON.stringify(ENTRY.href)}), extractors: [], width: 2 });
    const limits = { maxBytes: 1e12, maxRatio: 400, ratioFrom: 1e12 };
    const zeros = async function* (count) { for (let i = 0; i < count; i += 1) yield new Uint8Array(1024); };
    const layer = (count) => ({ what: 'x', digest: null, size: null, diffId: null, limits, checked() {}, open: () => zeros(count) });
    await pool.analyse(layer(2), []);
    console.log('one is done');
    ${work}`;
  const idle = run(script(''));
  assert.deepEqual(await once(idle, 'exit'), [0, null]);
  const busy = run(script('await pool.analyse(layer(Infinity), []);'));
  await once(busy.stdout, 'data');
  busy.kill('SIGINT');
  assert.deepEqual(await once(busy, 'exit'), [null, 'SIGINT']);
});

function run(script: string) {
  return spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}
