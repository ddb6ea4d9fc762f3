import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ROOT } from '../tools/project.mjs';
import { writeGiantArchive } from './giant-archive.mjs';
import { FROMAGE, median } from './harness.mjs';
import { layersOf } from './archive-layers.mjs';
import { writePartArchive } from './part-archive.mjs';
import { peersFor, samePackages } from './sbom-peers.mjs';

const GIANT_BYTES = 500 * 1024 ** 2;
const [MEGABYTE, GIGABYTE] = [1e6, 1e9];
const MAX_RESIDENT = 200;
/** Below this a run is short, and the median of three is taken. */
const SMALL = 300 * MEGABYTE;
/** Above this an uncompressed archive is large, and its warm answer may take twice as long. */
const LARGE = GIGABYTE;

/**
 * `fromage sbom` on the same archives, packed in three ways, against the least that it can take, and against other programs.
 * `--archive=FILE` (as often as there are) names docker-archives with plain layers; one with a single large layer is made here, and
 * of one of more than 2 GB another of its lowest layers, of 1 GB.
 */
export const sbom = {
  name: 'sbom',
  /** By the size of each archive. */
  rounds: null,
  skip() {
    if (!existsSync(join(ROOT, 'dist/main.cjs'))) return 'the program is not built: npm run build';
    const missing = ['skopeo', '/usr/bin/time'].filter((name) => spawnSync(name, ['--version']).error !== undefined);
    return missing.length > 0 ? `not installed: ${missing.join(', ')}` : null;
  },
  /** Row by row: it takes minutes. */
  async *run(rounds, options) {
    const folder = mkdtempSync(join(tmpdir(), 'fromage-bench-'));
    try {
      const totals = [];
      yield* measureAll(rounds, options, folder, totals);
      yield* slopes(totals);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function* measureAll(rounds, { archives, peers }, folder, totals) {
  const [giant, part] = ['giant.tar', 'part.tar'].map((name) => join(folder, name));
  writeGiantArchive(giant, GIANT_BYTES);
  const largest = archives.toSorted((a, b) => statSync(b).size - statSync(a).size).find((one) => statSync(one).size > 2 * GIGABYTE);
  const parts = largest !== undefined && writePartArchive(part, largest, GIGABYTE) ? [part] : [];
  for (const plain of [...archives, ...parts, giant]) {
    for (const form of ['plain', 'gzip', 'zstd']) {
      const archive = form === 'plain' ? plain : pack(plain, form, folder);
      const of = { archive, form, plain, what: `${form} ${sizeText(statSync(plain).size)}${plain === giant ? ', one layer' : ''}` };
      yield* measure(of, rounds ?? (statSync(plain).size < SMALL ? 3 : 1), folder);
      yield* measurePeers(of, peers, folder, totals);
      if (archive !== plain) for (const one of [archive, `${archive}.folder`]) rmSync(one, { recursive: true, force: true });
    }
  }
}

function sizeText(bytes) {
  return bytes >= GIGABYTE ? `${(bytes / GIGABYTE).toFixed(1)} GB` : `${(bytes / MEGABYTE).toFixed(0)} MB`;
}

function pack(plain, form, folder) {
  const packed = join(folder, `${form}.tar`);
  const format = ['--dest-compress', '--dest-compress-format', form];
  const args = ['copy', '--insecure-policy', '--quiet', ...format, `docker-archive:${plain}`, `oci-archive:${packed}`];
  const { status, stderr } = spawnSync('skopeo', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`skopeo copy: ${stderr}`);
  return packed;
}

function measure({ archive, form, plain, what }, rounds, folder) {
  const program = [...FROMAGE, 'sbom', '--offline', archive];
  const least = [
    process.execPath,
    join(ROOT, 'bench/floor.mjs'),
    ...(form === 'plain' ? ['--walk', archive] : [archive, `${availableParallelism()}`]),
  ];
  const [cold, warm, floor, version] = [[], [], [], []];
  // For nothing, so that cold means no cache of ours: what the first to read waits for is the disk.
  timed(least, folder);
  for (let round = 0; round < rounds; round += 1) {
    const home = mkdtempSync(join(folder, 'home-'));
    cold.push(timed(program, home));
    warm.push(timed(program, home), timed(program, home), timed(program, home));
    version.push(...[0, 1, 2].map(() => timed([...FROMAGE, '--version'], home)));
    floor.push(timed(least, home));
    rmSync(home, { recursive: true });
  }
  const [limit, against] = form === 'plain' ? [3, 'a walk over the headers'] : [1.3, 'hash, inflate, hash'];
  const resident = Math.max(...cold.map((run) => run.resident));
  const rows = [
    timeRow(`sbom ${what}, cold`, cold, against, floor, limit),
    { what: `sbom ${what}, MB`, ratio: resident, limit: MAX_RESIDENT, detail: 'resident at most, threads included' },
    timeRow(`sbom ${what}, warm`, warm, '--version', version, statSync(plain).size > LARGE ? 6 : 3),
  ];
  return form === 'plain' ? [...rows, readRow(archive, what)] : rows;
}

function timeRow(what, runs, against, base, limit) {
  const [time, least] = [runs, base].map((list) => median(list.map((run) => run.milliseconds)));
  return { what, ratio: time / least, limit, detail: `${time.toFixed(0)} ms, ${against} ${least.toFixed(0)} ms` };
}

/** The part of the bytes that is read, counted at the Files port. */
function readRow(archive, what) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bench/count-reads.mjs'), archive], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`count-reads: ${stderr}`);
  const { bytes } = JSON.parse(stdout);
  const all = layersOf(archive).reduce((sum, { size }) => sum + size, 0);
  return { what: `bytes read of ${what}`, ratio: bytes / all, limit: all >= GIGABYTE ? 0.1 : null, detail: `${bytes} of ${all}` };
}

/** Milliseconds and megabytes of a run, with a home of its own, and what it wrote. */
function timed(command, home) {
  const env = { ...process.env, HOME: home, XDG_CACHE_HOME: join(home, 'cache'), XDG_DATA_HOME: join(home, 'data'), NO_COLOR: '1' };
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync('/usr/bin/time', ['-f', '%M', ...command], { env, encoding: 'utf8', maxBuffer: 1e9 });
  const milliseconds = performance.now() - started;
  const lines = stderr.trim().split('\n');
  if (status !== 0 && status !== 4) throw new Error(`${basename(command[0])} ended with ${status}: ${lines.slice(0, -1).join(' / ')}`);
  return { milliseconds, resident: Number(lines.at(-1)) / 1000, stdout };
}

function measurePeers({ archive, form, plain, what }, asked, folder, totals) {
  const peers = peersFor(asked, form === 'plain' ? 'docker-archive' : 'oci-archive', archive);
  if (peers.length === 0) return [];
  const home = mkdtempSync(join(folder, 'home-'));
  const own = timed([...FROMAGE, 'sbom', '--offline', '-o', 'purls', archive], home);
  totals.push({ name: 'fromage', form, size: statSync(plain).size, milliseconds: own.milliseconds });
  const rows = peers.map(({ name, command, read }) => {
    chmodSync(command[0], 0o755);
    try {
      const run = timed(command, home);
      totals.push({ name, form, size: statSync(plain).size, milliseconds: run.milliseconds });
      const found = samePackages(own.stdout, read(run.stdout));
      const detail = `${own.milliseconds.toFixed(0)} ms, ${name} ${run.milliseconds.toFixed(0)} ms, ${run.resident.toFixed(0)} MB; ${found}`;
      return { what: `sbom ${what}, ${name}`, ratio: own.milliseconds / run.milliseconds, limit: 1, detail };
    } catch (error) {
      return { what: `sbom ${what}, ${name}`, ratio: 0, limit: null, detail: `it failed: ${error.message.slice(0, 200)}` };
    }
  });
  rmSync(home, { recursive: true });
  return rows;
}

/** From the smallest archive to the largest: milliseconds for each gigabyte more, ours over theirs. None of a peer that failed on one of them. */
function slopes(totals) {
  const own = totals.filter(({ name }) => name === 'fromage');
  const sizes = own.map(({ size }) => size);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const slopeOf = (name, form) => {
    const at = (size) => totals.find((run) => run.name === name && run.form === form && run.size === size)?.milliseconds ?? Number.NaN;
    return ((at(most) - at(least)) / (most - least)) * GIGABYTE;
  };
  const pairs = new Set(totals.filter(({ name }) => name !== 'fromage').map(({ name, form }) => `${form} ${name}`));
  return [...pairs].flatMap((pair) => {
    const [form, name] = pair.split(' ');
    const [ours, theirs] = [slopeOf('fromage', form), slopeOf(name, form)];
    if (!Number.isFinite(theirs)) return [];
    return [
      {
        what: `slope ${form}, ${name}`,
        ratio: ours / theirs,
        limit: 1,
        detail: `${ours.toFixed(0)} ms/GB, ${name} ${theirs.toFixed(0)} ms/GB`,
      },
    ];
  });
}
