import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { cargoLock } from './cargo-lock.ts';
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

test('the hash that a lock file states is the package’s, whatever wrote it', async () => {
  const digest = (name: string) => createHash('sha512').update(name);
  const [sri, hex] = [
    (name: string) => `sha512-${digest(name).digest('base64')}`,
    (name: string) => [`sha512:${digest(name).digest('hex')}`],
  ];
  const npm = (lock: object) => `package-lock.json: ${JSON.stringify(lock)}`;
  const locks = [
    npm({
      packages: {
        'node_modules/a': { version: '1.0.0', integrity: sri('a') },
        'node_modules/b': { version: '2.0.0' },
        'node_modules/b/node_modules/a': { version: '1.0.0' },
      },
    }),
    npm({ lockfileVersion: 1, dependencies: { a: { version: '1.0.0', integrity: sri('a') }, b: { version: '2.0.0' } } }),
    `yarn.lock: a@^1:\n  version "1.0.0"\n  integrity ${sri('a')}\n\nb@^2:\n  version "2.0.0"\n\n"c@file:../c":\n  version "0.0.1"\n  integrity ${sri('c')}\n`,
    `pnpm-lock.yaml: packages:\n\n  a@1.0.0:\n    resolution: {integrity: ${sri('a')}}\n\n  b@2.0.0:\n    engines: {node: '>=4'}\n\n  g@https://x/y:\n    resolution: {integrity: ${sri('g')}, tarball: x}\n`,
    `bun.lock: {"packages": {"a": ["a@1.0.0", "", {}, "${sri('a')}"], "b": ["b@2.0.0", "", {}]}}`,
  ];
  for (const lock of locks) {
    const { found } = await catalogText(npmLock, [[lock]]);
    assert.deepEqual(
      found.map(({ package: { name, hashes } }) => [name, hashes]),
      [
        ['a', hex('a')],
        ['b', undefined],
      ],
      lock,
    );
  }
  const checksum = createHash('sha256').update('a').digest('hex');
  const source = 'source = "registry+https://github.com/rust-lang/crates.io-index"';
  const cargo = `Cargo.lock: [[package]]\nname = "a"\nversion = "1.0.0"\n${source}\nchecksum = "${checksum}"\n`;
  assert.deepEqual((await catalogText(cargoLock, [[cargo]])).found[0]?.package.hashes, [`sha256:${checksum}`]);
});
