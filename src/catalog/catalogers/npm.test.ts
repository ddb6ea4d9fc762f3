import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { npm } from './npm.ts';

test('packages are those that lie in a node_modules, with scope and licence', async () => {
  const { lines, problems } = await catalogText(npm, [
    [
      'app/package.json: {"name":"app","version":"1.0.0"}',
      'app/node_modules/a/package.json: {"name":"a","version":"1.2.3","license":"MIT"}',
      'app/node_modules/@s/b/package.json: {"name":"@s/b","version":"2.0.0-rc.1","license":{"type":"ISC"}}',
      'app/node_modules/a/node_modules/c/package.json: {"name":"c","version":"3.0.0","licenses":[{"type":"MIT"},{"type":"Apache-2.0"}]}',
      'app/node_modules/alias/package.json: {"name":"real","version":"4.0.0"}',
      'app/node_modules/.pnpm/d@5.0.0/node_modules/d/package.json: {"name":"d","version":"5.0.0"}',
      'opt/yarn-v1.22.22/package.json: {"name":"yarn","version":"1.22.22"}',
      'app/node_modules/a/test/fixture/package.json: {"name":"fixture","version":"9.9.9"}',
      'app/node_modules/a/dist/package.json: {"type":"module"}',
      'app/node_modules/no-version/package.json: {"name":"no-version"}',
      'app/node_modules/no-name/package.json: {"version":"1.0.0"}',
      'app/node_modules/number/package.json: {"name":"number","version":1}',
    ],
  ]);
  assert.deepEqual(lines, [
    'npm a 1.2.3 app/node_modules/a/package.json (MIT)',
    'npm @s/b 2.0.0-rc.1 app/node_modules/@s/b/package.json (ISC)',
    'npm c 3.0.0 app/node_modules/a/node_modules/c/package.json (MIT OR Apache-2.0)',
    'npm real 4.0.0 app/node_modules/alias/package.json',
    'npm d 5.0.0 app/node_modules/.pnpm/d@5.0.0/node_modules/d/package.json',
    'npm yarn 1.22.22 opt/yarn-v1.22.22/package.json',
  ]);
  assert.deepEqual(problems, []);
});

test('a damaged file is a Problem, and hides no other', async () => {
  const { lines, problems } = await catalogText(npm, [
    'node_modules/bad/package.json: {"name":\nnode_modules/list/package.json: []\nnode_modules/a/package.json: {"name":"a","version":"1.0.0"}',
  ]);
  assert.deepEqual(lines, ['npm a 1.0.0 node_modules/a/package.json']);
  assert.deepEqual(problems, [
    '"node_modules/bad/package.json" could not be read: package.json is not valid JSON',
    '"node_modules/list/package.json" could not be read: package.json is not a JSON object',
  ]);
});

test('an upgrade in a later layer is of that layer, and what it deletes is gone', async () => {
  const { found } = await catalogText(npm, [
    'node_modules/a/package.json: {"name":"a","version":"1.0.0"}\nnode_modules/b/package.json: {"name":"b","version":"1.0.0"}\nnode_modules/c/package.json: {"name":"c","version":"1.0.0"}',
    'node_modules/a/package.json: {"name":"a","version":"1.0.1"}\nnode_modules/.wh.b',
  ]);
  assert.deepEqual(
    found.map((one) => [one.package.name, one.package.version, one.layer]),
    [
      ['c', '1.0.0', 0],
      ['a', '1.0.1', 1],
    ],
  );
});
