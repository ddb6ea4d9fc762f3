/**
 * Makes the bundled database of advisories, data/advisories.adv, from recorded feeds: ids, aliases, packages, ranges of versions,
 * severities and dates. Facts only, no prose.
 *
 *   node tools/build-advisories.mjs [FOLDER]     the folder with advisories/, severity.jsonl.gz, kev.json and lineage/eol.jsonl
 *   node tools/build-advisories.mjs --inputs     only tells which files it reads
 *   node tools/build-advisories.mjs --check      fails where the bundled file differs from what the feeds give
 *
 * Without the feeds (a checkout of the project alone) it says so and leaves the bundled file as it is.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDatabase } from '../src/advisories/build-database.ts';
import { latestDay } from '../src/advisories/day.ts';
import { importDocuments } from '../src/advisories/import-documents.ts';
import { readDocuments } from '../src/advisories/read-documents.ts';
import { nodeFiles } from '../src/platform/files.ts';
import { nodeInflate } from '../src/platform/inflate.ts';
import { ROOT as root } from './project.mjs';

const args = process.argv.slice(2);
const folder = args.find((arg) => !arg.startsWith('--')) ?? join(root, '../shared/data');
if (!existsSync(join(folder, 'advisories'))) {
  console.log(`no feeds in ${folder}: the bundled advisories stay as they are`);
  process.exit(0);
}

const inputs = [
  ...readdirSync(join(folder, 'advisories'))
    .toSorted()
    .map((name) => join('advisories', name)),
  'severity.jsonl.gz',
  'kev.json',
];
if (args.includes('--inputs')) {
  for (const name of inputs) console.log(join(folder, name));
  process.exit(0);
}

const files = nodeFiles();
const builder = buildDatabase();
for (const name of inputs) {
  const file = await files.open(join(folder, name));
  const tell = (where, what) => console.warn(`${where}: ${what}`);
  const { taken, passedOver } = await importDocuments(readDocuments(name, file, nodeInflate, tell), builder, {
    date: null,
    latest: latestDay(Date.now()),
    tell,
  });
  console.log(`${name}: ${taken} taken, ${passedOver} passed over`);
  await file.close();
}

/** Releases of Alpine are as they were on the day of their first version: the recorded feed says no more of them. */
const alpine = readFileSync(join(folder, 'lineage/eol.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line))
  .filter(({ product }) => product === 'alpine')
  .map(({ cycle, releaseDate }) => [`v${cycle}`, releaseDate]);
const released = new Map(alpine);
const dateOf = ({ family, release }) => (family === 'Alpine' ? (released.get(release) ?? null) : null);

const bytes = Buffer.concat(builder.finish({ dateOf, onlyNamed: true }));
console.log(`${Math.round(process.resourceUsage().maxRSS / 1000)} MB in memory at most`);
const path = join(root, 'data/advisories.adv');
if (args.includes('--check')) {
  const same = existsSync(path) && readFileSync(path).equals(bytes);
  console.log(
    same ? 'data/advisories.adv is up to date' : 'data/advisories.adv is not what the feeds give: run tools/build-advisories.mjs',
  );
  process.exit(same ? 0 : 1);
}
writeFileSync(path, bytes);
console.log(`data/advisories.adv: ${bytes.length} bytes`);
