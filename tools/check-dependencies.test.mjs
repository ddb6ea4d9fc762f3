import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDependencies } from './check-dependencies.mjs';
import { withProject } from './sample-project.mjs';

const MANIFEST = '{"dependencies":{"a":"1.0.0"},"devDependencies":{"@b/c":"2.0.0"}}';
const ROWS = ['| `a` | 1.0.0 | MIT | parses | by hand |', '| `@b/c` | 2.0.0 | ISC | checks | nothing |'];

test('a page that tells of each dependency is fine', async () => {
  assert.deepEqual(await check(ROWS), { looked: '2 dependencies', problems: [] });
});

for (const [what, rows, told] of [
  ['is missing', ROWS.slice(1), /says nothing about a$/],
  ['is of another version', [ROWS[0].replace('1.0.0', '1.1.0'), ROWS[1]], /says a 1\.1\.0, package\.json says 1\.0\.0/],
  ['is under another licence', [ROWS[0].replace('MIT', 'ISC'), ROWS[1]], /says a is under ISC, the package says MIT/],
  ['gives no reason', [ROWS[0].replace('parses', ''), ROWS[1]], /does not say why a/],
  ['is of a package that is gone', [...ROWS, '| `d` | 1.0.0 | MIT | x | y |'], /tells of d, which is not in package\.json/],
]) {
  test(`a line that ${what} is told`, async () => {
    const { problems } = await check(rows);
    assert.equal(problems.length, 1);
    assert.match(problems[0], told);
  });
}

test('a lock file that takes a package from elsewhere is told', async () => {
  const lock = JSON.stringify({ packages: { '': {}, 'node_modules/a': { resolved: 'https://mirror.example/a.tgz' } } });
  const { problems } = await check(ROWS, { 'package-lock.json': lock });
  assert.deepEqual(problems, ['package-lock.json takes node_modules/a from https://mirror.example/a.tgz']);
});

test('it fails when it looked at nothing', async () => {
  assert.deepEqual((await check([], { 'package.json': '{}' })).problems, ['no dependency was looked at']);
});

function check(rows, files = {}) {
  const project = {
    'package.json': MANIFEST,
    'node_modules/a/package.json': '{"license":"MIT"}',
    'docs/dependencies.md': `# Dependencies\n\n${rows.join('\n')}\n`,
    ...files,
  };
  return withProject(project, checkDependencies);
}
