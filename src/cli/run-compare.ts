import { compareImages } from '../app/compare-images.ts';
import { writeCompareJson } from '../report/compare-json.ts';
import { writeComparison } from '../report/compare-text.ts';
import type { CompareFlags } from './commands/compare.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { settingsOf } from './settings.ts';
import { styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';
import { withWorkers } from './with-workers.ts';

/** `fromage compare`: exit code 4 where something could not be read. */
export async function runCompare(this: CliContext, flags: CompareFlags, ...targets: string[]): Promise<void> {
  const comparison = await withPorts(this.host, flags.cache, (ports) =>
    withWorkers(ports, (wider) => compareImages(targets, { dockerfile: null, settings: settingsOf(flags) }, wider)),
  );
  const { stdout, env } = this.host;
  if (flags.json === true || flags.format === 'json') stdout.write(writeCompareJson(comparison));
  else stdout.write(writeComparison(comparison, { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env) }));
  this.finish(exitCodeOf(comparison.images.flatMap(({ scan }) => scan.inventory.problems)));
}
