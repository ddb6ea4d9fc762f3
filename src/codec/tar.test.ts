import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { extract, pack } from 'tar-stream';
import { FromageError } from '../model/error.ts';
import { chunked, gather, layerTar, memoryFile } from '../testing/index.ts';
import { looksLikeTar, pushTar, scanTar, streamTar } from './tar.ts';
import type { TarEntry } from './tar-entry.ts';
import { joinBytes } from './join-bytes.ts';
import { paddingFor, tarEnd, tarHeaderSize, writeTar, writeTarHeader } from './tar-writer.ts';

async function scanAll(bytes: Uint8Array): Promise<{ entries: TarEntry[]; marked: boolean }> {
  const entries: TarEntry[] = [];
  const { marked } = await scanTar(memoryFile(bytes), (entry) => void entries.push(entry));
  return { entries, marked };
}

/** Entries and bodies through the streaming reader, in chunks of this size. */
async function streamAll(bytes: Uint8Array, size: number): Promise<{ entries: TarEntry[]; bodies: Uint8Array[]; marked: boolean }> {
  const entries: TarEntry[] = [];
  const bodies: Uint8Array[] = [];
  const sink = {
    entry: (entry: TarEntry) => {
      entries.push(entry);
      bodies.push(new Uint8Array(0));
    },
    body: (chunk: Uint8Array) => {
      bodies.push(joinBytes([bodies.pop() ?? new Uint8Array(0), chunk]));
    },
  };
  const { marked } = await streamTar(chunked(bytes, size), sink);
  return { entries, bodies, marked };
}

function bodyOf(bytes: Uint8Array, entry: TarEntry): string {
  return new TextDecoder().decode(bytes.subarray(entry.offset, entry.offset + entry.size));
}

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof FromageError && error.code === code;
}

const LONG = `${'long/'.repeat(40)}name-é.txt`;

describe('what we write', () => {
  const bytes = layerTar(['a/', 'a/b (0755 12:34): hello', 'l -> a/b', 'h => a/b', `${LONG}: deep`, `far -> ${LONG}`, 'empty']);

  test('is read back, by positions and as a stream of any chunk size', async () => {
    const scanned = await scanAll(bytes);
    assert.equal(scanned.marked, true);
    assert.deepEqual(
      scanned.entries.map((entry) => [entry.name, entry.type, entry.size, entry.linkName, bodyOf(bytes, entry)]),
      [
        ['a/', 'directory', 0, '', ''],
        ['a/b', 'file', 5, '', 'hello'],
        ['l', 'symlink', 0, 'a/b', ''],
        ['h', 'hardlink', 0, 'a/b', ''],
        [LONG, 'file', 4, '', 'deep'],
        ['far', 'symlink', 0, LONG, ''],
        ['empty', 'file', 0, '', ''],
      ],
    );
    assert.deepEqual([scanned.entries[1]?.mode, scanned.entries[1]?.uid, scanned.entries[1]?.gid], [0o755, 12, 34]);
    for (const size of [1, 7, 511, 512, 513, 65536]) {
      const streamed = await streamAll(bytes, size);
      assert.deepEqual(streamed.entries, scanned.entries, `chunks of ${size}`);
      assert.equal(new TextDecoder().decode(streamed.bodies[1]), 'hello');
      assert.equal(streamed.marked, true);
    }
  });

  test('is read alike by tar-stream', async () => {
    const seen: unknown[] = [];
    const reader = extract();
    reader.end(Buffer.from(bytes));
    for await (const entry of reader) {
      seen.push([entry.header.name, entry.header.type, entry.header.size, entry.header.linkname ?? '']);
      entry.resume();
    }
    const { entries } = await scanAll(bytes);
    const types: Record<string, string> = { hardlink: 'link' };
    const names = entries.map((entry) => [entry.name.replace(/\/$/, ''), types[entry.type] ?? entry.type, entry.size, entry.linkName]);
    assert.deepEqual(
      seen.map((item) => (item as string[]).map((part) => (typeof part === 'string' ? part.replace(/\/$/, '') : part))),
      names,
    );
  });

  test('is read alike by GNU tar', () => {
    const listing = execFileSync('tar', ['--quoting-style=literal', '-tf', '-'], { input: bytes, encoding: 'utf8' });
    assert.deepEqual(listing.trim().split('\n'), ['a/', 'a/b', 'l', 'h', LONG, 'far', 'empty']);
  });

  test('goes beyond what ustar holds with PAX records', async () => {
    const item = { name: 'x', type: 'file', size: 9_000_000_000, uid: 3_000_000, gid: 4_000_000, mtime: -5 } as const;
    const sink: TarEntry[] = [];
    pushTar({ entry: (entry) => sink.push(entry), body: () => {} }).push(
      writeTarHeader({ ...item, xattrs: { 'security.capability': new Uint8Array([1, 0, 255]) } }),
    );
    const [entry] = sink;
    assert.deepEqual([entry?.size, entry?.uid, entry?.gid, entry?.mtime], [9_000_000_000, 3_000_000, 4_000_000, -5]);
    assert.deepEqual(entry?.pax?.get('SCHILY.xattr.security.capability'), new Uint8Array([1, 0, 255]));
  });
});

