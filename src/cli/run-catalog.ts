import { makeSbom } from '../app/make-sbom.ts';
import { FromageError } from '../model/error.ts';
import { SBOM_FORMATS } from '../report/sbom-formats/index.ts';
import type { SbomFlags } from './commands/sbom.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { programVersion } from './program-version.ts';
import { runAttached } from './run-attached.ts';
import { settingsOf } from './settings.ts';
import { styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';
import { withWorkers } from './with-workers.ts';

/** `fromage sbom`: exit code 4 where something could not be read. */
export async function runSbom(this: CliContext, flags: SbomFlags, target: string): Promise<void> {
  if (flags.attached === true) return runAttached(this, flags, target);
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
