/**
 * Bundles the program and the library doors into dist/. `npm ci` runs it (`prepare`), with whatever Node is at hand.
 *
 *   node tools/build.mjs            build
 *   node tools/build.mjs --types    also write types/ (`prepack` does: declarations are for those who install the package)
 *
 * The program is CommonJS, a file for the command line and one for what each command runs: twenty chunks, or Node's loader of
 * ES modules, would each cost a third of an empty script's time (docs/decisions/0006-program-files.md).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist');

/** What stands behind each bundle: name in dist/ → entry; the worker is what its threads run. What a command runs, src/cli/run-*.ts, is a bundle of its own. */
const PROGRAM = { main: 'src/cli/main.ts', worker: 'src/worker/main.ts', ...runEntries() };
const LIBRARY = {
  dockerfile: 'src/dockerfile/index.ts',
  lint: 'src/lint/index.ts',
  testing: 'src/testing/index.ts',
  version: 'src/version/index.ts',
};

const CHUNKS = { format: 'esm', splitting: true };
const ONE_FILE = {
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  // import('node:http') would have Node list every export of it, and one of them loads undici: 45 ms. require() does not.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;' },
  plugins: [{ name: 'what-commands-run', setup: keepRunsApart }],
};

const started = Date.now();
const results = await Promise.all([bundle(PROGRAM, ONE_FILE), bundle(LIBRARY, CHUNKS)]);
const outputs = results.flatMap(({ outputFiles }) => outputFiles);
writeAll([...outputs.map(({ path, contents }) => [basename(path), contents]), ['third-party-licences.txt', licencesOf(results)]]);
if (process.argv.includes('--types')) writeTypes();
const bytes = outputs.reduce((sum, file) => sum + file.contents.length, 0);
console.log(`dist: ${outputs.length} files, ${Math.round(bytes / 1024)} kB, ${Date.now() - started} ms`);

function runEntries() {
  const names = readdirSync(join(root, 'src/cli')).flatMap((name) => /^(run-[a-z-]+)\.ts$/.exec(name)?.[1] ?? []);
  return Object.fromEntries(names.map((name) => [name, `src/cli/${name}.ts`]));
}

/** `import('../run-trace.ts')` in a command stays one, of the bundle beside it: help need not read what it does not run. */
function keepRunsApart(build) {
  build.onResolve({ filter: /\/run-[a-z-]+\.ts$/ }, ({ kind, path }) =>
    kind === 'dynamic-import' ? { path: `./${basename(path, '.ts')}.cjs`, external: true } : undefined,
  );
}

/** Bundles; an entry whose source is not there yet is left out, aloud. */
async function bundle(entries, form) {
  const there = Object.entries(entries).filter(([, source]) => existsSync(join(root, source)));
  for (const [name, source] of Object.entries(entries)) {
    if (!existsSync(join(root, source))) console.warn(`dist/${name} left out: there is no ${source}`);
  }
  if (there.length === 0) return { outputFiles: [], metafile: { inputs: {} } };
  return build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(there),
    outdir: out,
    bundle: true,
    ...form,
    platform: 'node',
    target: 'node22.15',
    mainFields: ['module', 'main'], // a UMD main cannot be bundled: its requires are hidden in a function
    chunkNames: '[name]-[hash]',
    minifyWhitespace: true,
    legalComments: 'none', // the licences go into a file of their own
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
}

/** New files first, under their final names in one step each; only then the old ones go: a program running meanwhile keeps its chunks. */
function writeAll(files) {
  mkdirSync(out, { recursive: true });
  for (const [name, contents] of files) {
    const temporary = join(out, `.${name}.${process.pid}`);
    writeFileSync(temporary, contents);
    renameSync(temporary, join(out, name));
  }
  const kept = new Set(files.map(([name]) => name));
  for (const name of readdirSync(out)) if (!kept.has(name) && !name.startsWith('.')) rmSync(join(out, name), { recursive: true });
}

/** The licences of the packages that are inside the bundles. */
function licencesOf(built) {
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const packages = new Set(inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  return `${[...packages].sort().map(licenceOf).join('\n\n')}\n`;
}

function licenceOf(folder) {
  const { name, version, license, author, repository } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const by = author === undefined ? '' : `, by ${author.name ?? author}`;
  const text = file === undefined ? `See ${repository?.url ?? repository ?? name}` : readFileSync(join(root, folder, file), 'utf8').trim();
  return `${name} ${version}${by}: ${license}\n\n${text}`;
}

function writeTypes() {
  rmSync(join(root, 'types'), { recursive: true, force: true });
  const tsc = join(dirname(fileURLToPath(import.meta.resolve('typescript/package.json'))), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.types.json'], { cwd: root, stdio: 'inherit' });
}
