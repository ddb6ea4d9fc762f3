import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { TRACERS } from './index.ts';

test('every file of the folder is a tracer of the list, and is named for its id', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !/^index|\.test\.ts$/.test(name));
  assert.deepEqual(TRACERS.map(({ id }) => `${id}.ts`).toSorted(), files.toSorted());
});
