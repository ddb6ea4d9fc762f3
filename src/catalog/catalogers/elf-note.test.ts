import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { type ElfOptions, writeElf } from '../../testing/elf-writer.ts';
import type { LayerItem, LayerLine } from '../../testing/layer-text.ts';
import { catalogImage } from '../catalog-image.ts';
import type { Cataloger } from '../cataloger.ts';
import { dpkg } from './dpkg.ts';
import { elfNote } from './elf-note.ts';

const SYSTEMD = '{"type":"deb","os":"Debian","name":"systemd","version":"257.13-1~deb13u1","architecture":"amd64"}';
const PACKAGE = 0xcafe1a7e;

function note(owner: string, type: number, text: string, isLittleEndian = true): Uint8Array {
  const utf8 = new TextEncoder();
  const [name, description] = [utf8.encode(`${owner}\0`), utf8.encode(`${text}\0`)];
  const start = 12 + Math.ceil(name.length / 4) * 4;
  const bytes = new Uint8Array(start + Math.ceil(description.length / 4) * 4);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of [name.length, description.length, type].entries()) view.setUint32(4 * i, value, isLittleEndian);
  bytes.set(name, 12);
  bytes.set(description, start);
  return bytes;
}

function program(name: string, notes: Uint8Array, section = '.note.package', options: ElfOptions = {}): LayerItem {
  return { name, type: 'file', mode: 0o755, body: writeElf([{ name: section, bytes: notes, type: 7 }], options) };
}

async function linesOf(...items: readonly LayerLine[]): Promise<readonly string[]> {
  const { lines, problems } = await catalogText(elfNote, [items]);
  assert.deepEqual(problems, []);
  return lines;
}

test('one package for all its programs, of either order of bytes', async () => {
  const big = { isLittleEndian: false, is64: false };
  assert.deepEqual(
    await linesOf(
      program('usr/bin/a', note('FDO', PACKAGE, SYSTEMD)),
      program('usr/bin/b', note('FDO', PACKAGE, SYSTEMD, false), '.note.package', big),
      program('usr/bin/c', note('FDO', PACKAGE, '{"type":"rpm","os":"fedora","name":"bash","version":"5.2-1.fc40"}')),
      program('usr/bin/d', note('FDO', PACKAGE, '{"name":"own"}')),
    ),
    ['deb debian/systemd 257.13-1~deb13u1 usr/bin/a usr/bin/b', 'rpm fedora/bash 5.2-1.fc40 usr/bin/c', 'generic own - usr/bin/d'],
  );
});

test('behind other notes; notes of others are not it', async () => {
  const other = note('GNU', 3, 'build-id');
  assert.deepEqual(await linesOf(program('a', Uint8Array.from([...other, ...note('FDO', PACKAGE, SYSTEMD)]))), [
    'deb debian/systemd 257.13-1~deb13u1 a',
  ]);
  assert.deepEqual(
    await linesOf(
      program('a', note('FDO', 0x407c0c0a, SYSTEMD)),
      program('b', note('GNU', PACKAGE, SYSTEMD)),
      program('c', note('FDO', PACKAGE, SYSTEMD), '.note.other'),
      program('d', note('FDO', PACKAGE, SYSTEMD).subarray(0, 40)),
    ),
    [],
  );
});

test('what is no JSON, and what names no package, are Problems', async () => {
  const told = async (text: string) => (await catalogText(elfNote, [[program('a', note('FDO', PACKAGE, text))]])).problems.join();
  assert.match(await told('{"name":'), /"a" could not be read: the package note is not valid JSON/);
  assert.match(await told('{"type":"deb"}'), /the package note names no package/);
});

test('where the database tells of the file, the note is a part of its package', async () => {
  const catalogers = [dpkg, elfNote] as unknown as readonly Cataloger[];
  const { tree, analyses } = await catalogText(catalogers, [
    [
      'var/lib/dpkg/status: Package: libsystemd0\nStatus: install ok installed\nVersion: 257.13-1~deb13u1\nArchitecture: amd64\n',
      'var/lib/dpkg/info/libsystemd0.list: /usr/lib/libsystemd.so.0\n',
      program('usr/lib/libsystemd.so.0', note('FDO', PACKAGE, SYSTEMD)),
      program('opt/other', note('FDO', PACKAGE, SYSTEMD.replace('257', '256'))),
    ],
  ]);
  const { packages } = catalogImage(tree, analyses, catalogers);
  assert.deepEqual(
    packages.map((one) => [one.package.name, one.package.version, one.contains.map(({ name }) => name)]),
    [
      ['libsystemd0', '257.13-1~deb13u1', ['systemd']],
      ['systemd', '256.13-1~deb13u1', []],
    ],
  );
});
