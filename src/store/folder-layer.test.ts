import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { link, mkdir, symlink, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { scanTar, streamTar } from '../codec/tar.ts';
import type { TarEntry } from '../codec/tar-entry.ts';
import { FromageError } from '../model/error.ts';
import type { Files } from '../ports/index.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { folderLayer } from './folder-layer.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
  await mkdir(ports.path('root/usr/bin'), { recursive: true });
  await mkdir(ports.path('root/empty'));
  await writeFile(ports.path('outside'), 'secret');
  await writeFile(ports.path('root/usr/bin/a'), 'a'.repeat(1000), { mode: 0o755 });
  await link(ports.path('root/usr/bin/a'), ports.path('root/usr/bin/b'));
  await symlink('../../outside', ports.path('root/out'));
  await symlink('/', ports.path('root/slash'));
  await symlink('.', ports.path('root/loop'));
  await writeFile(ports.path(`root/${'long'.repeat(40)}`), 'long');
  await writeFile(ports.path('root/zero'), '');
});
afterEach(() => ports.close());

/** Name, type, and size or target of each entry of the stream, with bodies. */
async function entriesOf(files: Files = ports.files): Promise<{ entries: TarEntry[]; bodies: Map<string, string> }> {
  const layer = await folderLayer(ports.path('root'), files);
  const entries: TarEntry[] = [];
  const bodies = new Map<string, string>();
  const body = (chunk: Uint8Array) => {
    const name = entries.at(-1)?.name ?? '';
    bodies.set(name, (bodies.get(name) ?? '') + new TextDecoder().decode(chunk));
  };
  assert.deepEqual(await streamTar(layer.open(), { entry: (entry) => void entries.push(entry), body }), { marked: true });
  return { entries, bodies };
}

describe('a folder as a layer', () => {
  test('is the tar of it: no link is followed, hard links are told', async () => {
    const { entries, bodies } = await entriesOf();
    assert.deepEqual(
      entries.map(({ name, type, size, linkName }) => [name.slice(0, 12), type, linkName === '' ? size : linkName]),
      [
        ['empty/', 'directory', 0],
        ['longlonglong', 'file', 4],
        ['loop', 'symlink', '.'],
        ['out', 'symlink', '../../outside'],
        ['slash', 'symlink', '/'],
        ['usr/', 'directory', 0],
        ['usr/bin/', 'directory', 0],
        ['usr/bin/a', 'file', 1000],
        ['usr/bin/b', 'hardlink', 'usr/bin/a'],
        ['zero', 'file', 0],
      ],
    );
    assert.equal(bodies.get('usr/bin/a'), 'a'.repeat(1000));
    assert.equal(entries.find(({ name }) => name === 'usr/bin/a')?.mode, 0o755);
  });

  test('reads the same in any pieces, and headers without opening a file', async () => {
    let opened = 0;
    const openRegular: Files['openRegular'] = (path) => {
      opened += 1;
      return ports.files.openRegular(path);
    };
    const layer = await folderLayer(ports.path('root'), { ...ports.files, openRegular });
    const plain = await layer.plain?.();
    assert.ok(plain?.skim !== undefined);
    const names: string[] = [];
    await scanTar({ size: plain.size, read: plain.skim }, ({ name }) => void names.push(name));
    assert.deepEqual([names.length, opened], [10, 0]);
    const whole = new Uint8Array(plain.size);
    assert.equal(await plain.read(0, whole), plain.size);
    for (const step of [1, 100, 511, 513, 4096]) {
      const pieces: Uint8Array = new Uint8Array(plain.size);
      for (let at = 0; at < plain.size; at += step) await plain.read(at, pieces.subarray(at, at + step));
      assert.deepEqual(Buffer.from(pieces).equals(whole), true, `in pieces of ${step}`);
    }
    assert.equal(await plain.read(plain.size, new Uint8Array(8)), 0);
  });

  test('pipes are told and not opened, sockets left out', async () => {
    execFileSync('mkfifo', [ports.path('root/pipe')]);
    const server = createServer().listen(ports.path('root/socket'));
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const { entries } = await entriesOf();
      assert.equal(entries.find(({ name }) => name === 'pipe')?.type, 'fifo');
      assert.equal(
        entries.some(({ name }) => name === 'socket'),
        false,
      );
      await assert.rejects(ports.files.openRegular(ports.path('root/pipe')), /no regular file/);
    } finally {
      server.close();
    }
  });

  test('a file that became a link is not followed, nor a folder on the way to it', async () => {
    const layer = await folderLayer(ports.path('root'), ports.files);
    const plain = await layer.plain?.();
    assert.ok(plain !== undefined && plain !== null);
    await unlink(ports.path('root/usr/bin/a'));
    await symlink('../../../outside', ports.path('root/usr/bin/a'));
    await assert.rejects(
      plain.read(0, new Uint8Array(plain.size)),
      (error) => error instanceof FromageError && error.code === 'unsupported',
    );
  });

  test('a file that cannot be read is the failure of that file', async () => {
    const openRegular = async () => Promise.reject(new FromageError('io', 'no permission'));
    const plain = await (await folderLayer(ports.path('root'), { ...ports.files, openRegular })).plain?.();
    assert.ok(plain !== undefined && plain !== null);
    await assert.rejects(
      plain.read(0, new Uint8Array(plain.size)),
      (error) => error instanceof FromageError && error.code === 'unsupported',
    );
  });

  test('one that became shorter is told', async () => {
    const layer = await folderLayer(ports.path('root'), ports.files);
    await writeFile(ports.path('root/usr/bin/a'), 'short');
    const plain = await layer.plain?.();
    assert.ok(plain !== undefined && plain !== null);
    await assert.rejects(plain.read(0, new Uint8Array(plain.size)), /became shorter/);
  });

  test('a folder that cannot be listed, names that cannot be told and other file systems are problems', async () => {
    const listEntries: Files['listEntries'] = async (path) => {
      if (path.endsWith('/usr')) throw new FromageError('io', 'no permission');
      const listing = await ports.files.listEntries(path);
      const entries = listing.entries.map((entry) => (entry.name === 'empty' ? { ...entry, fileSystem: 'another' } : entry));
      return { ...listing, entries, untold: 2 };
    };
    const plain = await (await folderLayer(ports.path('root'), { ...ports.files, listEntries })).plain?.();
    assert.deepEqual(
      plain?.problems?.map(({ message, incomplete }) => [message, incomplete]),
      [
        ['the folder has 2 names that are no UTF-8, and what they name was passed over', true],
        ['"empty" is another file system, and was not entered', true],
        ['"usr" could not be listed: no permission', true],
      ],
    );
  });

  test('names that are no UTF-8 are counted', async () => {
    await writeFile(Buffer.concat([Buffer.from(`${ports.path('root')}/`), Buffer.from([0xff, 0x41])]), '');
    assert.equal((await ports.files.listEntries(ports.path('root'))).untold, 1);
  });
});
