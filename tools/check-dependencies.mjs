/**
 * docs/dependencies.md holds a line for each dependency in package.json, with its version and licence; and the lock file takes
 * packages from the public registry alone.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = 'docs/dependencies.md';
const REGISTRY = 'https://registry.npmjs.org/';

/** `{ looked, problems }` for the project at `root`. */
export function checkDependencies(root) {
  const { dependencies = {}, devDependencies = {} } = readJson(root, 'package.json');
  const wanted = Object.entries({ ...dependencies, ...devDependencies });
  const rows = existsSync(join(root, PAGE)) ? rowsOf(readFileSync(join(root, PAGE), 'utf8')) : new Map();
  const problems = wanted.length === 0 ? ['no dependency was looked at'] : [];
  for (const [name, version] of wanted) {
    const row = rows.get(name);
    if (row === undefined) problems.push(`${PAGE} says nothing about ${name}`);
    else problems.push(...rowProblems(root, name, version, row));
  }
  for (const name of rows.keys()) {
    if (!wanted.some(([known]) => known === name)) problems.push(`${PAGE} tells of ${name}, which is not in package.json`);
  }
  return { looked: `${wanted.length} dependencies`, problems: [...problems, ...lockProblems(root)] };
}

/** Name → cells of its row: name, version, licence, what for, instead of. */
function rowsOf(page) {
  const lines = page.split('\n').filter((line) => line.startsWith('| `'));
  return new Map(
    lines.map((line) => {
      const cells = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [cells[0].replaceAll('`', ''), cells];
    }),
  );
}

function rowProblems(root, name, version, [, told, licence, ...reasons]) {
  const problems = [];
  if (told !== version) problems.push(`${PAGE} says ${name} ${told}, package.json says ${version}`);
  if (reasons.length < 2 || reasons.some((reason) => reason === '')) problems.push(`${PAGE} does not say why ${name}, and instead of what`);
  const manifest = join('node_modules', name, 'package.json');
  const { license } = existsSync(join(root, manifest)) ? readJson(root, manifest) : { license: licence };
  if (licence !== license) problems.push(`${PAGE} says ${name} is under ${licence}, the package says ${license}`);
  return problems;
}

function lockProblems(root) {
  if (!existsSync(join(root, 'package-lock.json'))) return [];
  const { packages = {} } = readJson(root, 'package-lock.json');
  return Object.entries(packages)
    .filter(([, { resolved }]) => resolved !== undefined && !resolved.startsWith(REGISTRY))
    .map(([path, { resolved }]) => `package-lock.json takes ${path} from ${resolved}`);
}

function readJson(root, path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
