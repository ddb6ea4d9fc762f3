import { type FilesRequest, type LayerRange, listFiles } from '../app/list-files.ts';
import { FromageError } from '../model/error.ts';
import { showPath } from '../model/image-path.ts';
import { writeFilesJson } from '../report/files-json.ts';
import { writeFiles } from '../report/files-text.ts';
import type { FilesFlags } from './commands/files.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { settingsOf } from './settings.ts';
import { styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';
import { withWorkers } from './with-workers.ts';

/** `fromage files`. */
export async function runFiles(this: CliContext, flags: FilesFlags, target: string, ...globs: string[]): Promise<void> {
  const request = { target, globs, layers: rangeOf(flags), addedBy: flags.addedBy ?? null, settings: settingsOf(flags) };
  const report = await withPorts(this.host, flags.cache, (ports) => withWorkers(ports, (wider) => listFiles(request, wider)));
  const { stdout, stderr, env } = this.host;
  if (flags.json === true) stdout.write(writeFilesJson(report));
  else
    stdout.write(writeFiles(report, { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env), tree: flags.tree ?? false }));
  if (report.files.length === 0) stderr.write(`fromage: ${nothingWords(request)}\n`);
  this.finish(exitCodeOf(report.problems));
}

/** Why nothing is listed: no error, and yet a misspelt glob is to be seen as one. */
function nothingWords({ target, globs, layers, addedBy }: FilesRequest): string {
  const which = [
    ...(globs.length === 0 ? [] : [`matches ${globs.map((glob) => showPath(glob)).join(' or ')}`]),
    ...(layers === null ? [] : ['is of the layers asked for']),
    ...(addedBy === null ? [] : [`is of ${showPath(addedBy)}`]),
  ];
  return which.length === 0 ? `${showPath(target)} has no files` : `nothing in ${showPath(target)} ${which.join(' and ')}`;
}

/** `--layer 3` is what layer 3 did to the two below it, `--diff 2..5` what 3 to 5 did together. Throws `usage`. */
function rangeOf({ layer, diff }: FilesFlags): LayerRange | null {
  if (layer !== undefined && diff !== undefined) throw new FromageError('usage', '--layer and --diff do not go together');
  if (layer !== undefined && !Number.isInteger(layer)) throw new FromageError('usage', '--layer takes a whole number');
  if (layer !== undefined) return { from: layer - 1, to: layer };
  if (diff === undefined) return null;
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(diff) ?? [];
  if (from === undefined || to === undefined)
    throw new FromageError('usage', `${JSON.stringify(diff)} names no two layers`, {
      hint: 'The form is 2..5; 0 stands for nothing below layer 1.',
    });
  return { from: Number(from), to: Number(to) };
}
