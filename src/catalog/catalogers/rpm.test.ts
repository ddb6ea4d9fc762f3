import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { FromageError } from '../../model/error.ts';
import { memoryFile } from '../../testing/streams.ts';
import { purlOf } from '../package-purl.ts';
import { rpm } from './rpm.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'fromage-rpm-'));
});
after(() => rmSync(folder, { recursive: true }));

/** A header as rpm keeps it: the index, then the texts and numbers; a long description, so that rows overflow their pages. */
function header(tags: Readonly<Record<number, string | number>>, filler = 0): Uint8Array {
  const entries = Object.entries({ ...tags, ...(filler === 0 ? {} : { 1005: 'x'.repeat(filler) }) });
  const data: number[] = [];
  const index = entries.flatMap(([tag, value]) => {
    const offset = data.length;
    if (typeof value === 'number') data.push(...be32(value));
    else data.push(...new TextEncoder().encode(value), 0);
    return [...be32(Number(tag)), ...be32(typeof value === 'number' ? 4 : 6), ...be32(offset), ...be32(1)];
  });
  return Uint8Array.from([...be32(entries.length), ...be32(data.length), ...index, ...data]);
}

function be32(value: number): readonly number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

const BASH = { 1000: 'bash', 1001: '5.1.8', 1002: '6.el9', 1014: 'GPLv3+', 1022: 'x86_64', 1044: 'bash-5.1.8-6.el9.src.rpm' };
const LIBS = { 1000: 'openssl-libs', 1001: '3.0.7', 1002: '27.el9', 1003: 1, 1022: 'x86_64', 1044: 'openssl-3.0.7-27.el9.src.rpm' };
const KEY = { 1000: 'gpg-pubkey', 1001: 'abc', 1002: 'def' };
const EXPECTED = [
  ['bash', '5.1.8-6.el9', null],
  ['openssl-libs', '1:3.0.7-27.el9', { name: 'openssl', version: '3.0.7-27.el9' }],
];

async function read(path: string, bytes: Uint8Array): Promise<unknown> {
  const value = await rpm.extract(path, memoryFile(bytes), () => {});
  const packages = rpm.assemble(null as never, [{ path, place: { layer: 0, row: 0 }, value }]);
  return packages.map(({ name, version, source }) => [name, version, source]);
}

/** As rpm makes it, with SQLite itself. */
function sqlite(headers: readonly Uint8Array[], pageBytes = 4096): Uint8Array {
  const path = join(folder, `db-${pageBytes}-${headers.length}`);
  const database = new DatabaseSync(path);
  database.exec(
    `PRAGMA page_size=${pageBytes}; CREATE TABLE Name (key TEXT); CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)`,
  );
  const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
  database.exec('BEGIN');
  for (const one of headers) insert.run(one);
  database.exec('COMMIT');
  database.close();
  return readFileSync(path);
}

function ndb(headers: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(4096 + headers.reduce((sum, one) => sum + Math.ceil((one.length + 32) / 16) * 16, 0));
  const view = new DataView(bytes.buffer);
  for (const [at, value] of [0x506d7052, 0, 1, 1, headers.length + 1].entries()) view.setUint32(at * 4, value, true);
  for (let at = 32; at < 4096; at += 16) view.setUint32(at, 0x746f6c53, true);
  let place = 4096;
  for (const [at, one] of headers.entries()) {
    for (const [word, value] of [at + 1, place / 16].entries()) view.setUint32(32 + at * 16 + 4 + word * 4, value, true);
    for (const [word, value] of [0x53626c42, at + 1, 1, one.length].entries()) view.setUint32(place + word * 4, value, true);
    bytes.set(one, place + 16);
    place += Math.ceil((one.length + 32) / 16) * 16;
  }
  return bytes;
}

const PAGE = 4096;

/** A hash database of one bucket, after dbinc/db_page.h: the first page, the bucket, then pages of what is large; before all the counter. */
function bdb(headers: readonly Uint8Array[], isLittleEndian: boolean): Uint8Array {
  const pages: DataView[] = [];
  const addPage = (kind: number): DataView => {
    const page = new DataView(new ArrayBuffer(PAGE));
    page.setUint32(8, pages.length, isLittleEndian);
    page.setUint8(25, kind);
    pages.push(page);
    return page;
  };
  const meta = addPage(8);
  const bucket = addPage(13);
  let [items, end] = [0, PAGE];
  const addItem = (item: Uint8Array): void => {
    end -= item.length;
    new Uint8Array(bucket.buffer).set(item, end);
    bucket.setUint16(26 + items * 2, end, isLittleEndian);
    items += 1;
    bucket.setUint16(20, items, isLittleEndian);
  };
  const number = (value: number): Uint8Array => {
    const view = new DataView(new ArrayBuffer(4));
    view.setUint32(0, value, isLittleEndian);
    return new Uint8Array(view.buffer);
  };
  for (const [at, one] of [number(headers.length), ...headers].entries()) {
    addItem(Uint8Array.from([1, ...number(at)]));
    addItem(
      one.length < 1000 ? Uint8Array.from([1, ...one]) : Uint8Array.from([3, 0, 0, 0, ...number(pages.length), ...number(one.length)]),
    );
    for (let from = 0; one.length >= 1000 && from < one.length; from += PAGE - 26) {
      const part = one.subarray(from, from + PAGE - 26);
      const page = addPage(7);
      page.setUint16(22, part.length, isLittleEndian);
      if (from + part.length < one.length) page.setUint32(16, pages.length, isLittleEndian);
      new Uint8Array(page.buffer).set(part, 26);
    }
  }
  for (const [at, value] of [0x061561, 9, PAGE].entries()) meta.setUint32(12 + at * 4, value, isLittleEndian);
  meta.setUint32(32, pages.length - 1, isLittleEndian);
  return new Uint8Array(Buffer.concat(pages.map((page) => new Uint8Array(page.buffer))));
}

