import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../tools/project.mjs';
import { FROMAGE, median } from './harness.mjs';

/**
 * `fromage scan` against `fromage sbom` of the same archive, cold (a new home) and warm: what matching adds. `--archive=FILE` names it;
 * `--peer=NAME=PATH` another scanner that takes an archive as `PATH image --input FILE` (trivy) or `PATH FILE` (grype).
 */
export const scan = {
  name: 'scan',
  rounds: 5,
  skip: () => (existsSync(join(ROOT, 'dist/main.cjs')) ? null : 'the program is not built: npm run build'),
  *run(rounds, { archives, peers }) {
    for (const archive of archives) {
      const homes = mkdtempSync(join(tmpdir(), 'fromage-bench-'));
      try {
        yield* measure(archive, rounds, homes, peers);
      } finally {
        rmSync(homes, { recursive: true });
      }
    }
  },
};

function* measure(archive, rounds, homes, peers) {
  const runs = { sbomCold: [], sbomWarm: [], scanCold: [], scanWarm: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const [command, cold, warm] of [
      ['sbom', runs.sbomCold, runs.sbomWarm],
      ['scan', runs.scanCold, runs.scanWarm],
    ]) {
      const home = mkdtempSync(join(homes, 'home-'));
      cold.push(timed([...FROMAGE, command, '--offline', archive], home));
      warm.push(timed([...FROMAGE, command, '--offline', archive], home));
    }
  const row = (what, ours, theirs, against) => ({
    what,
    ratio: median(ours) / median(theirs),
    limit: null,
    detail: `${median(ours).toFixed(0)} ms, ${against} ${median(theirs).toFixed(0)} ms`,
  });
  yield row('scan, cold', runs.scanCold, runs.sbomCold, 'sbom');
  yield row('scan, warm', runs.scanWarm, runs.sbomWarm, 'sbom');
  for (const peer of peers) {
    const [name, path] = peer.split('=');
    if (path === undefined) continue;
    const home = mkdtempSync(join(homes, 'home-'));
    const command = name === 'trivy' ? [path, 'image', '--quiet', '--input', archive] : [path, archive];
    const theirs = [0, 1, 2].map(() => timed(command, home));
    yield row(`scan, warm, against ${name}`, runs.scanWarm, theirs, name);
  }
}

function timed(command, home) {
  const env = { ...process.env, HOME: home, XDG_CACHE_HOME: join(home, 'cache'), XDG_DATA_HOME: join(home, 'data'), NO_COLOR: '1' };
  const started = performance.now();
  const { status, stderr } = spawnSync(command[0], command.slice(1), { env, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0 && status !== 4) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr.slice(0, 300)}`);
  return performance.now() - started;
}
