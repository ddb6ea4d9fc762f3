import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPackage, contentProblems } from './check-package.mjs';
import { withProject } from './sample-project.mjs';

const DOORS = { exports: { './x': { types: './types/x.d.ts', default: './dist/x.js' }, './package.json': './package.json' } };
const GOOD = [
  'LICENSE',
  'NOTICE',
  'README.md',
  'bin/fromage.cjs',
  'dist/main.cjs',
  'dist/run-trace.cjs',
  'dist/third-party-licences.txt',
  'data/official-images.idx',
  'types/x.d.ts',
  'dist/x.js',
  'package.json',
];

test('the wanted files and the doors are fine', () => {
  assert.deepEqual(contentProblems(GOOD, DOORS), []);
});

test('each wanted file that is missing is told, and each that has no business there', () => {
  for (const path of GOOD) assert.deepEqual(contentProblems(without(path), DOORS), [`the package lacks ${path}`]);
  for (const path of ['src/a.ts', 'dist/a.test.js', 'tools/a.mjs', '.npmrc', 'x.tgz', 'bin/fromage.test.mjs'])
    assert.deepEqual(contentProblems([...GOOD, path], DOORS), [`the package should not hold ${path}`]);
});

test('it asks npm what the package holds, and publint what it thinks of the doors', async () => {
  const manifest = {
    name: 'x',
    version: '1.0.0',
    type: 'module',
    files: ['dist'],
    exports: { './x': { default: './dist/x.js', types: './x.d.ts' } },
  };
  const files = { 'package.json': JSON.stringify(manifest), 'dist/x.js': 'module.exports = 1;', LICENSE: '' };
  const { looked, problems } = await withProject(files, checkPackage);
  assert.equal(looked, '3 files, 1 doors');
  assert.ok(problems.includes('the package lacks dist/main.cjs'));
  assert.ok(
    problems.some((problem) => /types.*first/i.test(problem)),
    problems.join('\n'),
  );
});

function without(path) {
  return GOOD.filter((one) => one !== path);
}
