import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { splitScheme } from '../open-image.ts';
import { SOURCES } from './index.ts';

describe('the list of sources', () => {
  test('says of each what it says itself', async () => {
    for (const { load, role: _, ...entry } of SOURCES) {
      const { scheme, summary, example, network } = await load();
      assert.deepEqual({ scheme, summary, example, network }, entry);
    }
  });

  test('has every file of the folder, and no scheme twice', () => {
    const files = readdirSync(import.meta.dirname).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts',
    );
    assert.equal(SOURCES.length, files.length);
    assert.equal(new Set(SOURCES.map((entry) => entry.scheme)).size, SOURCES.length);
  });

  test('asks docker before podman, and the registry last', () => {
    const named = SOURCES.filter((entry) => entry.role === 'engine' || entry.role === 'registry');
    assert.deepEqual(
      named.map((entry) => entry.scheme),
      ['docker-daemon', 'podman', 'docker'],
    );
  });
});

test('a scheme is told from a name', () => {
  const cases: readonly (readonly [text: string, scheme: string | null, rest: string])[] = [
    ['docker://httpd:2.4', 'docker', 'httpd:2.4'],
    ['docker:24', null, ''],
    ['docker-daemon:httpd:2.4', 'docker-daemon', 'httpd:2.4'],
    ['podman://httpd', 'podman', 'httpd'],
    ['oci:folder:2.4', 'oci', 'folder:2.4'],
    ['oci-archive:/a/b.tar', 'oci-archive', '/a/b.tar'],
    ['dir:/', 'dir', '/'],
    ['-', '-', ''],
    ['-:httpd:2.4', '-', ':httpd:2.4'],
    ['-x', null, ''],
    ['httpd:2.4', null, ''],
    ['localhost:5000/a', null, ''],
    ['', null, ''],
  ];
  for (const [text, scheme, rest] of cases) {
    const split = splitScheme(text);
    assert.deepEqual([split?.entry.scheme ?? null, split?.rest ?? ''], [scheme, rest], text);
  }
});
