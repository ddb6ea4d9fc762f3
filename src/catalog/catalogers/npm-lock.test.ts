import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { npmLock } from './npm-lock.ts';

const LOCK = JSON.stringify({
  lockfileVersion: 3,
  packages: { '': { name: 'app', version: '1.0.0' }, 'node_modules/@s/b': { version: '2.0.0' }, 'node_modules/a': { version: '1.0.0' } },
});

test('what a lock file pins is declared', async () => {
  const { found, lines } = await catalogText(npmLock, [[`srv/app/package-lock.json: ${LOCK}`]]);
  assert.deepEqual(lines, ['npm @s/b 2.0.0 srv/app/package-lock.json', 'npm a 1.0.0 srv/app/package-lock.json']);
  assert.deepEqual(
    found.map((one) => one.package.namespace),
    ['@s', null],
  );
});

test('where packages are installed beside it, or through a link, they count instead', async () => {
  const manifest = 'node_modules/a/package.json: {"name":"a","version":"1.0.0"}';
  assert.deepEqual((await catalogText(npmLock, [[`app/yarn.lock: a@^1:\n  version "1.0.0"\n`, `app/${manifest}`]])).lines, []);
  assert.deepEqual((await catalogText(npmLock, [[`package-lock.json: ${LOCK}`], [manifest]])).lines, []);
  assert.deepEqual(
    (await catalogText(npmLock, [[`app/package-lock.json: ${LOCK}`, 'app/node_modules -> ../m', 'm/a/index.js']])).lines,
    [],
  );
  assert.equal((await catalogText(npmLock, [[`app/package-lock.json: ${LOCK}`, 'app/node_modules/.cache/x']])).lines.length, 2);
});

test('a lock file within node_modules is not ours; a damaged one is a Problem', async () => {
  assert.deepEqual((await catalogText(npmLock, [[`node_modules/x/package-lock.json: ${LOCK}`]])).lines, []);
  const { lines, problems } = await catalogText(npmLock, [[`a/package-lock.json: ${LOCK.slice(0, 40)}`, 'b/bun.lock: {"packages": [}']]);
  assert.deepEqual(lines, []);
  assert.deepEqual(problems, [
    '"a/package-lock.json" could not be read: the lock file is not valid JSON',
    '"b/bun.lock" could not be read: bun.lock is not valid JSON with comments',
  ]);
});
