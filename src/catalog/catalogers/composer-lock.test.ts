import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { composerLock } from './composer-lock.ts';

const LOCK = JSON.stringify({
  packages: [{ name: 'psr/log', version: '1.1.4', license: ['MIT'] }],
  'packages-dev': [{ name: 'phpunit/phpunit', version: '9.6.0' }],
});

test('what is pinned is declared where nothing is installed beside it', async () => {
  const { lines, problems } = await catalogText(composerLock, [
    [
      `a/composer.lock: ${LOCK}`,
      `b/composer.lock: ${LOCK}`,
      'b/vendor/composer/installed.json: []',
      `c/vendor/x/y/composer.lock: ${LOCK}`,
      `composer.lock: ${LOCK.slice(0, 30)}`,
    ],
  ]);
  assert.deepEqual(lines, ['composer psr/log 1.1.4 a/composer.lock (MIT)', 'composer phpunit/phpunit 9.6.0 a/composer.lock']);
  assert.deepEqual(problems, ['"composer.lock" could not be read: composer.lock is not valid JSON']);
});
