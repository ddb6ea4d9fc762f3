import { listFiles } from '../app/list-files.ts';
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
  const request = { target, globs, layer: flags.layer ?? null, settings: settingsOf(flags) };
  const report = await withPorts(this.host, flags.cache, (ports) => withWorkers(ports, (wider) => listFiles(request, wider)));
  const { stdout, env } = this.host;
  if (flags.json === true) stdout.write(writeFilesJson(report));
  else stdout.write(writeFiles(report, { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env) }));
  this.finish(exitCodeOf(report.problems));
}
