import { compareImages } from '../app/compare-images.ts';
import { FromageError } from '../model/error.ts';
import { COMPARE_FORMATS } from '../report/compare-formats/index.ts';
import type { CompareFlags } from './commands/compare.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { programVersion } from './program-version.ts';
import { settingsOf } from './settings.ts';
import { tellStale } from './tell-stale.ts';
import { styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';
import { withWorkers } from './with-workers.ts';

/** `fromage compare`: exit code 4 where something could not be read. */
export async function runCompare(this: CliContext, flags: CompareFlags, ...targets: string[]): Promise<void> {
  const comparison = await withPorts(this.host, flags.cache, async (ports) => {
    const answer = await withWorkers(ports, (wider) => compareImages(targets, { dockerfile: null, settings: settingsOf(flags) }, wider));
    await tellStale(
      answer.images.flatMap(({ scan }) => scan.ecosystems),
      ports,
      this.host,
    );
    return answer;
  });
  const id = flags.json === true ? 'json' : flags.format;
  const entry = COMPARE_FORMATS.find((format) => format.id === id);
  if (entry === undefined) throw new FromageError('usage', `there is no format ${id}`);
  const { stdout, env } = this.host;
  const view = { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env), version: programVersion() };
  stdout.write((await entry.load()).write(comparison, view));
  this.finish(exitCodeOf(comparison.images.flatMap(({ scan }) => scan.inventory.problems)));
}
