import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { FromageError } from '../model/error.ts';
import { chunked } from '../testing/streams.ts';
import { borrowFile, nodeFiles } from './files.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fromage-files-'));
});
after(() => rm(folder, { recursive: true }));

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof FromageError && error.code === code;
}

const BYTES = new TextEncoder().encode('0123456789');

test('status tells kinds, follows links, and gives null for what is not there', async () => {
  const files = nodeFiles();
  await writeFile(join(folder, 'a'), BYTES);
  await symlink('a', join(folder, 'to-a'));
  await symlink('loop', join(folder, 'loop'));
  assert.deepEqual([(await files.status(join(folder, 'to-a')))?.kind, (await files.status(join(folder, 'a')))?.size], ['file', 10]);
  assert.equal((await files.status(folder))?.kind, 'directory');
  assert.equal(await files.status(join(folder, 'none')), null);
  assert.equal(await files.status(join(folder, 'a', 'below a file')), null);
  await assert.rejects(files.status(join(folder, 'loop')), hasCode('io'));
});

test('open reads at any place, and less only at the end', async () => {
  const file = await nodeFiles().open(join(folder, 'a'));
  const into = new Uint8Array(4);
  assert.equal(await file.read(3, into), 4);
  assert.equal(new TextDecoder().decode(into), '3456');
  assert.equal(await file.read(8, into), 2);
  assert.equal(await file.read(100, into), 0);
  await file.close();
  await file.close();
  await assert.rejects(nodeFiles().open(join(folder, 'none')), hasCode('not-found'));
  await assert.rejects(nodeFiles().open(folder), hasCode('io'));
});

test('what is closed is not read, and what is being read is closed after', async () => {
  const files = nodeFiles();
  await writeFile(join(folder, 'large'), new Uint8Array(300_000).fill(7));
  const file = await files.open(join(folder, 'large'));
  const into = new Uint8Array(300_000);
  const reading = file.read(0, into);
  await file.close();
  const other = await files.open(join(folder, 'a'));
  assert.equal(await reading, 300_000);
  assert.ok(into.every((byte) => byte === 7));
  await assert.rejects(file.read(0, into), hasCode('io'));
  await other.close();
});

test('what is lent stays open until it is given back, and only then is its number free', async () => {
  const files = nodeFiles();
  const file = await files.open(join(folder, 'a'));
  const loan = file.lend?.();
  assert.ok(loan !== undefined);
  await file.close();
  const other = await files.open(join(folder, 'large'));
  assert.notEqual(other.lend?.().handle, loan.handle);
  const into = new Uint8Array(4);
  assert.equal(await borrowFile(loan.handle, 10).read(8, into), 2);
  assert.equal(new TextDecoder().decode(into.subarray(0, 2)), '89');
  loan.release();
  await assert.rejects(borrowFile(loan.handle, 10).read(0, into), hasCode('io'));
  assert.throws(() => file.lend?.(), hasCode('io'));
});

test('open spools what comes through a pipe', { skip: process.platform === 'win32' }, async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const writer = spawn('sh', ['-c', `printf 0123456789 > '${pipe}'`]);
  const file = await nodeFiles(folder).open(pipe);
  const into = new Uint8Array(3);
  assert.deepEqual([file.size, await file.read(7, into), new TextDecoder().decode(into)], [10, 3, '789']);
  await file.close();
  writer.kill();
});

test('open refuses a device, which may never end', { skip: process.platform === 'win32' }, async () => {
  await assert.rejects(nodeFiles(folder).open('/dev/zero'), /\/dev\/zero is a device/);
  await assert.rejects(nodeFiles(folder).read('/dev/zero', 1000), hasCode('too-large'));
});

test('a mistake is thrown as it is, and not as the file system’s', async () => {
  const broken = new Proxy(new Uint8Array(1), {});
  const file = await nodeFiles().open(join(folder, 'a'));
  await assert.rejects(file.read(0, broken as never), TypeError);
  await file.close();
});

test('read and list', async () => {
  const files = nodeFiles();
  assert.deepEqual(await files.read(join(folder, 'a'), 10), BYTES);
  await assert.rejects(files.read(join(folder, 'a'), 9), hasCode('too-large'));
  await assert.rejects(files.read('/dev/zero', 1000), hasCode('too-large'));
  await mkdir(join(folder, 'list'));
  for (const name of ['b', 'a', 'c']) await writeFile(join(folder, 'list', name), '');
  assert.deepEqual(await files.list(join(folder, 'list')), ['a', 'b', 'c']);
  await assert.rejects(files.list(join(folder, 'none')), hasCode('not-found'));
});

test('write makes folders, replaces, sets the mode and leaves nothing beside it', async () => {
  const files = nodeFiles();
  const path = join(folder, 'x', 'y', 'file');
  await files.write(path, BYTES);
  await files.write(path, BYTES.subarray(0, 2), { mode: 0o600 });
  assert.equal(await readFile(path, 'utf8'), '01');
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  await mkdir(join(folder, 'x', 'y', 'full', 'not empty'), { recursive: true });
  await assert.rejects(files.write(join(folder, 'x', 'y', 'full'), BYTES), hasCode('io'));
  assert.deepEqual(await readdir(join(folder, 'x', 'y')), ['file', 'full']);
  await files.remove(path);
  await files.remove(path);
  assert.equal(await files.status(path), null);
});

test('what is forbidden or no path is told so', async () => {
  await assert.rejects(nodeFiles().read('a\0b', 10), hasCode('io'));
  if (process.getuid?.() === 0) return;
  await chmod(join(folder, 'a'), 0);
  await assert.rejects(nodeFiles().read(join(folder, 'a'), 10), hasCode('io'));
  await chmod(join(folder, 'a'), 0o644);
});

test('spool keeps a stream, and leaves nothing in the folder even while it is open', async () => {
  const place = join(folder, 'spool');
  await mkdir(place);
  const files = nodeFiles(place);
  const file = await files.spool(chunked(BYTES, 3), 10);
  assert.deepEqual(await readdir(place), []);
  const into = new Uint8Array(10);
  assert.equal(await file.read(0, into), 10);
  assert.deepEqual([file.size, into], [10, BYTES]);
  await file.close();
  await assert.rejects(files.spool(chunked(BYTES, 3), 9), hasCode('too-large'));
  async function* broken() {
    yield BYTES;
    throw new FromageError('unreachable', 'cut off');
  }
  await assert.rejects(files.spool(broken(), 100), hasCode('unreachable'));
  assert.deepEqual(await readdir(place), []);
});

test('real resolves links', async () => {
  assert.equal(await nodeFiles().real(join(folder, 'to-a')), await nodeFiles().real(join(folder, 'a')));
  await assert.rejects(nodeFiles().real(join(folder, 'none')), hasCode('not-found'));
});
