import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../testing/catalog-text.ts';
import { CATALOGERS } from './catalogers/index.ts';

/** What the layers did to the one package, each of which has these versions of it. */
async function historyOf(path: string, bodies: readonly string[]): Promise<readonly string[]> {
  const layers = bodies.map((body) => [{ name: path, type: 'file' as const, body: new TextEncoder().encode(body) }]);
  const { found } = await catalogText(CATALOGERS, layers);
  assert.equal(found.length, 1);
  return (found[0]?.history ?? []).map(({ kind, layer, version, from }) => `${layer} ${kind} ${from ?? '-'} ${version ?? '-'}`);
}

const status = (version: string): string => `Package: a\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n\n`;

test('a version goes up or down as the tools of its ecosystem order it', async () => {
  const versions = ['1.9-1', '1.10-1', '1.10~rc1-1', '1:0.5-1'];
  assert.deepEqual(await historyOf('var/lib/dpkg/status', versions.map(status)), [
    '0 introduced - 1.9-1',
    '1 upgraded 1.9-1 1.10-1',
    '2 downgraded 1.10-1 1.10~rc1-1',
    '3 upgraded 1.10~rc1-1 1:0.5-1',
  ]);
});

test('a version that its scheme can make nothing of is changed, and no more', async () => {
  const bodies = ['1.0.0', 'workspace', '1.0.1'].map((version) => JSON.stringify({ name: 'x', version }));
  assert.deepEqual(await historyOf('srv/node_modules/x/package.json', bodies), [
    '0 introduced - 1.0.0',
    '1 changed 1.0.0 workspace',
    '2 changed workspace 1.0.1',
  ]);
});
