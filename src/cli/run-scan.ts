import { scan } from '../app/scan.ts';
import { type FindingFilter, filterFindings, isOver } from '../app/filter-findings.ts';
import { FINDING_LEVELS, type FindingLevel } from '../model/finding.ts';
import type { Scan } from '../model/scan.ts';
import { EXIT, FromageError } from '../model/error.ts';
import type { Files, LookUpAdvisories } from '../ports/index.ts';
import { SCAN_FORMATS } from '../report/scan-formats/index.ts';
import type { ScanView } from '../report/scan-format.ts';
import type { Template } from '../report/template.ts';
import { RATING_ORDER } from '../vuln/choose-rating.ts';
import type { ScanFlags } from './commands/scan.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { programVersion } from './program-version.ts';
import { settingsOf } from './settings.ts';
import { tellStale } from './tell-stale.ts';
import { styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';
import { withWorkers } from './with-workers.ts';

/** `fromage scan`: exit code 1 where a finding is as severe as --fail-on says; 4 where something could not be read. */
export async function runScan(this: CliContext, flags: ScanFlags, target: string): Promise<void> {
  const filter = filterOf(flags);
  const request = {
    target,
    dockerfile: flags.dockerfile ?? null,
    secrets: flags.secrets === true,
    settings: settingsOf(flags),
    suppressions: {
      vex: flags.vex ?? [],
      vexAttached: flags.vexAttached === true,
      config: flags.config ?? null,
      folder: flags.ignoreFiles ? (this.host.cwd?.() ?? '.') : null,
    },
  };
  const id = formatOf(flags);
  const { template, whole } = await withPorts(this.host, flags.cache, async (ports) => {
    const template = flags.template === undefined ? null : await readTemplate(flags.template, ports.store.files);
    const rated = flags.severityFrom === undefined ? {} : { ratingOrder: ratingOrderOf(flags.severityFrom, await ports.advisories()) };
    const whole = await withWorkers(ports, (wider) => scan({ ...request, ...rated }, wider));
    await tellStale(whole.ecosystems, ports, this.host);
    return { template, whole };
  });
  const answer = filterFindings(whole, filter);
  const entry = SCAN_FORMATS.find((format) => format.id === id);
  if (entry === undefined) throw new FromageError('usage', `there is no format ${id}`);
  const { stdout, env } = this.host;
  const view: ScanView = {
    width: widthOf(stdout, env),
    style: styleFor(stdout, flags.color, env),
    version: programVersion(),
    time: flags.timestamp === true ? `${new Date().toISOString().slice(0, 19)}Z` : null,
    dockerfile: flags.dockerfile ?? null,
    grouping: flags.by ?? 'remedy',
    ...(template === null ? {} : { template }),
    surface: flags.surface === true,
    showSuppressed: flags.showSuppressed === true,
  };
  stdout.write((await entry.load()).write(answer, view));
  const incomplete = exitCodeOf(answer.inventory.problems);
  const isFailed = flags.failOn !== undefined && isOver(answer, flags.failOn);
  if (isFailed) this.host.stderr.write(`fromage: --fail-on ${flags.failOn}: ${whyFailed(answer, flags.failOn ?? 'any')}\n`);
  this.finish(isFailed ? EXIT.findings : incomplete);
}

/** What is over the threshold, in a line. */
function whyFailed({ findings, ended }: Scan, least: FindingLevel | 'any'): string {
  const over = new Set(
    findings.filter(({ level }) => least === 'any' || FINDING_LEVELS.indexOf(level) <= FINDING_LEVELS.indexOf(least)).map(({ id }) => id),
  ).size;
  const parts = [
    ...(over === 0 ? [] : [`${over} ${over === 1 ? 'vulnerability is' : 'vulnerabilities are'} that severe`]),
    ...ended.map(({ product, cycle }) => `support of ${product} ${cycle} has ended, which counts as high`),
  ];
  return parts.join('; ');
}

/** A template says the format too. */
function formatOf({ format, json, template, by }: ScanFlags): string {
  const id = json === true ? 'json' : template !== undefined && format === 'table' ? 'template' : format;
  if ((template !== undefined) !== (id === 'template')) throw new FromageError('usage', '-o template and --template go together');
  if (by !== undefined && !FOR_PEOPLE.has(id))
    throw new FromageError('usage', `--by says nothing to -o ${id}`, { hint: `It is for ${[...FOR_PEOPLE].join(', ')}.` });
  return id;
}

const FOR_PEOPLE: ReadonlySet<string> = new Set(['table', 'markdown', 'html']);

/** A megabyte is more than anybody writes. */
const MOST_TEMPLATE_BYTES = 1_000_000;

async function readTemplate(path: string, files: Files): Promise<Template> {
  return { name: path, text: new TextDecoder().decode(await files.read(path, MOST_TEMPLATE_BYTES)) };
}

/** Those who rate, and whoever else the data is from. */
function ratingOrderOf(words: string, { sets }: LookUpAdvisories): readonly string[] {
  const known = new Set([...RATING_ORDER, ...sets.map(({ publisher }) => publisher.toLowerCase())]);
  return words.split(',').map((word) => {
    const source = word.trim().toLowerCase();
    if (known.has(source)) return source;
    throw new FromageError('usage', `nobody called "${word.trim()}" rates vulnerabilities in the data`, {
      hint: `--severity-from takes ${RATING_ORDER.join(', ')}, and publishers as fromage db status lists them.`,
    });
  });
}

function filterOf({ only, ignoreBase, fixed, severity }: ScanFlags): FindingFilter {
  if (only !== undefined && ignoreBase === true) throw new FromageError('usage', '--only and --ignore-base do not go together');
  const levels = severity?.split(',').map((word) => {
    const level = FINDING_LEVELS.find((one) => one === word.trim().toLowerCase());
    if (level === undefined) throw new FromageError('usage', `"${word}" is no level`, { hint: `Levels are ${FINDING_LEVELS.join(', ')}.` });
    return level;
  });
  return {
    owner: ignoreBase === true ? 'not-base' : (only ?? null),
    fixed: fixed === true,
    levels: levels === undefined ? null : new Set<FindingLevel>(levels),
    asked: [
      ...(only === undefined ? [] : [`--only ${only}`]),
      ...(ignoreBase === true ? ['--ignore-base'] : []),
      ...(fixed === true ? ['--fixed'] : []),
      ...(severity === undefined ? [] : [`--severity ${severity}`]),
    ],
  };
}