describe('what others write', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fromage-tar-'));
    mkdirSync(join(folder, 'tree', 'sub'), { recursive: true });
    writeFileSync(join(folder, 'tree', 'file'), 'content');
    writeFileSync(join(folder, 'tree', `${'n'.repeat(150)}`), 'long');
    symlinkSync('t'.repeat(180), join(folder, 'tree', 'link'));
    linkSync(join(folder, 'tree', 'file'), join(folder, 'tree', 'sub', 'hard'));
    writeFileSync(join(folder, 'tree', 'line\nfeed ü'), 'odd');
    writeFileSync(join(folder, 'tree', 'sparse'), 'start');
    truncateSync(join(folder, 'tree', 'sparse'), 3_000_000);
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const format of ['gnu', 'posix', 'v7', 'ustar', 'oldgnu']) {
    test(`GNU tar in format ${format}`, async () => {
      const path = join(folder, `${format}.tar`);
      const narrow = format === 'v7' || format === 'ustar';
      const exclude = narrow ? ['--exclude=n*', '--exclude=link'] : [];
      execFileSync('tar', [
        '-C',
        folder,
        `--format=${format}`,
        '--sort=name',
        ...(narrow ? [] : ['--sparse']),
        ...exclude,
        '-cf',
        path,
        'tree',
      ]);
      const bytes = new Uint8Array(readFileSync(path));
      const { entries, marked } = await scanAll(bytes);
      const listing = execFileSync('tar', ['--quoting-style=escape', '-tf', path], { encoding: 'utf8', env: { LC_ALL: 'C' } })
        .trim()
        .split('\n');
      assert.equal(marked, true);
      assert.deepEqual(
        entries.map((entry) => escapeLikeTar(entry.name)),
        listing,
      );
      assert.deepEqual((await streamAll(bytes, 50_001)).entries, entries);
      const found = new Map(entries.map((entry) => [entry.name, entry]));
      assert.equal(bodyOf(bytes, found.get('tree/file') as TarEntry), 'content');
      assert.equal(found.get('tree/sub/hard')?.linkName, 'tree/file');
      assert.equal(found.get('tree/sparse')?.realSize, 3_000_000);
      if (!narrow) {
        assert.equal(found.get('tree/link')?.linkName, 't'.repeat(180));
        assert.deepEqual([found.get('tree/sparse')?.sparse, (found.get('tree/sparse')?.size ?? 0) < 10_000], [true, true]);
      }
    });
  }

  test('a sparse file with a map longer than its header', async () => {
    const path = join(folder, 'holes');
    const handle = openSync(path, 'w');
    for (let i = 0; i < 60; i += 2) writeSync(handle, new Uint8Array(4096).fill(i + 1), 0, 4096, i * 65536);
    closeSync(handle);
    truncateSync(path, 60 * 65536);
    execFileSync('tar', [
      '-C',
      folder,
      '--format=gnu',
      '--sparse',
      '--hole-detection=raw',
      '-cf',
      join(folder, 'holes.tar'),
      'holes',
      'tree/file',
    ]);
    const bytes = new Uint8Array(readFileSync(join(folder, 'holes.tar')));
    const { entries } = await scanAll(bytes);
    assert.deepEqual(
      entries.map((entry) => [entry.name, entry.realSize]),
      [
        ['holes', 60 * 65536],
        ['tree/file', 7],
      ],
    );
    assert.equal(bodyOf(bytes, entries[1] as TarEntry), 'content');
    assert.deepEqual((await streamAll(bytes, 300)).entries, entries);
  });

  test('tar-stream', async () => {
    const packer = pack();
    packer.entry({ name: LONG, pax: { 'SCHILY.xattr.user.a': 'b' } }, 'body');
    packer.entry({ name: 'dir', type: 'directory' });
    packer.finalize();
    const bytes = await gather(packer as AsyncIterable<Uint8Array>);
    const { entries } = await scanAll(bytes);
    assert.deepEqual(
      entries.map((entry) => [entry.name, entry.type]),
      [
        [LONG, 'file'],
        ['dir', 'directory'],
      ],
    );
    assert.equal(bodyOf(bytes, entries[0] as TarEntry), 'body');
  });
});

