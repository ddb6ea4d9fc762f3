import { type GateRequest, listLayers } from '../app/list-layers.ts';
import { EXIT, FromageError } from '../model/error.ts';
import { writeLayersJson } from '../report/layers-json.ts';
import { writeLayers } from '../report/layers-text.ts';
import type { LayersFlags } from './commands/layers.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { settingsOf } from './settings.ts';
import { styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';
import { withWorkers } from './with-workers.ts';

/** `fromage layers`: exit code 1 where a threshold of --ci does not hold, whatever else there is. */
export async function runLayers(this: CliContext, flags: LayersFlags, target: string): Promise<void> {
  const request = { target, dockerfile: flags.dockerfile ?? null, ci: gateOf(flags), settings: settingsOf(flags) };
  if (!Number.isInteger(flags.most) || flags.most < 0) throw new FromageError('usage', '--most takes a whole number');
  const report = await withPorts(this.host, flags.cache, (ports) => withWorkers(ports, (wider) => listLayers(request, wider)));
  const { stdout, env } = this.host;
  if (flags.json === true) stdout.write(writeLayersJson(report));
  else stdout.write(writeLayers(report, { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env), most: flags.most }));
  this.finish(report.ci?.passed === false ? EXIT.findings : exitCodeOf(report.problems));
}

/** Throws `usage` where rules are given, and no judgement is asked for. */
function gateOf({ ci, ciConfig, lowestEfficiency, highestWastedBytes, highestUserWastedPercent }: LayersFlags): GateRequest | null {
  const rules = {
    ...(lowestEfficiency === undefined ? {} : { lowestEfficiency }),
    ...(highestWastedBytes === undefined ? {} : { highestWastedBytes }),
    ...(highestUserWastedPercent === undefined ? {} : { highestUserWastedPercent }),
  };
  if (ci === true) return { rules, file: ciConfig ?? null };
  if (ciConfig === undefined && Object.keys(rules).length === 0) return null;
  throw new FromageError('usage', 'thresholds are given, and --ci is not', { hint: 'Add --ci.' });
}
