import { diffImages } from '../app/diff-images.ts';
import { EXIT, FromageError } from '../model/error.ts';
import { writeDiffJson } from '../report/diff-json.ts';
import { writeDiff } from '../report/diff-text.ts';
import type { DiffFlags } from './commands/diff.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { settingsOf } from './settings.ts';
import { styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';
import { withWorkers } from './with-workers.ts';

/** `fromage diff`: exit code 1 where they differ and --exit-code is given; 4 where not everything could be read. */
export async function runDiff(this: CliContext, flags: DiffFlags, a: string, b: string): Promise<void> {
  const { packages, files, content, times = false, most } = flags;
  if (!Number.isInteger(most) || most < 0) throw new FromageError('usage', '--most takes a whole number');
  const request = { a, b, packages, files, content, times, settings: settingsOf(flags) };
  const diff = await withPorts(this.host, flags.cache, (ports) => withWorkers(ports, (wider) => diffImages(request, wider)));
  const { stdout, env } = this.host;
  if (flags.json === true) stdout.write(writeDiffJson(diff));
  else stdout.write(writeDiff(diff, { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env), most }));
  this.finish(flags.exitCode === true && !diff.same ? EXIT.findings : exitCodeOf(diff.problems));
}