describe('what is broken', () => {
  const bytes = layerTar([`${LONG}: deep`, 'b: body', 'c: more']);

  test('a tar cut anywhere within an entry is truncated; cut between entries it lacks its mark', async () => {
    const whole = await scanAll(bytes);
    const ends = new Set([0, ...whole.entries.map((entry) => entry.offset + entry.size + paddingFor(entry.size))]);
    for (let cut = 0; cut < bytes.length - 512; cut += 128) {
      const part = bytes.subarray(0, cut);
      const outcomes = await Promise.allSettled([scanAll(part), streamAll(part, 100)]);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') assert.ok(hasCode('truncated')(outcome.reason), `at ${cut}: ${outcome.reason}`);
        else assert.equal(outcome.value.marked, false, `at ${cut}`);
      }
      const inside = cut % 512 === 0 && !ends.has(cut) && cut < (whole.entries.at(-1)?.offset ?? 0);
      if (inside)
        assert.ok(
          outcomes.every((outcome) => outcome.status === 'rejected'),
          `at ${cut}`,
        );
    }
  });

  test('a wrong checksum, a zero block in between, damaged PAX, and huge headers are refused', async () => {
    const flipped = bytes.slice();
    flipped[0] = 0x21;
    await assert.rejects(scanAll(flipped), hasCode('malformed'));
    await assert.rejects(scanAll(joinBytes([new Uint8Array(512), bytes])), hasCode('malformed'));
    await assert.rejects(streamAll(joinBytes([new Uint8Array(512), bytes]), 999), hasCode('malformed'));
    const pax = bytes.slice();
    pax[512] = 0x78;
    await assert.rejects(scanAll(pax), hasCode('malformed'));
    const huge = rewriteFlag(writeTarHeader({ name: 'p', type: 'file', size: 8_000_000_000 }), 'x');
    await assert.rejects(scanAll(huge), hasCode('too-large'));
  });

  test('a body that claims 10 GB is refused without being read, or told when it ends', async () => {
    const claim = joinBytes([writeTarHeader({ name: 'x', type: 'file', size: 10_000_000_000 }), new Uint8Array(512)]);
    const file = memoryFile(claim);
    await assert.rejects(
      scanTar(file, () => assert.fail('no entry is whole')),
      hasCode('truncated'),
    );
    assert.ok(file.bytesRead() <= 4096);
    await assert.rejects(streamAll(claim, 100), hasCode('truncated'));
  });

  test('too many entries are refused', async () => {
    const many = writeTar(Array.from({ length: 11 }, (_, i) => ({ name: `f${i}`, type: 'file' as const })));
    const limits = { maxEntries: 10, maxHeaderBytes: 1024 };
    await assert.rejects(
      scanTar(memoryFile(many), () => undefined, limits),
      hasCode('too-large'),
    );
  });

  test('only a header with a right checksum looks like a tar', () => {
    assert.equal(looksLikeTar(bytes), true);
    assert.equal(looksLikeTar(tarEnd()), false);
    assert.equal(looksLikeTar(new TextEncoder().encode('FROM debian\n'.repeat(100))), false);
    assert.equal(looksLikeTar(bytes.subarray(0, 100)), false);
  });
});

/** GNU tar's `escape` quoting, as far as these names need it. */
function escapeLikeTar(name: string): string {
  return name
    .replaceAll('\n', '\\n')
    .replace(/[\u0080-\uffff]/g, (char) => [...new TextEncoder().encode(char)].map((byte) => `\\${byte.toString(8)}`).join(''));
}

/** Another type flag, the checksum made right; for a header of one block, or the last of several. */
function rewriteFlag(header: Uint8Array, flag: string): Uint8Array {
  const block = header.slice(0, 512);
  block[156] = flag.charCodeAt(0);
  block.fill(0x20, 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return block;
}

test('the size of a header is known without writing it', () => {
  const items = ['a', 'é', 'a'.repeat(101), 'a'.repeat(2000)].flatMap((name) => [
    { name, type: 'file', size: 9_000_000_000, uid: 3_000_000, mtime: 1 } as const,
    { name, type: 'symlink', linkName: `${name}/ü` } as const,
    { name: `${name}/`, type: 'directory' } as const,
  ]);
  for (const item of items) assert.equal(tarHeaderSize(item), writeTarHeader(item).length, JSON.stringify(item).slice(0, 80));
});

test('a file that needs no promise is walked without one, and what is told may be waited for', async () => {
  const bytes = writeTar(Array.from({ length: 5 }, (_, i) => ({ name: `f${i}`, type: 'file' as const, body: new Uint8Array(3000) })));
  const { size, read } = memoryFile(bytes);
  const readNow = (offset: number, into: Uint8Array): number => {
    const part = bytes.subarray(offset, offset + into.length);
    into.set(part);
    return part.length;
  };
  const names: string[] = [];
  const walked = scanTar({ size, read, readNow }, ({ name }) => void names.push(name));
  assert.equal(names.length, 5, 'all of it in the same turn');
  assert.deepEqual(await walked, { marked: true });
  const turns: string[] = [];
  const wait = async ({ name }: TarEntry): Promise<void> => {
    await Promise.resolve();
    turns.push(name);
  };
  await scanTar({ size, read, readNow }, wait);
  assert.deepEqual(turns, names);
});
