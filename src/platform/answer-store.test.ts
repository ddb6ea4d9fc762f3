import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { diskAnswerStore, memoryAnswerStore } from './answer-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fromage-answers-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

for (const [name, make] of [
  ['on disk', () => diskAnswerStore(folder, 'build 1')],
  ['in memory', () => memoryAnswerStore()],
] as const) {
  test(`answers ${name} come back to their question alone`, async () => {
    const store = make();
    await store.put('what?', 'this: é');
    await store.put('why?', '');
    assert.deepEqual(await Promise.all(['what?', 'why?', 'who?'].map((question) => store.get(question))), ['this: é', '', null]);
  });
}

test('what another build answered is not there', async () => {
  await diskAnswerStore(folder, 'build 1').put('what?', 'this');
  assert.equal(await diskAnswerStore(folder, 'build 2').get('what?'), null);
  assert.equal(await diskAnswerStore(folder, 'build 1').get('what?'), 'this');
});

test('a damaged answer is not there, and goes', async () => {
  const store = diskAnswerStore(folder, 'build 1');
  for (const damage of [
    (bytes: Uint8Array) => bytes.subarray(0, -1),
    (bytes: Uint8Array) => bytes.subarray(0, 3),
    (bytes: Uint8Array) => bytes.fill(0x20, -2),
  ]) {
    await store.put('what?', 'this');
    const [path = ''] = files();
    writeFileSync(path, damage(new Uint8Array(readFileSync(path))));
    assert.equal(await store.get('what?'), null);
    assert.deepEqual(files(), []);
  }
});

function files(): readonly string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  return found.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name));
}
