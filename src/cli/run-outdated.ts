import { findOutdated } from '../app/find-outdated.ts';
import { EXIT } from '../model/error.ts';
import { writeOutdatedJson } from '../report/outdated-json.ts';
import { writeOutdated } from '../report/outdated-text.ts';
import type { OutdatedFlags } from './commands/outdated.ts';
import type { CliContext } from './context.ts';
import { readBuildArg } from './read-build-arg.ts';
import { settingsOf } from './settings.ts';
import { styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';

/** `fromage outdated`: exit code 1 where a base is behind and --exit-code is given; 4 where something is unknown. */
export async function runOutdated(this: CliContext, flags: OutdatedFlags, ...targets: string[]): Promise<void> {
  const { stdout, env } = this.host;
  const buildArgs = Object.fromEntries((flags.buildArg ?? []).map((text) => readBuildArg(text, env)));
  const answer = await withPorts(this.host, flags.cache, (ports) =>
    findOutdated({ targets, buildArgs, settings: settingsOf(flags) }, ports),
  );
  if (flags.json === true) stdout.write(writeOutdatedJson(answer));
  else stdout.write(writeOutdated(answer, { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env) }));
  const isBehind = answer.bases.some(({ state }) => state === 'behind');
  const isUnknown = answer.bases.some(({ state }) => state === 'unknown') || answer.problems.some(({ incomplete }) => incomplete);
  this.finish(flags.exitCode === true && isBehind ? EXIT.findings : isUnknown ? EXIT.incomplete : EXIT.fine);
}
