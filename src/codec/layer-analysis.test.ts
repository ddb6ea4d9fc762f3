import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { FromageError } from '../model/error.ts';
import { FILE_TYPES } from '../model/file-entry.ts';
import type { JsonValue, LayerAnalysis } from '../model/layer-analysis.ts';
import { analysisOfText } from '../testing/layer-analyses.ts';
import type { LayerItem } from '../testing/layer-text.ts';
import { decodeName } from './file-name.ts';
import { decodeAnalysis, encodeAnalysis } from './layer-analysis.ts';
import { columnPart, readBytes, readColumn, writeParts } from './number-columns.ts';

const part = fc.oneof(fc.constantFrom('usr', 'lib', '.wh.a', '.wh..wh..opq', 'é', '🧀'), fc.stringMatching(/^[a-z .~-]{1,9}$/));
const item: fc.Arbitrary<LayerItem> = fc
  .record({
    path: fc.array(part, { minLength: 1, maxLength: 4 }),
    type: fc.constantFrom(...FILE_TYPES),
    mode: fc.nat(0o7777),
    uid: fc.nat(70_000),
    gid: fc.nat(3),
    mtime: fc.integer({ min: -5, max: 2_000_000_000 }),
    linkName: fc.string({ maxLength: 9 }).map((text) => text.replaceAll('\0', 'x')),
    devMajor: fc.nat(8),
    xattrs: fc.oneof(fc.constant({}), fc.constant({ 'security.capability': Uint8Array.of(1, 0, 255) })),
    body: fc.uint8Array({ maxLength: 30 }),
  })
  .map(({ path, ...rest }) => ({ name: path.join('/'), ...rest }));

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
const analysis: fc.Arbitrary<LayerAnalysis> = fc
  .record({ items: fc.array(item, { maxLength: 12 }), values: fc.array(json, { maxLength: 3 }), complete: fc.boolean() })
  .map(({ items, values, complete }) => {
    const plain = analysisOfText(items);
    const facts = values.map((value, row) => ({ row, value })).filter(({ row }) => row < plain.entries.count);
    return { ...plain, complete, facts: [{ extractor: 'x', version: 3, facts }] };
  });

describe('encodeAnalysis', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(analysis, (one) => assert.deepEqual(decodeAnalysis(encodeAnalysis(one)), one)),
      { numRuns: 200 },
    );
  });

  test('an empty layer, a DiffID and names that are no UTF-8 come back', () => {
    const empty = { ...analysisOfText(''), diffId: `sha256:${'a'.repeat(64)}` as LayerAnalysis['diffId'] };
    assert.deepEqual(decodeAnalysis(encodeAnalysis(empty)), empty);
    const named = analysisOfText('a: x\nb: y');
    // The bytes of two strings that meet make one character: é is c3 a9.
    const strings = named.entries.strings.map((text) =>
      text === 'a' ? decodeName(Uint8Array.of(0xc3)) : text === 'b' ? decodeName(Uint8Array.of(0xa9)) : text,
    );
    const odd = { ...named, entries: { ...named.entries, strings } };
    assert.deepEqual(decodeAnalysis(encodeAnalysis(odd)), odd);
  });

  test('takes few bytes for each entry', () => {
    const items = Array.from(
      { length: 2000 },
      (_, i): LayerItem => ({ name: `usr/lib/p${i % 50}/file-${i}`, type: 'file', mtime: 1_700_000_000, body: new Uint8Array(i % 700) }),
    );
    const names = items.reduce((sum, { name }) => sum + name.length - name.lastIndexOf('/'), 0);
    assert.ok(encodeAnalysis(analysisOfText(items)).length < names + 2000 * 16);
  });
});

describe('decodeAnalysis of hostile bytes', () => {
  const good = encodeAnalysis({
    ...analysisOfText('usr/bin/env: e\nbin -> usr/bin\netc/.wh.x\nd/.wh..wh..opq'),
    facts: [{ extractor: 'x', version: 1, facts: [{ row: 0, value: 1 }] }],
  });

  test('cut anywhere, or with bytes after it, it is malformed', () => {
    for (let length = 0; length < good.length; length += 1)
      assert.throws(() => decodeAnalysis(good.slice(0, length)), isMalformed, `${length} bytes`);
    assert.throws(() => decodeAnalysis(Uint8Array.of(...good, 0)), isMalformed);
  });

  test('with any byte changed it is malformed, or an analysis in which every place leads somewhere', () => {
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bytes = good.slice();
        bytes[at] = byte;
        const decoded = tryDecode(bytes);
        if (decoded !== null) assert.deepEqual(decodeAnalysis(encodeAnalysis(decoded)), decoded);
      }),
      { numRuns: 500 },
    );
  });

  test('names that lead out and rows that are not there are malformed', () => {
    const plain = analysisOfText('a/b: x');
    const named = (name: string) => ({
      ...plain,
      entries: { ...plain.entries, strings: plain.entries.strings.map((text) => (text === 'b' ? name : text)) },
    });
    for (const name of ['..', '.', 'x/y', '', 'x\0']) assert.throws(() => decodeAnalysis(encodeAnalysis(named(name))), isMalformed, name);
    assert.throws(
      () => decodeAnalysis(encodeAnalysis({ ...plain, facts: [{ extractor: 'x', version: 1, facts: [{ row: 1, value: 0 }] }] })),
      isMalformed,
    );
    assert.throws(() => decodeAnalysis(encodeAnalysis({ ...plain, opaque: Int32Array.of(9) })), isMalformed);
  });

  function tryDecode(bytes: Uint8Array): LayerAnalysis | null {
    try {
      return decodeAnalysis(bytes);
    } catch (error) {
      assert.ok(isMalformed(error), String(error));
      return null;
    }
  }

  function isMalformed(error: unknown): boolean {
    return FromageError.is(error) && error.code === 'malformed';
  }
});

describe('a column of numbers', () => {
  test('comes back as it was, in as few bytes as it needs', () => {
    const widths = (
      [
        Uint8Array.of(7, 7, 7),
        Uint8Array.of(7, 8),
        Int32Array.of(-1, 300),
        Int32Array.of(-1, 70_000),
        Float64Array.of(0, 2 ** 40),
        Float64Array.of(0.5),
      ] as const
    ).map((values) => {
      const bytes = writeParts([columnPart(values)]);
      assert.deepEqual(
        Array.from(readColumn(readBytes(bytes, 'it'), (length) => new Float64Array(length), 'it', values.length)),
        Array.from(values),
      );
      return (bytes.length - 13) / values.length;
    });
    assert.deepEqual(widths, [0, 1, 2, 4, 8, 0]);
  });

  test('one that claims more than its bytes can hold is refused before memory is taken', () => {
    const bytes = writeParts([columnPart(Uint8Array.of(1, 2, 3), { anchor: true })]);
    new DataView(bytes.buffer).setUint32(1, 0xffff_ffff, true);
    assert.throws(() => readColumn(readBytes(bytes, 'it'), (length) => new Float64Array(length), 'it', null), /damaged/);
  });
});
