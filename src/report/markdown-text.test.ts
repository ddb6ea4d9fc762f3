import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownCode, markdownText } from './markdown-text.ts';

test('text is text: no markup, no tag, no end of a cell, and nobody is called', () => {
  assert.equal(markdownText('a|b `c` *d* [e](f) <g> #1 @x a@b'), 'a\\|b \\`c\\` \\*d\\* \\[e\\](f) \\<g\\> \\#1 @\u200bx a@b');
});

test('code holds its own sign', () => {
  assert.equal(markdownCode('a'), '`a`');
  assert.equal(markdownCode('a`b'), '`` a`b ``');
  assert.equal(markdownCode('``|'), '``` ``\\| ```');
  assert.equal(markdownCode(''), '');
});
