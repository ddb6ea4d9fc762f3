import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRegistries } from './check-registries.mjs';
import { withProject } from './sample-project.mjs';

const FAMILIES = ['src/store/sources', 'src/lineage/tracers', 'src/report/formats'];
const GOOD = {
  'src/store/sources/index.ts': "import type { X } from '../source.ts'; export const S = [async () => (await import('./a.ts')).a];",
  'src/store/sources/a.ts': '',
  'src/store/sources/a.test.ts': '',
  'src/lineage/tracers/index.ts': "import { b } from './b.ts'; export const T = [b];",
  'src/lineage/tracers/b.ts': '',
};

test('a folder whose files are in its registry is fine; a family that is not there yet is told', async () => {
  assert.deepEqual(await check(GOOD), { looked: '2 plugins in 2 folders (not there yet: src/report/formats)', problems: [] });
});

test('a file that is in no registry is told', async () => {
  const { problems } = await check({ ...GOOD, 'src/store/sources/c.ts': '' });
  assert.deepEqual(problems, ['src/store/sources/c.ts is not in src/store/sources/index.ts']);
});

test('an entry whose file is elsewhere is told', async () => {
  const { problems } = await check({ ...GOOD, 'src/lineage/tracers/index.ts': "import './b.ts'; import './deep/d.ts';" });
  assert.deepEqual(problems, ['src/lineage/tracers/index.ts loads src/lineage/tracers/deep/d.ts, which is no file of the folder']);
});

test('a folder without a registry is told', async () => {
  assert.deepEqual((await check({ ...GOOD, 'src/report/formats/json.ts': '' })).problems, ['src/report/formats has no index.ts']);
});

test('it fails when it looked at nothing', async () => {
  assert.deepEqual((await check({})).problems, ['no family was looked at']);
});

function check(files) {
  return withProject(files, (root) => checkRegistries(root, FAMILIES));
}
