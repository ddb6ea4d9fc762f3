import { applyFromEdit, suggestBase } from '../app/suggest-base.ts';
import { MAX_DOCKERFILE_BYTES } from '../dockerfile/decode-dockerfile.ts';
import { FromageError } from '../model/error.ts';
import { writeSuggestJson } from '../report/suggest-json.ts';
import { writeSuggestions } from '../report/suggest-text.ts';
import type { SuggestFlags } from './commands/suggest.ts';
import type { CliContext } from './context.ts';
import { readBuildArg } from './read-build-arg.ts';
import { settingsOf } from './settings.ts';
import { tellStale } from './tell-stale.ts';
import { styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';
import { withWorkers } from './with-workers.ts';

/** `fromage suggest`; with --apply the Dockerfile is written anew, all but its FROM to the byte. */
export async function runSuggest(this: CliContext, flags: SuggestFlags, target?: string): Promise<void> {
  if ((target === undefined) === (flags.file === undefined))
    throw new FromageError('usage', 'name one Dockerfile or image', { hint: 'fromage suggest Dockerfile, fromage suggest httpd:2.4' });
  const { stdout, stderr, env } = this.host;
  const request = {
    target: flags.file ?? target ?? '',
    asDockerfile: flags.file !== undefined,
    buildArgs: Object.fromEntries((flags.buildArg ?? []).map((text) => readBuildArg(text, env))),
    stage: flags.target ?? null,
    to: flags.to ?? null,
    with: flags.with ?? null,
    settings: settingsOf(flags),
  };
  const suggestions = await withPorts(this.host, flags.cache, async (ports) => {
    const answer = await withWorkers(ports, (wider) => suggestBase(request, wider));
    await tellStale(
      [answer.current, ...answer.choices].flatMap(({ known }) => known?.ecosystems ?? []),
      ports,
      this.host,
    );
    if (flags.apply !== true) return answer;
    const { edit } = answer;
    if (edit === null || edit.path === '-')
      throw new FromageError('usage', 'there is nothing to write', {
        hint: '--apply goes with a Dockerfile whose FROM is written without variables.',
      });
    const { files } = ports.store;
    await files.write(edit.path, new TextEncoder().encode(applyFromEdit(await files.read(edit.path, MAX_DOCKERFILE_BYTES), edit)));
    stderr.write(`fromage: ${edit.path}:${edit.line} says FROM ${edit.after} now\n`);
    return answer;
  });
  if (flags.json === true) stdout.write(writeSuggestJson(suggestions));
  else stdout.write(writeSuggestions(suggestions, { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env) }));
}
