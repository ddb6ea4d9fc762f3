import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { CATALOGERS } from './index.ts';

test('every file of the folder that is a cataloger is in the registry', async () => {
  const files = readdirSync(import.meta.dirname).filter((name) => /^[a-z-]+\.ts$/.test(name) && name !== 'index.ts');
  const exported = await Promise.all(files.map(async (name) => Object.values(await import(`./${name}`))));
  const catalogers = exported.flat().filter((value) => typeof value === 'object' && value !== null && 'assemble' in value);
  assert.ok(catalogers.length > 0);
  assert.deepEqual(new Set(catalogers), new Set(CATALOGERS));
});

test('ids are told apart, and each says what it reads', () => {
  assert.equal(new Set(CATALOGERS.map(({ id }) => id)).size, CATALOGERS.length);
  for (const { id, summary, types, wish } of CATALOGERS) {
    assert.match(id, /^[a-z][a-z0-9-]*$/);
    assert.ok(summary.length > 10 && types.length > 0 && wish.paths.length > 0, id);
  }
});
