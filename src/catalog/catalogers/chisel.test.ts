import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { catalogText } from '../../testing/catalog-text.ts';
import { memoryFile } from '../../testing/streams.ts';
import { chisel } from './chisel.ts';

const PATH = 'var/lib/chisel/manifest.wall';
const LINES = [
  { jsonwall: '1.0', schema: '1.0', count: 7 },
  { kind: 'content', slice: 'libc6_libs', path: '/lib/x86_64-linux-gnu/libc.so.6' },
  { kind: 'content', slice: 'libc6_config', path: '/etc/ld.so.conf.d/' },
  { kind: 'content', slice: 'base-files_base', path: '/etc/os-release' },
  { kind: 'package', name: 'base-files', version: '13ubuntu10', sha256: 'a', arch: 'amd64' },
  { kind: 'package', name: 'libc6', version: '2.39-0ubuntu8', sha256: 'b', arch: 'amd64' },
  { kind: 'package', name: 'odd' },
  { kind: 'path', path: '/etc/os-release', mode: '0644', slices: ['base-files_base'] },
];

function manifest(...lines: readonly string[]): Uint8Array {
  return new Uint8Array(zstdCompressSync(`${lines.join('\n')}\n`));
}

test('packages that slices were cut of, and their files', async () => {
  const body = manifest(...LINES.map((line) => JSON.stringify(line)), 'no JSON');
  const { lines, problems, found, tree } = await catalogText(chisel, [[{ name: PATH, type: 'file', body }]]);
  assert.deepEqual(lines, [`deb ubuntu/base-files 13ubuntu10 ${PATH}`, `deb ubuntu/libc6 2.39-0ubuntu8 ${PATH}`]);
  assert.deepEqual(problems, []);
  const value = await chisel.extract(PATH, memoryFile(body));
  const packages = found.map((one) => one.package);
  assert.deepEqual(
    [...chisel.own(tree, [{ path: PATH, place: { layer: 0, row: 0 }, value }], packages)].map(({ files }) => files),
    [['etc/os-release'], ['lib/x86_64-linux-gnu/libc.so.6']],
  );
});

test('what is no manifest, or is cut, is a Problem', async () => {
  const whole = manifest(...LINES.map((line) => JSON.stringify(line)));
  for (const [body, message] of [
    [whole.slice(0, -5), 'the compressed part is cut off'],
    [manifest('{}'), 'the manifest of chisel does not begin as one'],
    [new TextEncoder().encode('text, text'), 'the compressed part is damaged: no frame begins where one should'],
  ] as const) {
    const { lines, problems } = await catalogText(chisel, [[{ name: PATH, type: 'file', body }]]);
    assert.deepEqual([lines, problems], [[], [`"${PATH}" could not be read: ${message}`]]);
  }
});
