import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileBody } from '../cataloger.ts';
import { apk } from './apk.ts';

function body(text: string): FileBody {
  const bytes = new TextEncoder().encode(text);
  return {
    size: bytes.length,
    read: async (offset, into) => {
      into.set(bytes.subarray(offset, offset + into.length));
      return Math.min(into.length, bytes.length - offset);
    },
  };
}

test('packages with their source package and licence', async () => {
  const rows = await apk.extract(
    'lib/apk/db/installed',
    body('P:libcrypto3\nV:3.3.2-r1\nA:x86_64\nL:Apache-2.0\no:openssl\n\nP:musl\nV:1.2.5-r8\nA:x86_64\nL:MIT\no:musl\n'),
    assert.fail,
  );
  const packages = apk.assemble(null as never, [{ path: 'lib/apk/db/installed', place: { layer: 0, row: 3 }, value: rows }]);
  assert.deepEqual(
    packages.map(({ type, name, version, architecture, source, licences }) => [type, name, version, architecture, source, licences]),
    [
      ['apk', 'libcrypto3', '3.3.2-r1', 'x86_64', { name: 'openssl', version: '3.3.2-r1' }, ['Apache-2.0']],
      ['apk', 'musl', '1.2.5-r8', 'x86_64', null, ['MIT']],
    ],
  );
});

test('a database in which no record can be read is told, an empty one is none', async () => {
  await assert.rejects(apk.extract('lib/apk/db/installed', body('V:1\n\nV:2\n'), assert.fail), /no record has both/);
  assert.deepEqual(await apk.extract('lib/apk/db/installed', body(''), assert.fail), []);
});

test('a record that is damaged is told, and the others are read', async () => {
  const told: string[] = [];
  const rows = await apk.extract('lib/apk/db/installed', body('P:a\nV:1\n\nP:b\n'), (damage) => told.push(damage));
  assert.deepEqual([rows.map(([name]) => name), told], [['a'], ['has records without a name or a version (1)']]);
});
