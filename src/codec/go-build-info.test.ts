import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { FromageError } from '../model/error.ts';
import { type ElfOptions, type ElfPart, writeElf } from '../testing/elf-writer.ts';
import { readElf } from './elf.ts';
import { type GoBuildInfo, readGoBuildInfo } from './go-build-info.ts';
import { bytesAsFile } from './read-at.ts';

const utf8 = new TextEncoder();
const START = Uint8Array.of(0xff, ...utf8.encode(' Go buildinf:'));
const MARK = Uint8Array.from({ length: 16 }, (_, i) => 0xf0 + i);
const MODULES = `path\texample.com/app/cmd
mod\texample.com/app\t(devel)\t
dep\tgithub.com/a/b\tv1.0.0\th1:x=
dep\trsc.io/quote\tv1.5.2
=>\trsc.io/fork\tv1.5.3\th1:y=
dep\texample.com/lib\tv0.1.0
=>\t../lib\t
build\t-ldflags="-s -X \\"main.version=1.2.3\\""
build\tGOARCH=amd64
`;

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function inline(version: string, modules: string): Uint8Array {
  const head = new Uint8Array(32);
  head.set(START);
  head[14] = 8;
  head[15] = 2;
  const text = concat(MARK, utf8.encode(modules), MARK);
  return concat(
    head,
    Uint8Array.of(version.length),
    utf8.encode(version),
    Uint8Array.of((text.length & 0x7f) | 0x80, text.length >> 7),
    text,
  );
}

/** As before Go 1.18: all in one loaded part at 0x1000. */
function pointers(version: string, modules: string, size: 4 | 8, isLittleEndian: boolean): Uint8Array {
  const text = concat(MARK, utf8.encode(modules), MARK);
  const bytes = new Uint8Array(128 + version.length + text.length);
  const view = new DataView(bytes.buffer);
  const put = (at: number, value: number) =>
    size === 8 ? view.setBigUint64(at, BigInt(value), isLittleEndian) : view.setUint32(at, value, isLittleEndian);
  bytes.set(START);
  bytes[14] = size;
  bytes[15] = isLittleEndian ? 0 : 1;
  put(16, 0x1000 + 64);
  put(16 + size, 0x1000 + 96);
  put(64, 0x1000 + 128);
  put(64 + size, version.length);
  put(96, 0x1000 + 128 + version.length);
  put(96 + size, text.length);
  bytes.set(utf8.encode(version), 128);
  bytes.set(text, 128 + version.length);
  return bytes;
}

async function read(parts: readonly ElfPart[], options: ElfOptions = {}): Promise<GoBuildInfo | null> {
  const file = bytesAsFile(writeElf(parts, options));
  const elf = await readElf(file);
  assert.ok(elf);
  return readGoBuildInfo(file, elf);
}

const INFO: GoBuildInfo = {
  goVersion: 'go1.22.1',
  path: 'example.com/app/cmd',
  main: { path: 'example.com/app', version: '(devel)', replacedBy: null },
  dependencies: [
    { path: 'github.com/a/b', version: 'v1.0.0', replacedBy: null },
    { path: 'rsc.io/quote', version: 'v1.5.2', replacedBy: { path: 'rsc.io/fork', version: 'v1.5.3' } },
    { path: 'example.com/lib', version: 'v0.1.0', replacedBy: { path: '../lib', version: null } },
  ],
  settings: new Map([
    ['-ldflags', '-s -X "main.version=1.2.3"'],
    ['GOARCH', 'amd64'],
  ]),
};

describe('readGoBuildInfo', () => {
  test('strings inline, as since Go 1.18', async () => {
    assert.deepEqual(await read([{ name: '.go.buildinfo', bytes: inline('go1.22.1', MODULES), flags: 3 }]), INFO);
  });

  for (const [size, isLittleEndian] of [
    [8, true],
    [8, false],
    [4, true],
    [4, false],
  ] as const) {
    test(`strings behind pointers of ${size} bytes, ${isLittleEndian ? 'little' : 'big'} end first`, async () => {
      const part = { name: '.go.buildinfo', bytes: pointers('go1.17.3', MODULES, size, isLittleEndian), address: 0x1000, loaded: 6 };
      assert.deepEqual(await read([part], { is64: size === 8, isLittleEndian }), { ...INFO, goVersion: 'go1.17.3' });
    });
  }

  test('without sections it is found in the data, at a place that 16 divides', async () => {
    const data = concat(new Uint8Array(48), inline('go1.22.1', MODULES));
    const parts = [
      { name: '.text', bytes: new Uint8Array(100), loaded: 5 },
      { name: '.data', bytes: data, loaded: 6 },
    ];
    assert.deepEqual(await read(parts, { stripped: true }), INFO);
    assert.equal(
      await read([{ name: '.data', bytes: concat(new Uint8Array(40), inline('go1.22.1', MODULES)), loaded: 6 }], { stripped: true }),
      null,
    );
  });

  test('built without modules there is the version alone; other programs have none', async () => {
    const bytes = inline('go1.10', '');
    assert.deepEqual(await read([{ name: '.go.buildinfo', bytes }]), {
      goVersion: 'go1.10',
      path: null,
      main: null,
      dependencies: [],
      settings: new Map(),
    });
    assert.equal(await read([{ name: '.data', bytes: inline('go1.22.1', MODULES) }]), null);
  });

  test('damage is an error of the file', async () => {
    const part = (bytes: Uint8Array) => [{ name: '.go.buildinfo', bytes }];
    await assert.rejects(read(part(concat(inline('x', '').subarray(0, 32), new Uint8Array(20).fill(0xff)))), FromageError);
    const long = concat(inline('x', '').subarray(0, 32), Uint8Array.of(0xff, 0xff, 0xff, 0x7f));
    await assert.rejects(read(part(long)), /at most 8388608 are read/);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 120 }), fc.boolean(), async (noise, isInline) => {
        const head = inline('x', '')
          .subarray(0, 32)
          .with(15, isInline ? 2 : 0);
        try {
          await read(part(concat(isInline ? head : head.subarray(0, 16), noise)), {});
        } catch (error) {
          assert.ok(error instanceof FromageError, String(error));
        }
      }),
    );
  });
});

test('an ELF file of which anything is bent is read or not, but never fails', async () => {
  const whole = writeElf([{ name: '.go.buildinfo', bytes: inline('go1.22.1', MODULES), loaded: 6 }]);
  for (let at = 0; at < 0x90; at += 1) {
    for (const value of [0, 0x7f, 0xff]) await readElf(bytesAsFile(whole.with(at, value)));
    await readElf(bytesAsFile(whole.subarray(0, at)));
  }
});
