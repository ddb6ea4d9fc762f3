import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { MAGIC_LENGTH, sniffPacking } from './magic.ts';

const CASES: readonly (readonly [expected: string, bytes: Uint8Array])[] = [
  ['gzip', gzipSync('x')],
  ['zstd', zstdCompressSync('x')],
  ['zstd', new Uint8Array([0x50, 0x2a, 0x4d, 0x18, 0, 0])],
  ['zstd', new Uint8Array([0x5f, 0x2a, 0x4d, 0x18, 0, 0])],
  ['none', new Uint8Array([0x60, 0x2a, 0x4d, 0x18, 0, 0])],
  ['xz', new Uint8Array([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
  ['bzip2', new TextEncoder().encode('BZh91AY')],
  ['zip', new TextEncoder().encode('PK\x03\x04rest')],
  ['none', deflateRawSync('x')],
  ['none', new Uint8Array(0)],
  ['none', new Uint8Array([0x1f])],
  ['none', new TextEncoder().encode('etc/passwd')],
];

for (const [expected, bytes] of CASES) {
  test(`${Buffer.from(bytes.subarray(0, MAGIC_LENGTH)).toString('hex') || 'nothing'} is ${expected}`, () => {
    assert.equal(sniffPacking(bytes.subarray(0, MAGIC_LENGTH)), expected);
  });
}
