import { type LintRequest, lintFiles } from '../app/lint-files.ts';
import { MANUALS } from '../lint/known-rules.ts';
import { EXIT, FromageError } from '../model/error.ts';
import { LINT_SEVERITIES, type LintReport } from '../model/lint-report.ts';
import { LINT_FORMATS } from '../report/lint-formats/index.ts';
import { unifiedDiff } from '../report/unified-diff.ts';
import type { LintFlags } from './commands/lint.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { programVersion } from './program-version.ts';
import { styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';

/** `fromage lint`: exit code 1 where something is as severe as --fail-on or the configuration says; 4 where a file could not be read. */
export async function runLint(this: CliContext, flags: LintFlags, ...targets: string[]): Promise<void> {
  const request = requestOf(flags, targets);
  const report = await withPorts(this.host, true, async (ports) => lintFiles(request, ports));
  const { stdout, env } = this.host;
  if (flags.diff === true) stdout.write(report.files.map(({ path, text, fixed }) => unifiedDiff(path, text, fixed?.text ?? text)).join(''));
  if (flags.fix === true && targets.includes('-')) stdout.write(report.files[0]?.fixed?.text ?? '');
  if (flags.diff === true || (flags.fix === true && targets.includes('-'))) return this.finish(exitCodeOf(report.problems));
  const id = flags.json === true ? 'json' : flags.format;
  const entry = LINT_FORMATS.find((format) => format.id === id);
  if (entry === undefined) throw new FromageError('usage', `there is no format ${id}`);
  const view = { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env), version: programVersion(), rules: MANUALS };
  stdout.write((await entry.load()).write(report, view));
  const isFine = request.baseline?.write === true || !isOver(report);
  this.finish(isFine ? exitCodeOf(report.problems) : EXIT.findings);
}

function requestOf(flags: LintFlags, targets: readonly string[]): LintRequest {
  const { baseline, writeBaseline, gitignore, stdinFilename, preset, config, ignore = [], failOn, reportUnusedIgnores } = flags;
  if (writeBaseline === true && baseline === undefined) throw new FromageError('usage', '--write-baseline goes with --baseline FILE');
  return {
    targets,
    stdinName: stdinFilename ?? null,
    honourGit: gitignore,
    config: {
      file: config ?? null,
      preset: preset ?? null,
      ignore,
      failOn: failOn ?? null,
      unusedIgnores: reportUnusedIgnores === true,
    },
    baseline: baseline === undefined ? null : { path: baseline, write: writeBaseline === true },
    ...fixesOf(flags, targets),
  };
}

function fixesOf(
  { fix, diff, unsafe }: LintFlags,
  targets: readonly string[],
): { readonly fix: 'safe' | 'unsafe' | null; readonly write: boolean } {
  if (unsafe === true && fix !== true && diff !== true) throw new FromageError('usage', '--unsafe goes with --fix or --diff');
  if (fix === true && targets.includes('-') && targets.length > 1)
    throw new FromageError('usage', 'with --fix standard input stands alone');
  const wanted = fix === true || diff === true;
  return { fix: wanted ? (unsafe === true ? 'unsafe' : 'safe') : null, write: fix === true && diff !== true };
}

function isOver({ files }: LintReport): boolean {
  return files.some(({ diagnostics, failOn }) => {
    const limit = failOn === 'never' ? -1 : LINT_SEVERITIES.indexOf(failOn);
    return diagnostics.some(({ severity }) => LINT_SEVERITIES.indexOf(severity) <= limit);
  });
}
