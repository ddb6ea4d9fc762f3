import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { memoryFile } from '../../testing/streams.ts';
import { composer } from './composer.ts';

const LOG = { name: 'psr/log', version: '1.1.4', license: ['MIT'], provide: { 'psr/log-contract': '1' }, 'install-path': '../psr/log' };
const MONOLOG = {
  name: 'monolog/monolog',
  version: 'v2.9.1',
  license: ['MIT', 'BSD-3-Clause'],
  require: { php: '>=7', 'psr/log-contract': '^1' },
};
const INSTALLED = JSON.stringify({ packages: [LOG, MONOLOG, { name: 'no/version' }, 7], dev: true, 'dev-package-names': ['psr/log'] });

test('packages of Composer 2 and 1', async () => {
  const { lines, problems } = await catalogText(composer, [
    [
      `srv/vendor/composer/installed.json: ${INSTALLED}`,
      `old/vendor/composer/installed.json: ${JSON.stringify([LOG])}`,
      'bad/vendor/composer/installed.json: {"packages": [{',
      'odd/vendor/composer/installed.json: {"packages": 7}',
    ],
  ]);
  assert.deepEqual(lines, [
    'composer psr/log 1.1.4 srv/vendor/composer/installed.json (MIT)',
    'composer monolog/monolog v2.9.1 srv/vendor/composer/installed.json (MIT OR BSD-3-Clause)',
    'composer psr/log 1.1.4 old/vendor/composer/installed.json (MIT)',
  ]);
  assert.deepEqual(problems, ['"bad/vendor/composer/installed.json" could not be read: installed.json is not valid JSON']);
});

test('each owns its folder, and needs what stands in for a name too', async () => {
  const path = 'srv/vendor/composer/installed.json';
  const { tree, found } = await catalogText(composer, [[`${path}: ${INSTALLED}`]]);
  const packages = found.map((one) => one.package);
  const value = await composer.extract(path, memoryFile(new TextEncoder().encode(INSTALLED)));
  const facts = [{ path, place: { layer: 0, row: 0 }, value: value ?? [] }];
  assert.deepEqual(
    [...composer.own(tree, facts, packages)].map(({ folders }) => folders),
    [['srv/vendor/psr/log'], ['srv/vendor/monolog/monolog']],
  );
  assert.deepEqual(
    [...composer.relate(tree, facts, packages)].map(([from, to]) => `${from.name} ${to.name}`),
    ['monolog log'],
  );
});
