import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { parseDiffId } from '../model/digest.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import { analysisOfText } from '../testing/layer-analyses.ts';
import { diskAnalysisStore, memoryAnalysisStore } from './analysis-store.ts';

const DIFF_ID = parseDiffId(`sha256:${'a'.repeat(64)}`) ?? assert.fail();
const OTHER = parseDiffId(`sha256:${'b'.repeat(64)}`) ?? assert.fail();
const ANALYSIS: LayerAnalysis = { ...analysisOfText('etc/a: one\netc/.wh.b'), diffId: DIFF_ID };
const PLACED: LayerAnalysis = { ...ANALYSIS, diffId: null };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fromage-analyses-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

for (const [name, make] of [
  ['on disk', () => diskAnalysisStore(folder)],
  ['in memory', () => memoryAnalysisStore()],
] as const) {
  describe(`an analysis store ${name}`, () => {
    test('gives back what was put, under its DiffID or its place', async () => {
      const store = make();
      await store.put({ diffId: DIFF_ID }, ANALYSIS);
      await store.put({ identity: 'file 1 0+9' }, PLACED);
      assert.deepEqual(await store.get({ diffId: DIFF_ID }), ANALYSIS);
      assert.deepEqual(await store.get({ identity: 'file 1 0+9' }), PLACED);
      assert.deepEqual([await store.get({ diffId: OTHER }), await store.get({ identity: 'file 2 0+9' })], [null, null]);
    });

    test('keeps nothing under a DiffID that was not hashed to it, and nothing that is not whole', async () => {
      const store = make();
      await store.put({ diffId: OTHER }, ANALYSIS);
      await store.put({ diffId: DIFF_ID }, PLACED);
      await store.put({ identity: 'x' }, { ...PLACED, complete: false });
      assert.deepEqual(
        [await store.get({ diffId: OTHER }), await store.get({ diffId: DIFF_ID }), await store.get({ identity: 'x' })],
        [null, null, null],
      );
    });
  });
}

describe('an analysis store on disk', () => {
  test('a byte changed anywhere, a cut file and another key’s file are not there, and go', async () => {
    const store = diskAnalysisStore(folder);
    for (const damage of [
      (bytes: Uint8Array) => bytes.subarray(0, 30),
      (bytes: Uint8Array) => bytes.fill(0xff, 40, 41),
      () => new Uint8Array(0),
    ]) {
      await store.put({ diffId: DIFF_ID }, ANALYSIS);
      const path = onlyFile();
      writeFileSync(path, damage(new Uint8Array(readFileSync(path))));
      assert.equal(await store.get({ diffId: DIFF_ID }), null);
      assert.equal(fileCount(), 0);
    }
    await store.put({ diffId: DIFF_ID }, ANALYSIS);
    const moved = onlyFile()
      .replaceAll('a'.repeat(64), 'b'.repeat(64))
      .replace(`${join(folder, 'a')}/`, `${join(folder, 'b')}/`);
    await store.put({ diffId: OTHER }, { ...ANALYSIS, diffId: OTHER });
    writeFileSync(moved, readFileSync(filesIn()[0] ?? ''));
    assert.equal(await store.get({ diffId: OTHER }), null);
  });

  test('two processes may write at once, and a folder that is none does not matter', async () => {
    const [one, two] = [diskAnalysisStore(folder), diskAnalysisStore(folder)];
    await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? one : two).put({ diffId: DIFF_ID }, ANALYSIS)));
    assert.deepEqual(await two.get({ diffId: DIFF_ID }), ANALYSIS);
    assert.equal(fileCount(), 1);
    const nowhere = diskAnalysisStore(join(onlyFile(), 'below-a-file'));
    await nowhere.put({ diffId: DIFF_ID }, ANALYSIS);
    assert.equal(await nowhere.get({ diffId: DIFF_ID }), null);
  });

  function filesIn(): readonly string[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => join(item.parentPath, item.name))
      .sort();
  }

  function fileCount(): number {
    return filesIn().length;
  }

  function onlyFile(): string {
    const [path, ...others] = filesIn();
    assert.deepEqual([typeof path, others], ['string', []]);
    return path ?? '';
  }
});
