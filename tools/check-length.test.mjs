import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLength } from './check-length.mjs';
import { withProject } from './sample-project.mjs';

test('files of 400 lines and functions of 60 are fine', async () => {
  const files = { 'src/a.ts': lines(400), 'src/b.ts': functionOf(60) };
  assert.deepEqual(await check(files), { looked: '2 files, 1 functions', problems: [] });
});

test('longer ones are told, wherever the function stands', async () => {
  assert.deepEqual((await check({ 'tools/a.mjs': lines(401) })).problems, ['tools/a.mjs has 401 lines, more than 400']);
  for (const [before, after] of [
    ['function f() {', '}'],
    ['const f = () => {', '};'],
    ['const o = { f() {', '} };'],
    ['class C { f() {', '} }'],
  ]) {
    const { problems } = await check({ 'src/a.ts': functionOf(61, before, after) });
    assert.deepEqual(problems, ['src/a.ts:1 the function f has 61 lines, more than 60']);
  }
});

test('a test’s describe() may be long, its tests may not', async () => {
  assert.deepEqual((await check({ 'src/a.test.ts': functionOf(70, "describe('a', () => {", '});') })).problems, []);
  assert.equal((await check({ 'src/a.test.ts': functionOf(70, "test('a', () => {", '});') })).problems.length, 1);
});

test('a waiver lets one thing pass, and one that nothing needs is told', async () => {
  const waivers = [
    { path: 'src/a.ts', function: 'f', why: 'one loop' },
    { path: 'src/b.ts', why: 'a table' },
  ];
  assert.deepEqual((await check({ 'src/a.ts': functionOf(61), 'src/b.ts': lines(401) }, waivers)).problems, []);
  assert.deepEqual((await check({ 'src/a.ts': functionOf(61), 'src/b.ts': lines(400) }, waivers)).problems, [
    'tools/length-waivers.mjs: nothing needs the one for the whole of src/b.ts',
  ]);
});

test('it fails when it looked at nothing', async () => {
  assert.deepEqual((await check({})).problems, ['no file was looked at']);
});

function check(files, waivers = []) {
  return withProject(files, (root) => checkLength(root, waivers));
}

function lines(count) {
  return '\n'.repeat(count);
}

function functionOf(count, before = 'function f() {', after = '}') {
  return `${before}\n${'//\n'.repeat(count - 2)}${after}\n`;
}
