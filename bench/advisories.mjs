import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { openDatabase } from '../src/advisories/open-database.ts';
import { nodeFiles } from '../src/platform/files.ts';
import { ROOT } from '../tools/project.mjs';
import { FROMAGE, ratioRow, timeInTurn, timerOf, withFolder } from './harness.mjs';

const BUILD = join(ROOT, 'tools/build-advisories.mjs');
const DATABASE = join(ROOT, 'data/advisories.adv');
const LOOKUPS = 1000;

/** Compiling all recorded advisories against reading and parsing them; opening the database and 1,000 look-ups against an empty script. */
export const advisories = {
  name: 'advisories',
  rounds: 5,
  skip: () => (existsSync(DATABASE) && existsSync(join(ROOT, 'dist/main.cjs')) ? null : 'the program is not built: npm run build'),
  run: (rounds) =>
    withFolder(async (folder, empty) => {
      const lookUp = await bundleLookUps(folder);
      const opened = timeInTurn({ empty: timerOf(empty, folder), lookUp: timerOf(lookUp, folder) }, Math.max(rounds, 15));
      const rows = [ratioRow(`open, and ${LOOKUPS} look-ups`, opened.lookUp, 'an empty script', opened.empty, 1.5)];
      const files = inputs();
      if (files.length === 0) return rows;
      const parse = join(folder, 'parse.mjs');
      writeFileSync(parse, PARSE);
      // It tells of seven ranges that are none: exit code 4.
      const compile = timerOf([...FROMAGE, 'db', 'import', '--name', 'bench', ...files], folder, [4]);
      const times = timeInTurn({ parse: timerOf([process.execPath, parse, ...files], folder), compile }, rounds);
      return [...rows, ratioRow('compile advisories', times.compile, 'reading and JSON.parse', times.parse, 5), memoryRow()];
    }),
};

/** What reads a file of the recorded feeds, unpacks it, and parses each line. */
const PARSE = `
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
for (const file of process.argv.slice(2)) {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  if (!file.includes('.jsonl')) JSON.parse(text);
  else for (const line of text.split('\\n')) if (line !== '') JSON.parse(line);
}
`;

/** The recorded feeds; none where there are none. */
function inputs() {
  const { stdout } = spawnSync(process.execPath, [BUILD, '--inputs'], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => existsSync(line));
}

/** A program of its own, bundled as ours is: opens the database and asks for packages from all over it. */
async function bundleLookUps(folder) {
  const database = await openDatabase(await nodeFiles().open(DATABASE), DATABASE);
  const names = await Array.fromAsync(database.names());
  const chosen = Array.from({ length: LOOKUPS }, (_, at) => names[Math.floor((at * names.length) / LOOKUPS)]);
  const contents = `
    import { openDatabase } from ${JSON.stringify(join(ROOT, 'src/advisories/open-database.ts'))};
    import { nodeFiles } from ${JSON.stringify(join(ROOT, 'src/platform/files.ts'))};
    const database = await openDatabase(await nodeFiles().open(${JSON.stringify(DATABASE)}), 'it');
    let found = 0;
    for (const [family, name] of ${JSON.stringify(chosen)}) found += (await database.packages(family, name)).length > 0 ? 1 : 0;
    if (found !== ${LOOKUPS}) throw new Error(found + ' of ${LOOKUPS} found');`;
  const outfile = join(folder, 'look-up.mjs');
  const stdin = { contents, resolveDir: ROOT, loader: 'ts' };
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', target: 'node22.15', minify: true, logLevel: 'silent' });
  return [process.execPath, outfile];
}

/** The most that compiling had in memory, of 500 MB. */
function memoryRow() {
  const { stdout } = spawnSync(process.execPath, [BUILD, '--check'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [, megabytes] = /(\d+) MB in memory at most/.exec(stdout) ?? [];
  return { what: 'compile advisories, MB', ratio: Number(megabytes), limit: 500, detail: 'resident at most' };
}
