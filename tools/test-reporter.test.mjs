import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const reporter = fileURLToPath(new URL('test-reporter.mjs', import.meta.url));

test('counts tests, tells why some were skipped, and succeeds', () => {
  const { status, stdout } = report({
    'a.test.mjs': `import { describe, test } from 'node:test';
      test('one', () => {}); test('two', { skip: 'no moon' }, () => {}); describe('s', () => { test('three', () => {}); });`,
  });
  assert.equal(status, 0);
  assert.match(stdout, /\nskipped 1: no moon\n2 passed, 0 failed, 1 skipped\n$/);
});

test('a file whose only suite is skipped is no empty file', () => {
  const { status, stdout } = report({
    'a.test.mjs': `import { describe, test } from 'node:test'; describe('s', { skip: 'no moon' }, () => { test('one', () => {}); });`,
  });
  assert.equal(status, 0, stdout);
  assert.match(stdout, /^skipped 1: no moon\n0 passed, 0 failed, 1 skipped$/m);
});

test('a failing test, a file that breaks and a file without tests each fail the run', () => {
  const good = `import { test } from 'node:test'; test('good', () => {});`;
  for (const [body, told] of [
    [`import { test } from 'node:test'; test('bad', () => { throw new Error('why'); });`, /FAILED bad \(b\.test\.mjs:1\)\n {2}Error: why/],
    [`throw new Error('outside');`, /FAILED b\.test\.mjs/],
    ['', /FAILED b\.test\.mjs: no test in it ran/],
  ]) {
    const { status, stdout } = report({ 'a.test.mjs': good, 'b.test.mjs': body });
    assert.equal(status, 1);
    assert.match(stdout, told);
    assert.match(stdout, /\n1 passed, 1 failed, 0 skipped\n$/);
  }
});

function report(files) {
  const folder = mkdtempSync(join(tmpdir(), 'fromage-reporter-'));
  for (const [name, body] of Object.entries(files)) writeFileSync(join(folder, name), body);
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const args = ['--test', `--test-reporter=${reporter}`, ...Object.keys(files)];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: environment });
  rmSync(folder, { recursive: true });
  return { status, stdout };
}
