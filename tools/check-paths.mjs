/**
 * Paths that hold on one machine only: the folder of this checkout and what lies beside it. Tests and generators may look for
 * the recorded facts beside the checkout, and say what they do where there are none; nothing else may.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isTest, projectFiles } from './project.mjs';

const BESIDE = ['..', 'shared'].join('/');
const GENERATORS = ['tools/build-index.mjs', 'tools/build-advisories.mjs'];

/** `{ looked, problems }` for the project at `root`; `home` is where the checkout would lie. */
export function checkPaths(root, home = root) {
  const above = dirname(home);
  const machine = [home, ...(above === '/' || above === '.' ? [] : [above])].map((path) => `${path}/`);
  const texts = projectFiles(root)
    .map((path) => ({ path, bytes: readFileSync(join(root, path)) }))
    .filter(({ bytes }) => !bytes.subarray(0, 8000).includes(0));
  const problems = texts.length === 0 ? ['no file was looked at'] : [];
  for (const { path, bytes } of texts) {
    for (const [index, line] of bytes.toString('utf8').split('\n').entries()) {
      const where = `${path}:${index + 1}`;
      const found = machine.find((one) => line.includes(one));
      if (found !== undefined) problems.push(`${where} names ${found}, a path of this machine`);
      if (line.includes(BESIDE) && !isTest(path) && !GENERATORS.includes(path))
        problems.push(`${where} reaches beside the checkout (${BESIDE}): only tests and generators may`);
    }
  }
  return { looked: `${texts.length} files`, problems };
}
