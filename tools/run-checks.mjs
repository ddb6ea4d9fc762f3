/**
 * Runs checks and prints a line for each: whether it passed, what it looked at, how long it took; then what is wrong.
 * All run, also after one that fails. A check that looked at nothing says so among its problems: silence is no success.
 */
import { spawn } from 'node:child_process';

/**
 * `checks` are `{ name, run }`; `run` gives `{ looked, problems }`, or a promise of it. Two run at a time, and lines are printed
 * in the order of the table. Returns how many failed.
 */
export async function runChecks(checks, print) {
  const results = checks.map(() => Promise.withResolvers());
  const queue = [...checks.entries()];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]].resolve(await runOne(next[1]));
  };
  const workers = [work(), work()];
  let failed = 0;
  for (const { promise } of results) {
    const { name, looked, problems, milliseconds } = await promise;
    if (problems.length > 0) failed += 1;
    print(`${problems.length > 0 ? 'FAILED' : 'ok    '} ${name.padEnd(13)} ${(milliseconds / 1000).toFixed(1).padStart(5)} s  ${looked}\n`);
    for (const problem of problems) print(`${problem.trimEnd().replace(/^/gm, '       ')}\n`);
  }
  await Promise.all(workers);
  print(`${checks.length} checks: ${checks.length - failed} passed, ${failed} failed\n`);
  return checks.length === 0 ? 1 : failed;
}

/**
 * A check that is a command. `countIn` finds in its output how many files it looked at (null where it does not tell, which is a
 * problem, as none is); `tell` makes of the output what a person should read.
 */
export async function runCommand(command, args, { cwd, countIn, what = 'files', tell = (output) => output }) {
  const { code, output } = await outputOf(command, args, cwd);
  const count = countIn(output);
  const problems = code === 0 ? [] : [tell(output) || `${command} exited with ${code}`];
  if (code === 0 && !(count > 0)) problems.push(`it looked at nothing, or does not say at how much:\n${output}`);
  return { looked: count > 0 ? `${count} ${what}` : `no ${what}`, problems };
}

async function runOne({ name, run }) {
  const started = performance.now();
  const result = await settle(run);
  return { name, ...result, milliseconds: performance.now() - started };
}

async function settle(run) {
  try {
    return await run();
  } catch (error) {
    return { looked: 'broke', problems: [error?.stack ?? String(error)] };
  }
}

function outputOf(command, args, cwd) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => done({ code: -1, output: `${command} does not start: ${error.message}` }));
    child.on('close', (code) => done({ code, output }));
  });
}
