/** That the tools the checks call fail on bad samples, with the configurations of this project. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './project.mjs';
import { withProject } from './sample-project.mjs';

test('lint: the rules of the house hold', async () => {
  const files = {
    '.oxlintrc.json': read('.oxlintrc.json'),
    'src/model/a.ts': "import { readFileSync } from 'fs';\nexport const a = (x: any) => readFileSync(x!);\nconsole.log(a);\n",
    'src/codec/b.ts': 'export default function b() {}\n',
    'src/platform/c.ts': 'console.log(1);\n',
    'src/platform/d.ts': 'var d = 1 == 2;\nexport { d };\n// eslint-disable-next-line no-console\n',
  };
  const { output } = await call('oxlint', ['-f', 'unix'], files);
  const told = [...output.matchAll(/^(\S+?):\d.*\[Error\/(\S+)\]$/gm)].map(([, path, rule]) => `${path} ${rule}`).sort();
  assert.deepEqual(told, [
    'src/codec/b.ts import(no-default-export)',
    'src/model/a.ts eslint(no-console)',
    'src/model/a.ts typescript(no-explicit-any)',
    'src/model/a.ts typescript(no-non-null-assertion)',
    'src/model/a.ts unicorn(prefer-node-protocol)',
    'src/platform/d.ts eslint(eqeqeq)',
    'src/platform/d.ts eslint(no-var)',
    'src/platform/d.ts import(no-mutable-exports)',
  ]);
  assert.match(output, /^src\/platform\/d\.ts:3:1: Unused eslint-disable directive/m);
});

test('format: what the formatter would write otherwise is told', async () => {
  const files = {
    'biome.json': read('biome.json'),
    'src/a.ts': 'export const a = "double";\n',
    'tools/b.mjs': "export const b = 'single';\n",
  };
  const { status, output } = await call('biome', ['format'], files);
  assert.equal(status, 1);
  assert.match(output, /src\/a\.ts format/);
  assert.doesNotMatch(output, /tools\/b\.mjs format/);
});

test('unused: an export, a file and a dependency that nobody uses are told', async () => {
  const files = {
    'knip.json': read('knip.json'),
    'package.json': '{"name":"x","type":"module","dependencies":{"unused-package":"1.0.0"}}',
    'src/cli/main.ts': "import { used } from './used.ts';\nused();\n",
    'src/cli/used.ts': 'export function used() {}\nexport function unusedExport() {}\n',
    'src/cli/unused-file.ts': 'export {};\n',
  };
  const { status, output } = await call('knip', [], files);
  assert.equal(status, 1);
  for (const name of ['unused-package', 'unusedExport', 'unused-file.ts']) assert.match(output, new RegExp(name));
});

test('pure types: what only a platform has does not exist', async () => {
  const names = ['process', 'Buffer', 'console', 'fetch', 'setTimeout', 'require', 'globalThis.process'];
  const files = {
    'package.json': '{"type":"module"}',
    'tsconfig.json': read('tsconfig.json'),
    'tsconfig.pure.json': read('tsconfig.pure.json'),
    'src/pure.d.ts': read('src/pure.d.ts'),
    'src/model/bad.ts': `import 'node:fs';\n${names.map((name, at) => `export const x${at}: unknown = ${name};\n`).join('')}`,
    'src/model/good.ts': "export const bytes: Uint8Array = new TextEncoder().encode('x');\n",
  };
  const { status, output } = await call('tsc', ['-p', 'tsconfig.pure.json'], files);
  assert.notEqual(status, 0);
  const lines = [...output.matchAll(/^src\/model\/bad\.ts\((\d+),/gm)].map(([, line]) => Number(line));
  assert.deepEqual(lines, [1, ...names.keys().map((at) => at + 2)], output);
  assert.doesNotMatch(output, /good\.ts/);
});

function read(path) {
  return readFileSync(join(ROOT, path), 'utf8');
}

function call(name, args, files) {
  return withProject(files, (root) => {
    const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin', name), args, { cwd: root, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  });
}
