import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FromageError } from '../model/error.ts';
import { memoryFile } from '../testing/streams.ts';
import type { ZipPart } from '../testing/zip-writer.ts';
import { writeZip } from '../testing/zip-writer.ts';
import { openZipEntry, readZipDirectory, readZipEntry } from './zip.ts';

const PARTS: readonly ZipPart[] = [
  { name: 'a.txt', bytes: 'some text, some text, some text' },
  { name: 'dir/', bytes: '', stored: true },
  { name: 'ü/b.bin', bytes: Uint8Array.from({ length: 70_000 }, (_, at) => at % 251), stored: true },
];

/** Names and contents. */
async function readAll(bytes: Uint8Array): Promise<readonly (readonly [string, string])[]> {
  const file = memoryFile(bytes);
  const { entries } = await readZipDirectory(file);
  const all: (readonly [string, string])[] = [];
  for (const entry of entries) all.push([entry.name, Buffer.from(await readZipEntry(file, entry, 100_000)).toString('latin1')]);
  return all;
}

const EXPECTED = PARTS.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('latin1')]);

describe('zip', () => {
  for (const zip64 of [false, true]) {
    for (const descriptors of [false, true]) {
      for (const prefix of ['', '#!/bin/sh\nexec java -jar "$0"\n', 'PK\x05\x06']) {
        for (const comment of ['', 'PK\x05\x06 is no end', 'x'.repeat(60_000)]) {
          const options = { zip64, descriptors, prefix, comment };
          test(`reads all: ${JSON.stringify({ ...options, comment: comment.slice(0, 20) })}`, async () => {
            assert.deepEqual(await readAll(writeZip(PARTS, options)), EXPECTED);
          });
        }
      }
    }
  }

  test('a stored entry is read in its place, a deflated one is not', async () => {
    const file = memoryFile(writeZip(PARTS));
    const { entries } = await readZipDirectory(file);
    const opened = await Promise.all(entries.map((entry) => openZipEntry(file, entry)));
    assert.deepEqual(
      opened.map((one) => one?.size),
      [undefined, 0, 70_000],
    );
    const part = new Uint8Array(300);
    assert.equal(await opened[2]?.read(69_900, part), 100);
    assert.equal(part[0], 69_900 % 251);
  });

  test('a bomb, however small it says it is, stops at the bound', async () => {
    const bytes = writeZip([
      { name: 'told', bytes: new Uint8Array(1_000_000) },
      { name: 'lie', bytes: new Uint8Array(1_000_000), toldSize: 10 },
    ]);
    const file = memoryFile(bytes);
    for (const entry of (await readZipDirectory(file)).entries)
      await assert.rejects(readZipEntry(file, entry, 1000), { code: 'too-large' }, entry.name);
    await assert.rejects(readZipDirectory(file, 50), { code: 'too-large' });
  });

  test('what is encrypted, or compressed otherwise, is unsupported', async () => {
    const file = memoryFile(
      writeZip([
        { name: 'a', bytes: 'x', encrypted: true },
        { name: 'b', bytes: 'x', method: 14 },
      ]),
    );
    for (const entry of (await readZipDirectory(file)).entries) {
      await assert.rejects(readZipEntry(file, entry, 1000), { code: 'unsupported' });
      assert.equal(await openZipEntry(file, entry).catch(() => null), null);
    }
  });

  test('no zip file, an empty one, one that is cut: malformed or truncated', async () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(21), new Uint8Array(100_000)])
      await assert.rejects(readZipDirectory(memoryFile(bytes)), { code: 'malformed' });
    assert.deepEqual((await readZipDirectory(memoryFile(writeZip([])))).entries, []);
    const whole = writeZip(PARTS);
    for (let length = whole.length - 1; length > 0; length -= 997)
      await assert.rejects(readAll(whole.slice(0, length)), (error) => FromageError.is(error), `cut at ${length}`);
  });

  test('damage anywhere in what is told is an error of ours, or is not seen', async () => {
    for (const options of [{}, { zip64: true, prefix: 'xx' }]) {
      const good = writeZip([{ name: 'a.txt', bytes: 'some text, some text, some text' }], options);
      for (let at = 0; at < good.length; at += 1) {
        const bad = Uint8Array.from(good);
        bad[at] = (bad[at] ?? 0) ^ 0xff;
        await readAll(bad).catch((error: unknown) => assert.ok(FromageError.is(error), `byte ${at}: ${String(error)}`));
      }
    }
  });
});
