/**
 * What the published package holds: npm's own list of its files, and publint's view of the doors in package.json.
 * The build and its types must be there (`node tools/build.mjs --types`).
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** Paths without which the package is no use, and patterns of what has no business in it. */
const WANTED = [
  'LICENSE',
  'NOTICE',
  'README.md',
  'bin/fromage.cjs',
  'dist/main.cjs',
  'dist/run-trace.cjs',
  'dist/third-party-licences.txt',
  'data/official-images.idx',
];
const UNWANTED = [/\.test\./, /^src\//, /^tools\//, /^bench\//, /^docs\//, /(^|\/)\./, /\.tgz$/];

/** `{ looked, problems }` for the project at `root`. */
export async function checkPackage(root) {
  const paths = packedFiles(root);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { messages } = await publint({ pkgDir: 'package', strict: true, pack: { files: filesFor(root, paths) } });
  const problems = [...contentProblems(paths, manifest), ...messages.map((message) => formatMessage(message, manifest, { color: false }))];
  return { looked: `${paths.length} files, ${Object.keys(manifest.exports ?? {}).length} doors`, problems };
}

/** What is wrong with the list of files in the package. */
export function contentProblems(paths, { exports = {} }) {
  const doors = Object.values(exports).flatMap((door) => (typeof door === 'string' ? [door] : Object.values(door)));
  const wanted = [...new Set([...WANTED, ...doors.map((path) => path.replace(/^\.\//, ''))])];
  return [
    ...(paths.length === 0 ? ['the package is empty'] : []),
    ...wanted.filter((path) => !paths.includes(path)).map((path) => `the package lacks ${path}`),
    ...paths.filter((path) => UNWANTED.some((pattern) => pattern.test(path))).map((path) => `the package should not hold ${path}`),
  ];
}

function packedFiles(root) {
  const { status, stdout, stderr } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm pack: ${stderr}`);
  const [answer] = Object.values(JSON.parse(stdout));
  return answer.files.map(({ path }) => path);
}

function filesFor(root, paths) {
  return paths.map((path) => ({ name: `package/${path}`, data: readFileSync(join(root, path)) }));
}
