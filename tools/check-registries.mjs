/**
 * Plugin families: every file beside a registry (`index.ts`) is in it, and the registry loads nothing else.
 */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { importsOf, parseModules } from './modules.mjs';
import { filesBelow, isTest } from './project.mjs';

/** The folders whose files are plugins. A family that is not there yet is left out and told. */
export const FAMILIES = [
  'src/store/sources',
  'src/lineage/tracers',
  'src/report/formats',
  'src/report/sbom-formats',
  'src/report/scan-formats',
  'src/report/compare-formats',
  'src/catalog/catalogers',
  'src/cli/commands',
  'src/version/schemes',
  'src/advisories/feeds',
];

/** `{ looked, problems }` for the project at `root`. */
export function checkRegistries(root, families = FAMILIES) {
  const there = families.filter((folder) => filesBelow(root, folder).length > 0);
  const absent = families.filter((folder) => !there.includes(folder));
  const results = there.map((folder) => checkFamily(root, folder));
  const plugins = results.reduce((sum, { count }) => sum + count, 0);
  const problems = results.flatMap((result) => result.problems);
  if (there.length === 0) problems.push('no family was looked at');
  return {
    looked: `${plugins} plugins in ${there.length} folders${absent.length > 0 ? ` (not there yet: ${absent.join(', ')})` : ''}`,
    problems,
  };
}

function checkFamily(root, folder) {
  const registry = `${folder}/index.ts`;
  const files = filesBelow(root, folder).filter((path) => path !== registry && posix.dirname(path) === folder && !isTest(path));
  if (!existsSync(join(root, registry))) return { count: files.length, problems: [`${folder} has no index.ts`] };
  const [{ tree }] = parseModules(root, [registry]);
  const imported = importsOf(tree)
    .filter(({ typeOnly, specifier }) => !typeOnly && specifier?.startsWith('./'))
    .map(({ specifier }) => posix.join(folder, specifier));
  const problems = [
    ...files.filter((path) => !imported.includes(path)).map((path) => `${path} is not in ${registry}`),
    ...imported.filter((path) => !files.includes(path)).map((path) => `${registry} loads ${path}, which is no file of the folder`),
    ...(files.length === 0 ? [`${folder} holds no plugin`] : []),
  ];
  return { count: files.length, problems };
}
