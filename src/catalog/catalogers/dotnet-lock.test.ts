import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { dotnetLock } from './dotnet-lock.ts';

const LOCK = JSON.stringify({
  version: 1,
  dependencies: {
    'net6.0': {
      'Newtonsoft.Json': { type: 'Direct', requested: '[13.0.1, )', resolved: '13.0.1', contentHash: 'x' },
      System: { type: 'Transitive', resolved: '4.3.0' },
      ours: { type: 'Project' },
    },
    'net8.0': { 'Newtonsoft.Json': { type: 'Direct', resolved: '13.0.1' } },
  },
});

test('what is pinned for any framework is declared, once', async () => {
  const { lines } = await catalogText(dotnetLock, [[`src/packages.lock.json: ${LOCK}`]]);
  assert.deepEqual(lines, ['nuget Newtonsoft.Json 13.0.1 src/packages.lock.json', 'nuget System 4.3.0 src/packages.lock.json']);
});
