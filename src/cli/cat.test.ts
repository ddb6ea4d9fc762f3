/** `fromage cat`: words in, bytes and an exit code out. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { writeDockerArchive, writeOciArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { run } from './main.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

async function fromage(line: string, isTTY = false): Promise<{ readonly code: number; readonly out: Buffer; readonly err: string }> {
  const out: Buffer[] = [];
  let err = '';
  const stdout = { isTTY, write: (bytes: string | Uint8Array) => void out.push(Buffer.from(bytes as Uint8Array)) };
  const args = line.split(' ').map((word) => word.replaceAll('~', ports.folder));
  const code = await run(args, { stdout, stderr: { write: (text) => void (err += String(text)) }, env: { HOME: ports.folder } });
  return { code, out: Buffer.concat(out), err };
}

const BINARY = Uint8Array.from({ length: 700_000 }, (_, at) => (at * 7) % 256);
const IMAGE = (compression: 'gzip' | 'zstd') =>
  buildImage({
    compression,
    layers: [
      {
        files: [
          'etc/motd: one\n',
          'etc/gone: was here\n',
          'usr/bin/',
          { name: 'usr/bin/env', type: 'file', body: BINARY },
          'bin -> usr/bin',
        ],
      },
      { files: ['etc/motd: two\n', 'etc/.wh.gone', 'other => etc/motd', 'lost -> nowhere', 'out -> ../../../etc/motd', 'empty', 'sub/'] },
      { files: 'bell: a\u0007b' },
    ],
  });

const FORMS = {
  'oci, gzip': () => writeOciArchive([{ image: IMAGE('gzip'), names: ['a:1'] }]),
  'oci, zstd': () => writeOciArchive([{ image: IMAGE('zstd'), names: ['a:1'] }]),
  'docker, uncompressed': () => writeDockerArchive([{ image: IMAGE('gzip'), names: ['a:1'] }], { form: 'old' }),
};

for (const [form, make] of Object.entries(FORMS)) {
  describe(form, () => {
    beforeEach(() => writeFile(ports.path('a.tar'), make()));

    test('a file as the image has it, through links of all kinds', async () => {
      for (const path of ['/etc/motd', 'etc/motd', 'other', 'out', 'sub/../etc/motd'])
        assert.equal((await fromage(`cat ~/a.tar ${path} --offline`)).out.toString(), 'two\n', path);
      const { code, out } = await fromage('cat ~/a.tar bin/env --offline');
      assert.equal(code, 0);
      assert.ok(out.equals(BINARY));
      const empty = await fromage('cat ~/a.tar empty --offline');
      assert.deepEqual([empty.code, empty.out.length], [0, 0]);
    });

    test('--layer gives what that layer left, hidden or not', async () => {
      assert.equal((await fromage('cat ~/a.tar etc/motd --layer 1 --offline')).out.toString(), 'one\n');
      assert.equal((await fromage('cat ~/a.tar etc/motd --layer 3 --offline')).out.toString(), 'two\n');
      assert.equal((await fromage('cat ~/a.tar etc/gone --layer 1 --offline')).out.toString(), 'was here\n');
    });
  });
}

test('what is not there, and what is no file, is told', async () => {
  await writeFile(ports.path('a.tar'), FORMS['oci, gzip']());
  for (const [path, code, why] of [
    ['etc/gone', 3, /has no "etc\/gone"\n {2}It is deleted; --layer 1 shows it/],
    ['none', 3, /has no "none"\n {2}fromage files lists/],
    ['lost', 3, /"lost" is a link to "nowhere", which leads nowhere/],
    ['usr', 2, /"usr" is a folder\n {2}fromage files .* 'usr\/\*\*' lists it/],
    ['etc/motd --layer 4', 2, /has no layer 4\n {2}Its layers are 1 to 3/],
  ] as const) {
    const told = await fromage(`cat ~/a.tar ${path} --offline`);
    assert.equal(told.code, code, path);
    assert.match(told.err, why);
    assert.equal(told.out.length, 0);
  }
});

test('what is no text goes to a terminal with --force only', async () => {
  await writeFile(ports.path('a.tar'), FORMS['oci, gzip']());
  for (const path of ['usr/bin/env', 'bell']) {
    const refused = await fromage(`cat ~/a.tar ${path} --offline`, true);
    assert.deepEqual([refused.code, refused.out.length], [2, 0]);
    assert.equal((await fromage(`cat ~/a.tar ${path} --offline --force`, true)).code, 0);
  }
  assert.equal((await fromage('cat ~/a.tar etc/motd --offline', true)).out.toString(), 'two\n');
});

test('nothing is written of a layer that is not what its digest says', async () => {
  const gzipped = IMAGE('gzip');
  const [packed] = gzipped.layers;
  assert.ok(packed !== undefined);
  // Another layer's bytes under this one's digest.
  const other = new Map([...gzipped.blobs, [packed.digest, gzipped.layers[1]?.bytes ?? new Uint8Array()] as const]);
  await writeFile(ports.path('a.tar'), writeOciArchive([{ image: { ...gzipped, blobs: other }, names: ['a:1'] }]));
  const { code, out, err } = await fromage('cat ~/a.tar etc/motd --layer 1 --offline');
  assert.deepEqual([code, out.length], [3, 0]);
  assert.match(err, /digest|bytes/);
});
