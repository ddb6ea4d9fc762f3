import ignore, { type Ignore } from 'ignore';
import type { Files } from '../ports/index.ts';
import { relativePath } from './placed-path.ts';

/** `Dockerfile`, `Dockerfile2`, `Dockerfile.dev`, `app.dockerfile`; small letters before a dot are rather a source file’s: `dockerfile.go`. */
const NAME = /^(?:[Dd]ocker|[Cc]ontainer)file$|^(?:Docker|Container)file(?:[\w-]*|[._-].*)$|\.(?:[Dd]ocker|[Cc]ontainer)file$/;
/** What is about Dockerfiles, or becomes one, and is none. */
const OTHERS =
  /\.(?:dockerignore|j2|jinja2?|tmpl|tpl|template|erb|mustache|hbs|gotmpl|ejs|in|md|rst|adoc|txt|html?|json|ya?ml|toml|patch|diff|orig|rej|bak|swp|lock|tsx?|snap|sig|asc)$/;
const SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules', '.hg', '.svn']);
const DEEPEST = 60;
const MAX_IGNORE_FILE = 4 * 1024 * 1024;

/** Rules of a .gitignore, and the folder they are about. */
interface FolderRules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** Whether a file of this name is looked at, where a folder was named. */
export function isDockerfileName(name: string): boolean {
  return NAME.test(name) && !OTHERS.test(name);
}

/** The Dockerfiles in a folder and all below it, in the order of their names, but for what git ignores there. */
export async function* findDockerfiles(top: string, honourGit: boolean, files: Files): AsyncGenerator<string, void, undefined> {
  const real = honourGit ? await files.real(top) : top;
  const above = honourGit ? await rulesAbove(real, files) : null;
  // Who names a folder that git ignores means what is in it.
  yield* below(top, real, above !== null && isLeftOut(`${real}/`, above) ? [] : above, 0, files);
}

async function* below(
  folder: string,
  real: string,
  above: readonly FolderRules[] | null,
  depth: number,
  files: Files,
): AsyncGenerator<string, void, undefined> {
  const { entries } = await files.listEntries(folder);
  const own = above !== null && entries.some(({ name, kind }) => name === '.gitignore' && kind === 'file');
  const rules = own ? [...above, ...(await readRules(real, '.gitignore', files))] : above;
  for (const { name, kind } of entries) {
    const path = files.join(folder, name);
    const isFolder = kind === 'directory' && depth < DEEPEST && !SKIPPED.has(name);
    if (!isFolder && !(kind === 'file' && isDockerfileName(name))) continue;
    if (rules !== null && isLeftOut(`${real}/${name}${isFolder ? '/' : ''}`, rules)) continue;
    if (isFolder) yield* below(path, `${real}/${name}`, rules, depth + 1, files);
    else yield path;
  }
}

/** gitignore(5): the last pattern that fits decides, and those of a lower folder go before. A folder that is left out is not entered. */
function isLeftOut(path: string, rules: readonly FolderRules[]): boolean {
  for (const { folder, rules: own } of rules.toReversed()) {
    const name = relativePath(folder, path);
    if (name === '') continue;
    const { ignored, unignored } = own.test(`${name}${path.endsWith('/') ? '/' : ''}`);
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** What the folders above say, up to the top of the repository, and what its own list of exclusions says. None outside of a repository. */
async function rulesAbove(folder: string, files: Files): Promise<readonly FolderRules[]> {
  const found: (readonly FolderRules[])[] = [];
  for (let at = folder; ; at = files.join(at, '..')) {
    if (at !== folder) found.unshift(await readRules(at, '.gitignore', files));
    if ((await files.status(files.join(at, '.git'))) !== null)
      return [...(await readRules(at, '.git/info/exclude', files)), ...found.flat()];
    if (files.join(at, '..') === at) return [];
  }
}

async function readRules(folder: string, name: string, files: Files): Promise<readonly FolderRules[]> {
  const path = files.join(folder, name);
  if ((await files.status(path))?.kind !== 'file') return [];
  const text = new TextDecoder().decode(await files.read(path, MAX_IGNORE_FILE));
  return [{ folder, rules: ignore({ ignorecase: false }).add(text) }];
}
