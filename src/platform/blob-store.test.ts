import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Digest } from '../model/digest.ts';
import { sha256 } from '../testing/image-builder.ts';
import { diskBlobStore, memoryBlobStore } from './blob-store.ts';

let root = '';
let folder = '';
let count = 0;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'fromage-blobs-'));
});
beforeEach(() => {
  count += 1;
  folder = join(root, String(count));
});
after(() => rm(root, { recursive: true }));

const text = (value: string) => new TextEncoder().encode(value);

/** Blobs whose digests begin with the same digit, so that they share a shard. */
function neighbours(howMany: number, size: number): { digest: Digest; bytes: Uint8Array }[] {
  const found: { digest: Digest; bytes: Uint8Array }[] = [];
  for (let i = 0; found.length < howMany; i += 1) {
    const bytes = text(String(i).padEnd(size, '.'));
    const digest = sha256(bytes);
    if (digest.startsWith('sha256:a')) found.push({ digest, bytes });
  }
  return found;
}

async function filesIn(place: string): Promise<string[]> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('blobs on disk', () => {
  test('come back, also in the next run, and others do not', async () => {
    const bytes = text('a config');
    await diskBlobStore(folder).put(sha256(bytes), bytes);
    assert.deepEqual(await diskBlobStore(folder).get(sha256(bytes)), bytes);
    assert.equal(await diskBlobStore(folder).get(sha256(text('another'))), null);
    const [path = ''] = await filesIn(folder);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  test('that were changed are not given, and dropped', async () => {
    const bytes = text('a config');
    const store = diskBlobStore(folder);
    for (const spoilt of ['b config', 'a config and more', '']) {
      await store.put(sha256(bytes), bytes);
      const [path = ''] = await filesIn(folder);
      await writeFile(path, spoilt);
      assert.equal(await store.get(sha256(bytes)), null);
      assert.deepEqual(await filesIn(folder), []);
    }
  });

  test('that are not what their digest says are not kept', async () => {
    const store = diskBlobStore(folder);
    await store.put(sha256(text('a')), text('b'));
    await store.put('sha256:../../x' as Digest, text('b'));
    assert.equal(await store.get('sha256:../../x' as Digest), null);
    assert.equal(await stat(folder).catch(() => null), null);
  });

  test('used longest ago go first when there are too many bytes', async () => {
    const blobs = neighbours(20, 100);
    // A shard's share is 1000 bytes.
    const limits = { maxBytes: 16_000, maxBlobs: 16_000 };
    const store = diskBlobStore(folder, limits);
    for (const [i, { digest, bytes }] of blobs.slice(0, 10).entries()) {
      await store.put(digest, bytes);
      const path = join(folder, 'a', digest.replace(':', '-'));
      await utimes(path, new Date(2026, 0, i + 1), new Date(2026, 0, i + 1));
    }
    const [first, second] = blobs;
    assert.ok(first !== undefined && second !== undefined);
    // Asked for, so no longer the oldest.
    assert.notEqual(await store.get(first.digest), null);
    for (const { digest, bytes } of blobs.slice(10, 15)) await store.put(digest, bytes);
    const sizes = await Promise.all((await filesIn(folder)).map(async (path) => (await stat(path)).size));
    assert.ok(sizes.reduce((a, b) => a + b, 0) <= 1250, `${sizes.length} blobs are kept`);
    assert.notEqual(await store.get(first.digest), null);
    assert.equal(await store.get(second.digest), null);
  });

  test('are bounded in number', async () => {
    const store = diskBlobStore(folder, { maxBytes: 16_000_000, maxBlobs: 160 });
    const blobs = neighbours(40, 10);
    for (const { digest, bytes } of blobs) await diskBlobStore(folder, { maxBytes: 16_000_000, maxBlobs: 160 }).put(digest, bytes);
    assert.ok((await filesIn(folder)).length <= 10);
    const last = blobs.at(-1);
    assert.ok(last !== undefined);
    assert.notEqual(await store.get(last.digest), null);
  });

  test('that are large are not kept', async () => {
    const store = diskBlobStore(folder, { maxBytes: 16_000, maxBlobs: 10 });
    const bytes = new Uint8Array(501);
    await store.put(sha256(bytes), bytes);
    assert.equal(await store.get(sha256(bytes)), null);
  });

  test('left half written are swept away, those being written are not', async () => {
    await mkdir(join(folder, 'a'), { recursive: true });
    for (const name of ['old.tmp', 'new.tmp']) await writeFile(join(folder, 'a', name), 'x');
    await utimes(join(folder, 'a', 'old.tmp'), new Date(2026, 0, 1), new Date(2020, 0, 1));
    for (const { digest, bytes } of neighbours(1, 10)) await diskBlobStore(folder).put(digest, bytes);
    const names = (await readdir(join(folder, 'a'))).filter((name) => name.endsWith('.tmp'));
    assert.deepEqual(names, ['new.tmp']);
  });

  test('in a folder that can’t be are no error', async () => {
    const file = join(root, 'a file');
    await writeFile(file, 'x');
    const bytes = text('a');
    for (const place of [join(file, 'below'), '/dev/null']) {
      const store = diskBlobStore(place);
      await store.put(sha256(bytes), bytes);
      assert.equal(await store.get(sha256(bytes)), null);
    }
  });

  test('in a folder without permission are no error', { skip: process.getuid?.() === 0 ? 'root may do everything' : false }, async () => {
    await mkdir(folder);
    await chmod(folder, 0o500);
    const store = diskBlobStore(folder);
    await store.put(sha256(text('a')), text('a'));
    assert.equal(await store.get(sha256(text('a'))), null);
    await chmod(folder, 0o700);
  });

  test('are shared by processes that write, read and drop at once', async () => {
    const worker = join(root, 'worker.ts');
    await writeFile(
      worker,
      `import { createHash } from 'node:crypto';
import { diskBlobStore } from ${JSON.stringify(join(import.meta.dirname, 'blob-store.ts'))};
const store = diskBlobStore(process.argv[2], { maxBytes: 64_000, maxBlobs: 1000 });
let found = 0;
for (let round = 0; round < 3; round += 1) {
  for (let i = 0; i < 150; i += 1) {
    const bytes = new TextEncoder().encode(String(i).padEnd(900, '.'));
    const digest = 'sha256:' + createHash('sha256').update(bytes).digest('hex');
    const had = await store.get(digest);
    if (had !== null && Buffer.compare(had, bytes) !== 0) process.exit(9);
    if (had !== null) found += 1;
    await store.put(digest, bytes);
  }
}
console.log(found);
`,
    );
    const children = [1, 2].map(() => spawn(process.execPath, [worker, folder], { stdio: ['ignore', 'pipe', 'inherit'] }));
    const output = children.map((child) => child.stdout.toArray());
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as number));
    assert.deepEqual(codes, [0, 0]);
    const found = (await Promise.all(output)).map((chunks) => Number(Buffer.concat(chunks as Buffer[]).toString()));
    assert.ok(found.some((times) => times > 0));
    const paths = await filesIn(folder);
    for (const path of paths) assert.equal(sha256(await readFile(path)).slice('sha256:'.length), path.split('sha256-')[1]);
    assert.ok(paths.length * 900 <= 64_000 * 1.5, `${paths.length} blobs are kept`);
  });
});

test('blobs in memory are bounded, and gone with the store', async () => {
  const store = memoryBlobStore(10);
  const bytes = text('123456');
  await store.put(sha256(bytes), bytes);
  bytes.fill(0);
  assert.deepEqual(await store.get(sha256(text('123456'))), text('123456'));
  await store.put(sha256(text('abcdef')), text('abcdef'));
  assert.equal(await store.get(sha256(text('abcdef'))), null);
  assert.equal(await memoryBlobStore().get(sha256(text('123456'))), null);
});
