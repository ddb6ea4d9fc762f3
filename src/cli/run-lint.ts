import { parseYaml } from '../codec/yaml.ts';
import { lintFiles } from '../app/lint-files.ts';
import { DEFAULT_CONFIG, type LintConfig } from '../lint/config.ts';
import { readHadolintConfig } from '../lint/hadolint-config.ts';
import { EXIT, FromageError } from '../model/error.ts';
import { LINT_SEVERITIES, type LintReport } from '../model/lint-report.ts';
import type { AppPorts } from '../app/app-ports.ts';
import type { Files } from '../ports/index.ts';
import { unifiedDiff } from '../report/unified-diff.ts';
import { LINT_FORMATS } from '../report/lint-formats/index.ts';
import type { LintFlags } from './commands/lint.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { programVersion } from './program-version.ts';
import { styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';

/** `fromage lint`: exit code 1 where something is as severe as --fail-on says; 4 where a file could not be read. */
export async function runLint(this: CliContext, flags: LintFlags, ...targets: string[]): Promise<void> {
  const report = await withPorts(this.host, true, async (ports) =>
    lintFiles(
      { targets, stdinName: flags.stdinFilename ?? 'standard input', config: await configOf(flags, ports), ...fixesOf(flags, targets) },
      ports,
    ),
  );
  const { stdout, env } = this.host;
  if (flags.diff === true) stdout.write(report.files.map(({ path, text, fixed }) => unifiedDiff(path, text, fixed?.text ?? text)).join(''));
  if (flags.fix === true && targets.includes('-')) stdout.write(report.files[0]?.fixed?.text ?? '');
  if (flags.diff === true || (flags.fix === true && targets.includes('-'))) return this.finish(exitCodeOf(report.problems));
  const id = flags.json === true ? 'json' : flags.format;
  const entry = LINT_FORMATS.find((format) => format.id === id);
  if (entry === undefined) throw new FromageError('usage', `there is no format ${id}`);
  const view = { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env), version: programVersion() };
  stdout.write((await entry.load()).write(report, view));
  this.finish(isOver(report, flags.failOn) ? EXIT.findings : exitCodeOf(report.problems));
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

const MAX_CONFIG = 1024 * 1024;
const NAMES = ['.hadolint.yaml', '.hadolint.yml'];

async function configOf({ preset, config, ignore = [] }: LintFlags, { store: { files } }: AppPorts): Promise<LintConfig> {
  const found: string[] = config === undefined ? [] : [config];
  if (config === undefined) for (const name of NAMES) if ((await files.status(name))?.kind === 'file') found.push(name);
  const [path] = found;
  const read = path === undefined ? {} : await readConfig(path, files);
  const merged = { ...DEFAULT_CONFIG, ...read };
  return { ...merged, ...(preset === undefined ? {} : { preset }), ignored: [...merged.ignored, ...ignore] };
}

async function readConfig(path: string, files: Files): Promise<Partial<LintConfig>> {
  const text = new TextDecoder().decode(await files.read(path, MAX_CONFIG));
  return readHadolintConfig((await parseYaml(text, path)).value, path);
}

function isOver({ files }: LintReport, least: LintFlags['failOn']): boolean {
  if (least === 'never') return false;
  const limit = LINT_SEVERITIES.indexOf(least);
  return files.some(({ diagnostics }) => diagnostics.some(({ severity }) => LINT_SEVERITIES.indexOf(severity) <= limit));
}
