import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { FromageError } from '../model/error.ts';
import { nodeExec } from './exec.ts';

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof FromageError && error.code === code;
}

const options = { timeoutMs: 10_000 };

test('gives code, output and what was written to it', async () => {
  const result = await nodeExec.run('sh', ['-c', 'cat; echo oops >&2; exit 3'], { ...options, stdin: 'hello' });
  assert.deepEqual(result, { code: 3, stdout: 'hello', stderr: 'oops\n' });
});

test('a program that never reads its input is no failure', async () => {
  const result = await nodeExec.run('true', [], { ...options, stdin: 'x'.repeat(1_000_000) });
  assert.equal(result.code, 0);
});

test('one that hangs is killed, and what it started too, even where that keeps the pipes open', async () => {
  const started = Date.now();
  const mark = `8${process.pid}.25`;
  const failure = nodeExec.run('sh', ['-c', `sleep ${mark} & sleep ${mark}`], { timeoutMs: 200 });
  await assert.rejects(failure, hasCode('unreachable'));
  assert.ok(Date.now() - started < 60_000);
  await wait(100);
  const { stdout } = await nodeExec.run('ps', ['-A', '-o', 'args'], options);
  assert.equal(stdout.includes(`sleep ${mark}`), false);
});

test('one that talks without end is stopped', async () => {
  await assert.rejects(nodeExec.run('sh', ['-c', 'yes'], options), hasCode('too-large'));
});

test('one that is not there is not found', async () => {
  await assert.rejects(nodeExec.run('no-such-program-here', [], options), hasCode('not-found'));
});
