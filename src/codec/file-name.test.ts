import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decodeName, encodeName } from './file-name.ts';

test('any bytes come back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
      assert.deepEqual(encodeName(decodeName(bytes)), bytes);
    }),
  );
});

test('bytes near every border of UTF-8 come back as they were', () => {
  const border = fc.constantFrom(
    0x2e,
    0x7f,
    0x80,
    0xa0,
    0xbf,
    0xc0,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xed,
    0xef,
    0xf0,
    0xf4,
    0xf5,
    0xff,
    0x9f,
    0x90,
  );
  fc.assert(
    fc.property(fc.array(border, { maxLength: 8 }), (bytes) => {
      assert.deepEqual([...encodeName(decodeName(Uint8Array.from(bytes)))], bytes);
    }),
    { numRuns: 500 },
  );
});

test('valid text is itself, its byte order mark kept', () => {
  const bytes = new TextEncoder().encode('\ufeffnaïve 🧀');
  assert.equal(decodeName(bytes), '\ufeffnaïve 🧀');
});

test('names that differ in invalid bytes stay apart, and their valid parts are readable', () => {
  const latin1 = decodeName(Uint8Array.from([0x63, 0x61, 0x66, 0xe9]));
  assert.equal(latin1, 'caf\udce9');
  assert.notEqual(latin1, decodeName(Uint8Array.from([0x63, 0x61, 0x66, 0xe8])));
});
