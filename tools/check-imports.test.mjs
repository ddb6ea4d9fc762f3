import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkImports } from './check-imports.mjs';
import { ROWS } from './layers.mjs';
import { withProject } from './sample-project.mjs';

const ROWS_HERE = [
  { rank: 0, folders: ['model'], pure: true, sideways: false },
  { rank: 2, folders: ['codec', 'image'], pure: true, sideways: true },
  { rank: 3, folders: ['store', 'lineage'], pure: true, sideways: false },
  { rank: 4, folders: ['platform'], pure: false, sideways: false },
];
const PURE = JSON.stringify({
  include: ['src/pure.d.ts', ...['model', 'codec', 'image', 'store', 'lineage'].map((name) => `src/${name}`)],
});

const GOOD = {
  'src/model/a.ts': 'export const a = 1;',
  'src/codec/b.ts': "import { a } from '../model/a.ts'; import type { c } from '../image/c.ts'; export const b: typeof c = a;",
  'src/image/c.ts': "export * from '../model/a.ts'; export const c = 1;",
  'src/store/d.ts': "export const d = async () => [await import('../codec/b.ts'), await import('shipped/part')];",
  'src/store/d.test.ts': "import 'node:fs'; import '../platform/e.ts'; import 'not-shipped';",
  'src/platform/e.ts': "import 'node:fs'; import '../store/d.ts';",
  'src/pure.d.ts': '',
};

test('imports that go down the table are fine', async () => {
  assert.deepEqual(await check(GOOD), { looked: '6 modules', problems: [] });
});

for (const [what, files, told] of [
  ['up', { 'src/model/bad.ts': "import '../store/d.ts';" }, /^src\/model\/bad\.ts:1 imports \.\.\/store\/d\.ts: imports go down/],
  ['up, for a type alone', { 'src/model/bad.ts': "import type { D } from '../store/d.ts';" }, /imports go down/],
  ['up, in an import type', { 'src/model/bad.ts': "export type D = import('../store/d.ts').D;" }, /imports go down/],
  ['up, later', { 'src/model/bad.ts': "\nexport const f = () => import('../store/d.ts');" }, /^src\/model\/bad\.ts:2 .*imports go down/],
  ['sideways', { 'src/lineage/bad.ts': "export { d } from '../store/d.ts';" }, /do not know each other/],
  ['of Node in a pure folder', { 'src/codec/bad.ts': "import 'node:zlib';" }, /only platform, the surfaces and tests/],
  ['of a package that is not shipped', { 'src/codec/bad.ts': "import '@scope/other/part';" }, /not among the dependencies/],
  ['of a test', { 'src/store/bad.ts': "import './d.test.ts';" }, /a test is imported by nobody/],
  ['from outside src', { 'src/platform/bad.ts': "import '../../tools/x.mjs';" }, /outside src/],
  ['whose name is not written out', { 'src/platform/bad.ts': 'export const f = (x: string) => import(x);' }, /cannot follow it/],
  [
    'in a circle',
    { 'src/codec/x.ts': "import './y.ts';", 'src/codec/y.ts': "import './x.ts';" },
    /in a circle: src\/codec\/x\.ts → src\/codec\/y\.ts → src\/codec\/x\.ts/,
  ],
  ['by a file in no folder of the table', { 'src/other/bad.ts': '' }, /src\/other\/bad\.ts is in no folder of the table/],
]) {
  test(`an import ${what} is told`, async () => {
    const { problems } = await check({ ...GOOD, ...files });
    assert.equal(problems.length, 1, problems.join('\n'));
    assert.match(problems[0], told);
  });
}

test('it fails when it looked at nothing', async () => {
  assert.deepEqual((await check({})).problems, ['no module was looked at']);
});

test('it fails when a file was not looked at', async () => {
  const { problems } = await check({ ...GOOD, 'src/model/bad.js': '' });
  assert.match(problems.join('\n'), /^src\/model\/bad\.js was not looked at: 6 modules were read, and 7 files are in src$/);
});

test('it fails when the list of pure folders is not that of the table', async () => {
  const { problems } = await check({ ...GOOD, 'tsconfig.pure.json': JSON.stringify({ include: ['src/model'] }) });
  assert.match(problems.join('\n'), /^tsconfig\.pure\.json includes src\/model, but/);
});

test('every folder stands in the table once', () => {
  const folders = ROWS.flatMap((row) => row.folders);
  assert.equal(new Set(folders).size, folders.length);
});

function check(files) {
  const project = {
    'tsconfig.json': '{"include":["src"]}',
    'tsconfig.pure.json': PURE,
    'package.json': '{"dependencies":{"shipped":"1.0.0"}}',
    ...files,
  };
  return withProject(project, (root) => checkImports(root, ROWS_HERE));
}
