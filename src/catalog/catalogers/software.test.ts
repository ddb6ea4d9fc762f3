import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { writeElf } from '../../testing/elf-writer.ts';
import type { LayerItem } from '../../testing/layer-text.ts';
import { catalogImage } from '../catalog-image.ts';
import type { Cataloger } from '../cataloger.ts';
import { software } from './software.ts';

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function binary(name: string, text: string, section = '.rodata', flags = 2): LayerItem {
  return { name, type: 'file', mode: 0o755, body: writeElf([{ name: section, bytes: bytesOf(text), flags }]) };
}

const PYTHON = '\0pymalloc\x003.12.7\0';

test('a program and its library, and copies of it, are one package; another version is another', async () => {
  const { lines } = await catalogText(software, [
    [
      binary('usr/local/bin/python3.12', PYTHON),
      binary('usr/local/lib/libpython3.12.so.1.0', PYTHON),
      binary('opt/python3.12', '\x003.12.8\0'),
      binary('opt/copy/python3.12', PYTHON),
    ],
  ]);
  assert.deepEqual(lines, [
    'generic python 3.12.7 usr/local/bin/python3.12 usr/local/lib/libpython3.12.so.1.0 opt/copy/python3.12',
    'generic python 3.12.8 opt/python3.12',
  ]);
});

test('a version that the name tells must be in the bytes', async () => {
  const { lines } = await catalogText(software, [[binary('usr/bin/python3.11', PYTHON), binary('usr/bin/python3', PYTHON)]]);
  assert.deepEqual(lines, []);
});

test('scripts, notes and empty files of the same name', async () => {
  const { lines, problems } = await catalogText(software, [
    [
      'usr/local/bin/redis-server: #!/bin/sh\nexec redis-server 7.4.1\n',
      'usr/share/bash-completion/completions/git: # git/2.47.0\n',
      'usr/bin/curl: \x7fELF',
      'etc/nginx: ',
      'etc/VERSION: go1.23.2',
      'usr/local/go/VERSION: devel +abc',
      'etc/release: VERSION="1"\n',
      'opt/jdk/release: BUILD_TYPE="commercial"\nJAVA_VERSION="21.0.4"\n',
    ],
  ]);
  assert.deepEqual([lines, problems], [[], []]);
});

describe('where it is looked for', () => {
  const nginx = '\0nginx version: nginx/1.27.2\n\0';
  const found = ['generic nginx 1.27.2 nginx'];
  const linesOf = async (item: LayerItem) => (await catalogText(software, [[item]])).lines;

  test('in the constants of a program, not in its code', async () => {
    assert.deepEqual(await linesOf(binary('nginx', nginx)), found);
    assert.deepEqual(await linesOf(binary('nginx', nginx, '.data.rel.ro', 3)), found);
    assert.deepEqual(await linesOf(binary('nginx', nginx, '.text', 6)), []);
  });

  test('in all of a program whose sections were cut off', async () => {
    const body = writeElf([{ name: '.text', bytes: bytesOf(nginx), loaded: 5 }], { stripped: true });
    assert.deepEqual(await linesOf({ name: 'nginx', type: 'file', body }), found);
  });

  test('wherever chunks begin and end', async () => {
    for (const before of [512 * 1024 - 300, 512 * 1024 - 20, 512 * 1024 - 1, 512 * 1024 + 3, 2 * 512 * 1024 - 10])
      assert.deepEqual(await linesOf(binary('nginx', `${'\x01'.repeat(before)}${nginx}`)), found, `${before}`);
  });

  test('up to where its section ends', async () => {
    assert.deepEqual(await linesOf(binary('memcached', '\0memcached 1.6.31')), ['generic memcached 1.6.31 memcached']);
  });
});

test('a file of nothing but anchors is given up', async () => {
  const many = '\0memcached 1.6.'.repeat(20_000);
  const { lines, problems } = await catalogText(software, [[binary('memcached', `${many}\0memcached 1.6.31\0`)]]);
  assert.deepEqual([lines, problems], [[], []]);
});

test('what a language brought with it is its own; packages that were added are not', async () => {
  const { tree, analyses } = await catalogText(software, [
    [
      binary('usr/local/bin/python3.12', PYTHON),
      'usr/local/lib/python3.12/os.py: 1234',
      'usr/local/lib/python3.11/os.py: 12345',
      'usr/local/go/VERSION: go1.23.2\n',
      'usr/local/go/src/fmt/print.go: 123456',
    ],
  ]);
  const { packages, account } = catalogImage(tree, analyses, [software as unknown as Cataloger]);
  assert.deepEqual(
    packages.map((one) => [one.package.name, one.share.files]),
    [
      ['python', 2],
      ['go', 2],
    ],
  );
  assert.deepEqual(account.largest, [{ path: 'usr/local/lib/python3.11/os.py', size: 5, layer: 0 }]);
});
