import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSpdxExpression } from './spdx-expression.ts';

const GOOD = [
  'MIT',
  'apache-2.0',
  'GPL-2.0+',
  '(MIT OR BSD-3-Clause)',
  'MIT AND (Zlib or ISC)',
  'GPL-2.0-only WITH Classpath-exception-2.0',
  'LicenseRef-own',
];
const BAD = ['', 'Mine', 'MIT OR', 'MIT Zlib', '(MIT', 'MIT)', 'OR MIT', 'MIT WITH Zlib', '()', 'MIT (OR Zlib)'];

for (const text of GOOD) test(`${text} is one`, () => assert.ok(isSpdxExpression(text)));
for (const text of BAD) test(`"${text}" is none`, () => assert.ok(!isSpdxExpression(text)));
