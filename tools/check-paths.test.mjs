import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkPaths } from './check-paths.mjs';
import { withProject } from './sample-project.mjs';

const HOME = '/somewhere/checkout';
const BESIDE = '../shared';

test('paths inside the project are fine, and tests may look beside the checkout', async () => {
  const files = { 'src/a.ts': "import '../b.ts'; // /somewhere-else/x", 'src/a.test.ts': `const facts = '${BESIDE}/x';` };
  assert.deepEqual(await check(files), { looked: '2 files', problems: [] });
});

test('a path of this machine is told', async () => {
  for (const path of ['/somewhere/checkout/src', '/somewhere/other']) {
    const { problems } = await check({ 'docs/a.md': `\nrun ${path}/x\n` });
    assert.equal(problems.length, 1);
    assert.match(problems[0], /^docs\/a\.md:2 names \/somewhere\/(checkout\/)?, a path of this machine$/);
  }
});

test('reaching beside the checkout is told', async () => {
  const { problems } = await check({ 'src/a.ts': `read('${BESIDE}/data');` });
  assert.match(problems.join('\n'), /^src\/a\.ts:1 reaches beside the checkout/);
});

test('it fails when it looked at nothing', async () => {
  assert.deepEqual((await check({})).problems, ['no file was looked at']);
});

test('a link to a folder is no file, nor is one to nothing', async () => {
  const { looked, problems } = await withProject({ 'src/a.ts': 'x' }, (root) => {
    spawnSync('git', ['init', '--quiet'], { cwd: root });
    symlinkSync('src', join(root, 'link'));
    symlinkSync('nothing', join(root, 'broken'));
    return checkPaths(root, HOME);
  });
  assert.deepEqual({ looked, problems }, { looked: '1 files', problems: [] });
});

function check(files) {
  return withProject(files, (root) => checkPaths(root, HOME));
}
