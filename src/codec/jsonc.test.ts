import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseJsonc } from './jsonc.ts';

test('comments and trailing commas are passed over, but not in strings', () => {
  assert.deepEqual(parseJsonc('// a\n{"a": [1, 2, /* , */ ], "b//": "/* ,} \\" ,]", }', 'x'), { a: [1, 2], 'b//': '/* ,} " ,]' });
  for (const text of ['', '{', '[1,,]', '{"a": 1 /*', '/', '"'])
    assert.throws(() => parseJsonc(text, 'that'), /that is not valid JSON with comments/, text);
});

test('what is JSON is read as JSON', () => {
  fc.assert(fc.property(fc.json(), (text) => assert.deepEqual(parseJsonc(text, 'x'), JSON.parse(text))));
});