describe('rpm', () => {
  for (const pageBytes of [512, 4096, 65_536]) {
    test(`SQLite with pages of ${pageBytes} bytes: rows on their page, and rows that overflow it`, async () => {
      for (const filler of [0, 300, 460, 480, 4000, 70_000]) {
        const bytes = sqlite([header(BASH, filler), header(KEY), header(LIBS, filler)], pageBytes);
        assert.deepEqual(await read('var/lib/rpm/rpmdb.sqlite', bytes), EXPECTED, `${filler}`);
        rmSync(join(folder, `db-${pageBytes}-3`));
      }
    });
  }

  test('a damaged header is told, and the others are read', async () => {
    const told: string[] = [];
    const bytes = sqlite([header(BASH), Uint8Array.of(0, 0, 255, 255, 1), header({ ...LIBS, 5096: 'perl:5.32:1:x' })], 4096);
    const value = await rpm.extract('var/lib/rpm/rpmdb.sqlite', memoryFile(bytes), (damage) => told.push(damage));
    const packages = rpm.assemble(null as never, [{ path: 'var/lib/rpm/rpmdb.sqlite', place: { layer: 0, row: 0 }, value }]);
    assert.deepEqual(told, ['has headers that cannot be read (1)']);
    assert.deepEqual(
      packages.map((one) => purlOf(one, { id: 'rhel', versionId: '9.4', name: 'x' })),
      [
        'pkg:rpm/rhel/bash@5.1.8-6.el9?arch=x86_64&distro=rhel-9.4',
        'pkg:rpm/rhel/openssl-libs@3.0.7-27.el9?arch=x86_64&distro=rhel-9.4&epoch=1&rpmmod=perl:5.32:1:x',
      ],
    );
  });

  test('SQLite with so many packages that the tree has inner pages', async () => {
    const many = Array.from({ length: 3000 }, (_, at) => header({ ...BASH, 1000: `p${at}` }));
    const rows = await rpm.extract('var/lib/rpm/rpmdb.sqlite', memoryFile(sqlite(many, 512)), () => {});
    assert.deepEqual(
      rows.map(([name]) => name),
      many.map((_, at) => `p${at}`),
    );
  });

  test('rpm’s own format', async () => {
    assert.deepEqual(await read('usr/lib/sysimage/rpm/Packages.db', ndb([header(BASH), header(KEY), header(LIBS)])), EXPECTED);
  });

  for (const isLittleEndian of [true, false]) {
    test(`Berkeley DB, of a ${isLittleEndian ? 'little' : 'big'}-endian machine: on the page, and on pages of its own`, async () => {
      for (const filler of [0, 200, 5000, 70_000]) {
        const bytes = bdb([header(BASH, filler), header(KEY), header(LIBS, filler)], isLittleEndian);
        assert.deepEqual(await read('var/lib/rpm/Packages', bytes), EXPECTED, `${filler}`);
      }
    });
  }

  test('Berkeley DB: what is no hash, what is cut, and pages that many packages share', async () => {
    const path = 'var/lib/rpm/Packages';
    await assert.rejects(
      rpm.extract(path, memoryFile(new Uint8Array(100)), () => {}),
      { code: 'unsupported' },
    );
    const good = bdb([header(BASH, 5000), header(LIBS, 5000)], true);
    await assert.rejects(
      rpm.extract(path, memoryFile(good.slice(0, -1)), () => {}),
      { code: 'truncated' },
    );
    const loop = Uint8Array.from(good);
    new DataView(loop.buffer).setUint32(2 * PAGE + 16, 2, true);
    await assert.rejects(
      rpm.extract(path, memoryFile(loop), () => {}),
      { code: 'malformed' },
    );
    const many = bdb(
      Array.from({ length: 8 }, () => header(BASH, 5000)),
      true,
    );
    const view = new DataView(many.buffer);
    for (let item = 0; item < 8; item += 1) view.setUint32(view.getUint16(PAGE + 26 + item * 4 + 2, true) + PAGE + 8, 12_000, true);
    await assert.rejects(
      rpm.extract(path, memoryFile(many), () => {}),
      { code: 'malformed' },
    );
  });

  test('a damaged database is malformed, wherever the damage is, and never hangs', async () => {
    for (const [path, good] of [
      ['var/lib/rpm/rpmdb.sqlite', sqlite([header(BASH, 4000), header(LIBS)], 1024)],
      ['var/lib/rpm/Packages.db', ndb([header(BASH), header(LIBS)])],
      ['var/lib/rpm/Packages', bdb([header(BASH, 4000), header(LIBS)], true)],
    ] as const) {
      for (let at = 0; at < good.length; at += 37) {
        const bad = Uint8Array.from(good);
        bad[at] = (bad[at] ?? 0) ^ 0xff;
        await rpm
          .extract(path, memoryFile(bad), () => {})
          .catch((error: unknown) => assert.ok(FromageError.is(error), `byte ${at}: ${String(error)}`));
      }
      for (const length of [0, 10, 99, 512, good.length - 600])
        await rpm
          .extract(path, memoryFile(good.slice(0, length)), () => {})
          .catch((error: unknown) => assert.ok(FromageError.is(error), `cut at ${length}: ${String(error)}`));
    }
  });
});
