import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mainCommands } from './readme-commands.mjs';

test('the first block with the program in it counts; prompts, comments and other commands do not', () => {
  const text = 'x\n```sh\nnpm ci\n```\n\n```sh\n$ npm ci && npx fromage trace a   # the chain\nnpm test\n```\n```\nfromage trace b\n```\n';
  assert.deepEqual(mainCommands(text), ['npm ci && npx fromage trace a']);
  assert.deepEqual(mainCommands('```\nnpx --no-install fromage trace a\nfromage trace b\n```\n'), [
    'npx --no-install fromage trace a',
    'fromage trace b',
  ]);
});

test('a README without one gives none', () => {
  assert.deepEqual(mainCommands('# x\n\n```sh\nnpm ci\n```\n'), []);
  assert.deepEqual(mainCommands(''), []);
});
