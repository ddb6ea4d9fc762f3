import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { CATALOGERS } from './index.ts';

test('every file of the folder is a cataloger of the list, and is named for its id', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !/^index|\.test\.ts$/.test(name));
  assert.deepEqual(CATALOGERS.map(({ id }) => `${id}.ts`).toSorted(), files.toSorted());
});

test('ids are told apart, and each says what it reads', () => {
  assert.equal(new Set(CATALOGERS.map(({ id }) => id)).size, CATALOGERS.length);
  for (const { id, summary, types, wish } of CATALOGERS) {
    assert.match(id, /^[a-z][a-z0-9-]*$/);
    assert.ok(summary.length > 10 && types.length > 0 && wish.paths.length > 0, id);
  }
});
