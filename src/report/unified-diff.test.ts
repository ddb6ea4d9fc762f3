import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { unifiedDiff } from './unified-diff.ts';

test('lines around a change, and nothing where there is none', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((line) => `${line}\n`).join('');
  assert.equal(unifiedDiff('x', before, before), '');
  assert.equal(unifiedDiff('x', before, before.replace('e\n', 'E\n')), '--- a/x\n+++ b/x\n@@ -2,6 +2,6 @@\n b\n c\n d\n-e\n+E\n f\n g\n');
  assert.equal(unifiedDiff('x', 'a\n', 'a'), '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n');
});

const hasPatch = spawnSync('patch', ['--version']).status === 0;

test('patch makes the one of the other', { skip: hasPatch ? false : 'patch is not installed' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'fromage-patch-'));
  const text = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', 'd\n'), { minLength: 1, maxLength: 30 }).map((lines) => lines.join(''));
  try {
    fc.assert(
      fc.property(text, text, (before, after) => {
        writeFileSync(join(folder, 'x'), before);
        const diff = unifiedDiff('x', before, after);
        if (diff !== '') assert.equal(spawnSync('patch', ['-p1', '--quiet'], { cwd: folder, input: diff }).status, 0, diff);
        assert.equal(readFileSync(join(folder, 'x'), 'utf8'), after);
      }),
      { numRuns: 40 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
