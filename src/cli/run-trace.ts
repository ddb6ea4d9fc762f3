import { trace, traceAll } from '../app/trace.ts';
import type { TraceRequest } from '../app/trace-request.ts';
import { EXIT, FromageError } from '../model/error.ts';
import type { Trace } from '../model/trace.ts';
import { FORMATS } from '../report/formats/index.ts';
import type { TraceFlags } from './commands/trace.ts';
import type { CliContext } from './context.ts';
import { readBuildArg } from './read-build-arg.ts';
import { settingsOf } from './settings.ts';
import { type CliProcess, styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';

/** `fromage trace`: exit code 4 where an end is unknown or something could not be read. */
export async function runTrace(this: CliContext, flags: TraceFlags, target?: string): Promise<void> {
  const request = requestOf(flags, target, this.host.env);
  const traces = await withPorts(this.host, flags.cache, async (ports) =>
    flags.platform === 'all' ? traceAll(request, ports) : [await trace(request, ports)],
  );
  const format = await requireFormat(formatIn(flags));
  const { stdout, env } = this.host;
  stdout.write(
    format.write(traces, {
      width: widthOf(stdout, env),
      style: styleFor(stdout, flags.color, env),
      all: flags.platform === 'all',
      layers: flags.layers ?? false,
    }),
  );
  this.finish(traces.every(isComplete) ? EXIT.fine : EXIT.incomplete);
}

function formatIn(flags: TraceFlags): TraceFlags['format'] {
  if (flags.json !== true || flags.format === 'json') return flags.format;
  if (flags.format === 'text') return 'json';
  throw new FromageError('usage', `both --json and --format ${flags.format} are given`);
}

function requestOf(flags: TraceFlags, target: string | undefined, env: CliProcess['env']): TraceRequest {
  if (target === undefined && flags.file === undefined)
    throw new FromageError('usage', 'nothing to trace', {
      hint: 'Name an image or a Dockerfile: fromage trace httpd:2.4, fromage trace .',
    });
  const asDockerfile = flags.file !== undefined;
  if (!asDockerfile || target === undefined) return { ...restOf(flags, env), target: flags.file ?? target ?? '', asDockerfile };
  throw new FromageError('usage', `both ${target} and --file ${flags.file} are given`, {
    hint: 'To show the lines of an image’s Dockerfile: --dockerfile FILE.',
  });
}

function restOf(flags: TraceFlags, env: CliProcess['env']): Omit<TraceRequest, 'target' | 'asDockerfile'> {
  return {
    buildArgs: Object.fromEntries((flags.buildArg ?? []).map((text) => readBuildArg(text, env))),
    stage: flags.target ?? null,
    dockerfile: flags.dockerfile ?? null,
    verify: flags.verify ?? false,
    learn: flags.learn,
    settings: settingsOf(flags),
  };
}

async function requireFormat(id: string) {
  const entry = FORMATS.find((format) => format.id === id);
  if (entry === undefined) throw new FromageError('usage', `there is no format ${id}`);
  return entry.load();
}

function isComplete({ lineage }: Trace): boolean {
  return lineage.end === 'scratch' && !lineage.problems.some((problem) => problem.incomplete);
}
