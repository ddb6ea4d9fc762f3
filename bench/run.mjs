/**
 * `npm run bench`: ratios in one run, as a table. It writes nothing and fails where a limit is passed.
 *
 *   node bench/run.mjs             all benchmarks
 *   node bench/run.mjs startup     only these
 *   node bench/run.mjs --rounds=5  fewer or more rounds than each takes by itself
 *   node bench/run.mjs sbom --archive=FILE … --peer=snyk --peer=trivy --peer=syft=PATH
 *                                  images to measure sbom on, and programs to measure it against (see bench/README.md)
 */
import { ensureNode } from '../tools/project.mjs';
import { advisories } from './advisories.mjs';
import { bigArchive } from './big-archive.mjs';
import { dockerfile } from './dockerfile.mjs';
import { isWithin } from './harness.mjs';
import { lint } from './lint.mjs';
import { registry } from './registry.mjs';
import { sbom } from './sbom.mjs';
import { scan } from './scan.mjs';
import { startup } from './startup.mjs';

const BENCHMARKS = [startup, dockerfile, bigArchive, registry, advisories, sbom, scan, lint];

ensureNode();
const args = process.argv.slice(2);
const rounds = Number(args.find((arg) => arg.startsWith('--rounds='))?.slice('--rounds='.length) ?? Number.NaN);
const valuesOf = (flag) => args.filter((arg) => arg.startsWith(flag)).map((arg) => arg.slice(flag.length));
const options = { archives: valuesOf('--archive='), peers: valuesOf('--peer=') };
const names = args.filter((arg) => !arg.startsWith('--'));
const chosen = BENCHMARKS.filter(({ name }) => names.length === 0 || names.includes(name));
if (chosen.length === 0) throw new Error(`no such benchmark; there are ${BENCHMARKS.map(({ name }) => name).join(', ')}`);
console.log(`Node ${process.version}; ratios of medians, all in turn in this run`);
for (const benchmark of chosen) await report(benchmark);

async function report({ name, rounds: usual, skip, run }) {
  const reason = skip();
  if (reason !== null) return console.log(`${name}: skipped, ${reason}`);
  try {
    const rows = run(Number.isNaN(rounds) ? usual : rounds, options);
    for await (const row of Symbol.asyncIterator in rows ? rows : await rows) print(row);
  } catch (error) {
    process.exitCode = 1;
    console.log(`${name}: FAILED, ${error.message}`);
  }
  return null;
}

function print(row) {
  const within = isWithin(row);
  if (!within) process.exitCode = 1;
  const limit = row.limit === null ? '' : `limit ${row.limit}`;
  const verdict = row.limit === null ? '' : within ? 'pass' : 'FAIL';
  console.log(`${row.what.padEnd(30)} ${row.ratio.toFixed(2).padStart(6)}  ${limit.padEnd(10)} ${verdict.padEnd(5)} (${row.detail})`);
}
