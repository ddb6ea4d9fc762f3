import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readParagraphs } from './control-file.ts';

const read = (text: string, ...wanted: string[]) =>
  [...readParagraphs(text, new Set(wanted))].map((paragraph) => Object.fromEntries(paragraph));

test('paragraphs, continuation lines, and only what was asked for', () => {
  const text = 'Package: a\nVersion: 1:2-3\nDescription: short\n long\n .\n more\nDepends: x\n\n\nPACKAGE: b\n';
  assert.deepEqual(read(text, 'package', 'description'), [{ package: 'a', description: 'short\nlong\n.\nmore' }, { package: 'b' }]);
});

test('Windows line ends, no line end at the end, blanks on empty lines, comments', () => {
  assert.deepEqual(read('Package: a\r\nVersion: 1\r\n \t\r\n# no field\r\nPackage: b\r\nVersion: 2', 'package', 'version'), [
    { package: 'a', version: '1' },
    { package: 'b', version: '2' },
  ]);
});

test('what is damaged is passed over, and the first of two equal fields counts', () => {
  assert.deepEqual(read(' stray\nno colon here\n: no name\nPackage: a\nPackage: b\nVersion:\n', 'package', 'version'), [
    { package: 'a', version: '' },
  ]);
  assert.deepEqual(read('', 'package'), []);
  assert.deepEqual(read('\n\n\n', 'package'), []);
});
