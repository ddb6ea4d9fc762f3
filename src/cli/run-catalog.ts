import { listFiles } from '../app/list-files.ts';
import { listLayers } from '../app/list-layers.ts';
import { makeSbom } from '../app/make-sbom.ts';
import { EXIT, FromageError } from '../model/error.ts';
import type { Problem } from '../model/problem.ts';
import { writeFiles } from '../report/files-text.ts';
import { writeLayersJson } from '../report/layers-json.ts';
import { writeLayers } from '../report/layers-text.ts';
import { SBOM_FORMATS } from '../report/sbom-formats/index.ts';
import type { FilesFlags } from './commands/files.ts';
import type { LayersFlags } from './commands/layers.ts';
import type { SbomFlags } from './commands/sbom.ts';
import type { CliContext } from './context.ts';
import { programVersion } from './program-version.ts';
import { settingsOf } from './settings.ts';
import { styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';
import { withWorkers } from './with-workers.ts';

/** `fromage sbom`: exit code 4 where something could not be read. */
export async function runSbom(this: CliContext, flags: SbomFlags, target: string): Promise<void> {
  const sbom = await withPorts(this.host, flags.cache, (ports) =>
    withWorkers(ports, (wider) => makeSbom({ target, dockerfile: flags.dockerfile ?? null, settings: settingsOf(flags) }, wider)),
  );
  const id = flags.json === true ? 'json' : flags.format;
  const entry = SBOM_FORMATS.find((format) => format.id === id);
  if (entry === undefined) throw new FromageError('usage', `there is no format ${id}`);
  const { stdout, env } = this.host;
  const time = flags.timestamp === true ? `${new Date().toISOString().slice(0, 19)}Z` : null;
  const view = { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env), version: programVersion(), time };
  stdout.write((await entry.load()).write(sbom, view));
  this.finish(exitCodeOf(sbom.problems));
}

/** `fromage layers`. */
export async function runLayers(this: CliContext, flags: LayersFlags, target: string): Promise<void> {
  const request = { target, dockerfile: flags.dockerfile ?? null, settings: settingsOf(flags) };
  if (!Number.isInteger(flags.most) || flags.most < 0) throw new FromageError('usage', '--most takes a whole number');
  const report = await withPorts(this.host, flags.cache, (ports) => withWorkers(ports, (wider) => listLayers(request, wider)));
  const { stdout, env } = this.host;
  if (flags.json === true) stdout.write(writeLayersJson(report));
  else stdout.write(writeLayers(report, { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env), most: flags.most }));
  this.finish(exitCodeOf(report.problems));
}

/** `fromage files`. */
export async function runFiles(this: CliContext, flags: FilesFlags, target: string, ...globs: string[]): Promise<void> {
  const request = { target, globs, layer: flags.layer ?? null, settings: settingsOf(flags) };
  const report = await withPorts(this.host, flags.cache, (ports) => withWorkers(ports, (wider) => listFiles(request, wider)));
  const { stdout, env } = this.host;
  if (flags.json === true)
    stdout.write(
      `${JSON.stringify({ schemaVersion: 1, subject: report.trace.subject, ancestors: report.trace.lineage.ancestors, files: report.files, problems: report.problems }, null, 2)}\n`,
    );
  else stdout.write(writeFiles(report, { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env) }));
  this.finish(exitCodeOf(report.problems));
}

function exitCodeOf(problems: readonly Problem[]): number {
  return problems.some(({ incomplete }) => incomplete) ? EXIT.incomplete : EXIT.fine;
}
