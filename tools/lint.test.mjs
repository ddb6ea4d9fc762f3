import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './project.mjs';
import { withProject } from './sample-project.mjs';

const config = readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8');

test('the lint rules of the house hold', async () => {
  const files = {
    '.oxlintrc.json': config,
    'src/model/a.ts': "import { readFileSync } from 'fs';\nexport const a = (x: any) => readFileSync(x!);\nconsole.log(a);\n",
    'src/codec/b.ts': 'export default function b() {}\n',
    'src/platform/c.ts': 'console.log(1);\n',
    'src/platform/d.ts': 'var d = 1 == 2;\nexport { d };\n',
  };
  const told = await withProject(files, lint);
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
});

function lint(root) {
  const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/oxlint'), ['-f', 'unix'], { cwd: root, encoding: 'utf8' });
  return [...stdout.matchAll(/^(\S+?):\d.*\[Error\/(\S+)\]$/gm)].map(([, path, rule]) => `${path} ${rule}`).sort();
}
