import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runChecks, runCommand } from './run-checks.mjs';

const good = { name: 'good', run: () => ({ looked: '3 files', problems: [] }) };
const bad = { name: 'bad', run: async () => ({ looked: '2 files', problems: ['a is wrong\nb too'] }) };
const broken = {
  name: 'broken',
  run: () => {
    throw new Error('why');
  },
};

test('all run, also after one that fails, in the order of the table', async () => {
  const { failed, printed } = await run([bad, broken, good]);
  assert.equal(failed, 2);
  assert.match(
    printed,
    /^FAILED bad +0\.\d s {2}2 files\n {7}a is wrong\n {7}b too\nFAILED broken .*\n {7}Error: why[^]*\nok {5}good +0\.\d s {2}3 files\n3 checks: 1 passed, 2 failed\n$/,
  );
});

test('checks that all pass give nought, and no check at all is a failure', async () => {
  assert.equal((await run([good, good])).failed, 0);
  assert.equal((await run([])).failed, 1);
});

test('a command passes when it succeeds and says at how much it looked', async () => {
  assert.deepEqual(await node("console.log('looked at 5 files')"), { looked: '5 files', problems: [] });
});

test('a command that fails, looks at nothing, says nothing or does not start is told', async () => {
  for (const [script, told] of [
    ["console.log('looked at 5 files: a bad one'); process.exit(1)", /a bad one/],
    ['process.exit(2)', /exited with 2/],
    ["console.log('looked at 0 files')", /looked at nothing/],
    ['', /looked at nothing/],
  ]) {
    const { problems } = await node(script);
    assert.equal(problems.length, 1);
    assert.match(problems[0], told);
  }
  const { problems } = await runCommand('no-such-command', [], { countIn: () => 1 });
  assert.match(problems[0], /no-such-command does not start/);
});

async function run(checks) {
  let printed = '';
  const failed = await runChecks(checks, (text) => (printed += text));
  return { failed, printed };
}

function node(script) {
  const countIn = (output) => Number(/at (\d+) files/.exec(output)?.[1]);
  return runCommand(process.execPath, ['-e', script], { countIn });
}
