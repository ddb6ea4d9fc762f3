/**
 * The length check: files of at most 400 lines, functions of at most 60. Longer ones stand in the list of waivers with the reason.
 */
import { LENGTH_WAIVERS } from './length-waivers.mjs';
import { functionsOf, parseModules } from './modules.mjs';
import { filesBelow } from './project.mjs';

const FOLDERS = ['src', 'bin', 'tools', 'bench'];
const FILE_LINES = 400;
const FUNCTION_LINES = 60;

/** `{ looked, problems }` for the project at `root`. A waiver that nothing needs any more is a problem too. */
export function checkLength(root, waivers = LENGTH_WAIVERS) {
  const paths = FOLDERS.flatMap((folder) => filesBelow(root, folder)).filter((path) => /\.[cm]?[jt]s$/.test(path));
  const modules = parseModules(root, paths);
  const functions = modules.flatMap(({ path, tree }) => functionsOf(tree).map((one) => ({ path, ...one })));
  const used = new Set();
  const isWaived = (path, name) => {
    const waiver = waivers.find((one) => one.path === path && one.function === name);
    if (waiver !== undefined) used.add(waiver);
    return waiver !== undefined;
  };
  const problems = [
    ...(modules.length === 0 ? ['no file was looked at'] : []),
    ...modules
      .filter(({ path, lines }) => lines > FILE_LINES && !isWaived(path, undefined))
      .map(({ path, lines }) => `${path} has ${lines} lines, more than ${FILE_LINES}`),
    ...functions
      .filter(({ path, name, lines }) => lines > FUNCTION_LINES && !isWaived(path, name))
      .map(({ path, line, name, lines }) => `${path}:${line} the function ${name} has ${lines} lines, more than ${FUNCTION_LINES}`),
    ...waivers
      .filter((waiver) => !used.has(waiver))
      .map((waiver) => `tools/length-waivers.mjs: nothing needs the one for ${waiver.function ?? 'the whole of'} ${waiver.path}`),
  ];
  return { looked: `${modules.length} files, ${functions.length} functions`, problems };
}
