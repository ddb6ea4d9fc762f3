/**
 * `npm run check`: the whole truth about whether the project is in order. Every check prints what it looked at.
 *
 *   node tools/check.mjs              all of them
 *   node tools/check.mjs lint types   only these
 */
import { join } from 'node:path';
import { checkDocs } from './build-docs.mjs';
import { checkDependencies } from './check-dependencies.mjs';
import { checkImports } from './check-imports.mjs';
import { checkLength } from './check-length.mjs';
import { checkPackage } from './check-package.mjs';
import { checkPaths } from './check-paths.mjs';
import { checkRegistries } from './check-registries.mjs';
import { ensureNode, filesBelow, ROOT } from './project.mjs';
import { runChecks, runCommand } from './run-checks.mjs';

const CHECKS = [
  { name: 'format', run: () => command('biome', ['format'], { countIn: number(/Checked (\d+) files?/) }) },
  { name: 'lint', run: () => command('oxlint', ['--deny-warnings'], { countIn: number(/ on (\d+) files? with/) }) },
  { name: 'types', run: () => types('tsconfig.json') },
  { name: 'pure-types', run: () => types('tsconfig.pure.json') },
  { name: 'imports', run: () => checkImports(ROOT) },
  { name: 'length', run: () => checkLength(ROOT) },
  { name: 'registries', run: () => checkRegistries(ROOT) },
  { name: 'paths', run: () => checkPaths(ROOT) },
  { name: 'dependencies', run: () => checkDependencies(ROOT) },
  { name: 'unused', run: () => command('knip', [], { countIn: () => filesBelow(ROOT, 'src').length }) },
  { name: 'docs', run: () => checkDocs(ROOT) },
  { name: 'index', run: checkIndex },
  { name: 'package', run: buildAndCheckPackage },
];

ensureNode();
const names = process.argv.slice(2);
const unknown = names.filter((name) => !CHECKS.some((check) => check.name === name));
for (const name of unknown) console.error(`check: there is none called ${name}, but: ${CHECKS.map((check) => check.name).join(', ')}`);
const chosen = CHECKS.filter(({ name }) => names.length === 0 || names.includes(name));
const failed = unknown.length > 0 ? 1 : await runChecks(chosen, (text) => process.stdout.write(text));
process.exitCode = failed > 0 ? 1 : 0;

function command(name, args, options) {
  return runCommand(join(ROOT, 'node_modules/.bin', name), args, { cwd: ROOT, ...options });
}

/** The compiler lists every file it read; of those, ours count. */
function types(project) {
  return command('tsc', ['-p', project, '--listFiles'], {
    countIn: (output) => output.split('\n').filter((line) => isOurs(line)).length,
    tell: (output) =>
      output
        .split('\n')
        .filter((line) => !/^\S+\.[cm]?ts$/.test(line))
        .join('\n'),
  });
}

function isOurs(line) {
  return line.startsWith(join(ROOT, 'src')) && /\.ts$/.test(line);
}

/** Where the recorded facts are not at hand the script says so and passes. */
async function checkIndex() {
  let said = '';
  const countIn = (output) => {
    said = /^no facts in .*$/m.exec(output)?.[0] ?? '';
    return said === '' ? output.match(/ is what the facts give$/gm)?.length : 1;
  };
  const result = await runCommand(process.execPath, ['tools/build-index.mjs', '--check'], { cwd: ROOT, what: 'indexes', countIn });
  return said === '' ? result : { ...result, looked: said };
}

async function buildAndCheckPackage() {
  const built = await runCommand(process.execPath, ['tools/build.mjs', '--types'], { cwd: ROOT, countIn: number(/^dist: (\d+) files/m) });
  return built.problems.length > 0 ? built : checkPackage(ROOT);
}

function number(pattern) {
  return (output) => Number(pattern.exec(output)?.[1] ?? 0);
}
