import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { SCHEMES } from './index.ts';

test('every file of the folder is a scheme of the list, and is named for its id', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !/^index|\.test\.ts$/.test(name));
  assert.deepEqual(SCHEMES.map(({ id }) => `${id}.ts`).toSorted(), files.toSorted());
});

test('no ecosystem and no type of package URL is served by two schemes', () => {
  for (const names of [SCHEMES.flatMap(({ ecosystems }) => ecosystems), SCHEMES.flatMap(({ purlTypes }) => purlTypes)]) {
    assert.ok(names.length > 0);
    assert.deepEqual(names, [...new Set(names)]);
  }
});
