import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bytesAsFile } from '../codec/read-at.ts';
import { FromageError } from '../model/error.ts';
import { nodeInflate } from '../platform/inflate.ts';
import { writeZip } from '../testing/zip-writer.ts';
import { readDocuments } from './read-documents.ts';

interface Read {
  readonly names: readonly string[];
  readonly told: readonly string[];
  /** The code of what ended it. */
  readonly failure: string | null;
}

async function read(bytes: Uint8Array | string, most?: number): Promise<Read> {
  const names: string[] = [];
  const told: string[] = [];
  const file = bytesAsFile(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  try {
    const tell = (where: string, what: string): void => void told.push(`${where}: ${what}`);
    for await (const { name, value } of readDocuments('f', file, nodeInflate, tell, most))
      names.push(typeof value === 'string' ? `${name} as text` : name);
  } catch (error) {
    if (!FromageError.is(error)) throw error;
    return { names, told, failure: error.code };
  }
  return { names, told, failure: null };
}

const LINES = '{"id":"A-1"}\n\n{"id":"A-2"}\n';

test('lines are documents each, a text that is none is one', async () => {
  assert.deepEqual((await read(LINES)).names, ['f:1', 'f:3']);
  assert.deepEqual((await read('{\n "id": 1\n}\n')).names, ['f']);
  assert.deepEqual((await read('[1,\n2]')).names, ['f']);
  assert.deepEqual((await read('cve,epss\n')).names, ['f as text']);
  assert.deepEqual((await read('\ufeff{"id":"A-1"}\n')).names, ['f:1']);
  assert.deepEqual((await read('')).names, []);
});

test('a line that is no JSON is told, and the others are read', async () => {
  assert.deepEqual(await read(`${LINES}{"id":\nnull\n{"id":"A-3"}`), {
    names: ['f:1', 'f:3', 'f:6'],
    told: ['f:4: a line that is no JSON is passed over', 'f:5: a line that is no JSON is passed over'],
    failure: null,
  });
});

test('a line that is longer than any record is told wherever it stands, and the others are read', async () => {
  const long = `{"id":"${'x'.repeat(17_000_000)}"}\n`;
  for (const text of [long + LINES, LINES + long + LINES]) {
    const { names, told, failure } = await read(text);
    assert.deepEqual([names.length, told.length, failure], [text.startsWith(long) ? 2 : 4, 1, null]);
    assert.match(told[0] ?? '', /over 16777216 bytes/);
  }
  // Alone it is a whole feed: Debian's tracker is one line.
  assert.deepEqual((await read(long)).names, ['f']);
});

test('UTF-16 is no JSON', async () => {
  const { names, failure } = await read(Buffer.from(`\ufeff${LINES}`, 'utf16le'));
  assert.deepEqual([names, failure], [['f as text'], null]);
  assert.equal((await read('{"id":')).failure, 'malformed');
});

test('gzip and zip are unpacked; cut short, what came before is used', async () => {
  const many = Array.from({ length: 20_000 }, (_, at) => `{"id":"A-${(at * 7919) % 20_011}"}`).join('\n');
  const packed = gzipSync(many);
  assert.equal((await read(packed)).names.length, 20_000);
  const cut = await read(packed.subarray(0, packed.length - 1000));
  assert.equal(cut.failure, 'truncated');
  assert.ok(cut.names.length > 1000, `${cut.names.length} read`);

  const zip = writeZip([
    { name: 'a.json', bytes: '{"id":"A-1"}' },
    { name: 'README.md', bytes: '# words' },
    { name: 'b.json', bytes: '{"id":' },
    { name: 'c.json', bytes: '{"id":"A-3"}', encrypted: true },
    { name: 'd.jsonl', bytes: LINES },
    { name: 'e.json', bytes: '{"id":"A-4"}', toldSize: 17_000_000 },
  ]);
  const unpacked = await read(zip);
  assert.deepEqual(unpacked.names, ['f: a.json:1', 'f: d.jsonl:1', 'f: d.jsonl:3']);
  assert.deepEqual([unpacked.told.length, unpacked.failure], [3, null]);
  assert.notEqual((await read(zip.subarray(0, zip.length - 30))).failure, null);
});

test('a zip in a zip is told and not read', async () => {
  const inner = writeZip([{ name: 'b.json', bytes: '{"id":"B-1"}' }]);
  const { names, told, failure } = await read(
    writeZip([
      { name: 'inner.json', bytes: inner },
      { name: 'a.json', bytes: '{"id":"A-1"}' },
    ]),
  );
  assert.deepEqual([names, failure], [['f: a.json:1'], null]);
  assert.match(told.join('\n'), /^f: inner\.json: .*zip in a zip$/);
});

test('no more bytes are unpacked than are read', async () => {
  const entries = Array.from({ length: 20 }, (_, at) => ({
    name: `${at}.json`,
    bytes: `{"id":"A-${at}","text":"${'x'.repeat(100_000)}"}`,
  }));
  const zip = await read(writeZip(entries), 550_000);
  assert.deepEqual([zip.names.length, zip.told, zip.failure], [5, [], 'too-large']);
  const line = `{"id":"A-1","text":"${'x'.repeat(100_000)}"}\n`;
  assert.equal((await read(gzipSync(line.repeat(20)), 550_000)).failure, 'too-large');
  assert.equal((await read(gzipSync(line.repeat(5)), 550_000)).failure, null);
});
