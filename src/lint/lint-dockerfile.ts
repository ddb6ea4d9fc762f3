import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import { indexLines, type LineIndex, positionAt, type Span } from '../dockerfile/span.ts';
import { buildStageGraph } from '../dockerfile/stage-graph.ts';
import type { Diagnostic, LintSeverity } from '../model/lint-report.ts';
import type { RuleManual } from '../model/rule-manual.ts';
import type { LintConfig } from './config.ts';
import { namesOf } from './find-rule.ts';
import { type Ignore, type Ignores, readIgnores } from './ignores.ts';
import { lintInstructions } from './instructions.ts';
import type { LintContext, Report, Rule } from './rule.ts';
import { RULES } from './rules/index.ts';
import { reportUnusedIgnores, unusedIgnore } from './unused-ignore.ts';

const PLATFORM = { os: 'linux', architecture: 'amd64' } as const;

/** What the rules say of a Dockerfile, in the order of the text. Never throws. */
export function lintDockerfile(dockerfile: Dockerfile, config: LintConfig, rules: readonly Rule[] = RULES): readonly Diagnostic[] {
  const ignores = readIgnores(dockerfile);
  const context = contextOf(dockerfile, config, ignores);
  const lines = indexLines(dockerfile.text);
  const on = rules.filter((rule) => isOn(rule, config));
  const used = new Set<Ignore>();
  const told = on.flatMap((rule) => {
    const own = ignoresOf(rule, ignores, config);
    return [...rule.check(context)]
      .filter((report) => !silence(own, ownerOf(report.span, dockerfile), used))
      .map((report) => ({ rule, report }));
  });
  const unused = reportsUnused(config)
    ? reportUnusedIgnores(dockerfile, ignores.ignores, used, { all: rules === RULES ? rules : [...RULES, ...rules], on })
    : [];
  return [
    ...told.map(({ rule, report }) => diagnosticOf(rule, report, severityOf(rule, config, ignores), dockerfile, lines)),
    ...unused.map((report) => diagnosticOf(unusedIgnore, report, severityOf(unusedIgnore, config, ignores), dockerfile, lines)),
  ].toSorted((a, b) => a.span.start - b.span.start || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}

function contextOf(dockerfile: Dockerfile, config: LintConfig, { shell }: Ignores): LintContext {
  const graph = buildStageGraph(dockerfile, { buildArgs: {}, target: null, platform: PLATFORM, buildPlatform: PLATFORM });
  return { dockerfile, instructions: lintInstructions(dockerfile, shell), stages: graph.stages, config };
}

/** What in the file may silence a rule. */
function ignoresOf(rule: Rule, { ignores, skipsBuildKit }: Ignores, config: LintConfig): readonly Ignore[] | 'all' {
  if (skipsBuildKit && isBuildKits(rule)) return 'all';
  if (ignores.length === 0) return ignores;
  const names = new Set([...namesOf(rule), ...(isBuildKits(rule) ? ['buildkit:all'] : [])]);
  return ignores.filter(
    (ignore) => names.has(ignore.rule) && (config.inlineIgnores || ignore.comment === null || rule.id === 'no-inline-ignore'),
  );
}

/** Whether what is told of an instruction is silenced; what silenced it has its use. */
function silence(ignores: readonly Ignore[] | 'all', { start }: Span, used: Set<Ignore>): boolean {
  if (ignores === 'all') return true;
  const holding = ignores.filter(({ range }) => start >= range.start && start < range.end);
  for (const one of holding) used.add(one);
  return holding.length > 0;
}

/** The instruction that a place is in; the place itself where it is in none. */
function ownerOf(span: Span, { instructions }: Dockerfile): Span {
  const owner = instructions.find((one) => span.start >= one.span.start && span.start < Math.max(one.span.end, one.span.start + 1));
  return owner?.span ?? span;
}

function diagnosticOf(
  { id, equivalents }: RuleManual,
  { span, message, fix }: Report,
  severity: LintSeverity,
  dockerfile: Dockerfile,
  lines: LineIndex,
): Diagnostic {
  const [start, end] = [positionAt(lines, span.start), positionAt(lines, span.end)];
  return { rule: id, equivalents, severity, message, span, start, end, about: ownerOf(span, dockerfile), fix: fix ?? null };
}

function isBuildKits({ equivalents }: RuleManual): boolean {
  return equivalents.some((one) => one.startsWith('buildkit:'));
}

function isOn(rule: Rule, config: LintConfig): boolean {
  const { preset, severities } = config;
  if (isIgnored(rule, config)) return false;
  if (preset === 'strict' || namesOf(rule).some((name) => Object.hasOwn(severities, name))) return true;
  if (preset === 'recommended') return rule.recommended;
  return rule.equivalents.some((one) => one.startsWith(`${preset}:`));
}

function reportsUnused(config: LintConfig): boolean {
  const isWanted = config.preset === 'strict' || config.unusedIgnores || Object.hasOwn(config.severities, unusedIgnore.id);
  return isWanted && config.inlineIgnores && !isIgnored(unusedIgnore, config);
}

function isIgnored(rule: RuleManual, { ignored }: LintConfig): boolean {
  return ignored.length > 0 && namesOf(rule).some((name) => ignored.includes(name));
}

/** That a build would fail is an error, unless somebody says otherwise. */
function severityOf(rule: RuleManual, { severities }: LintConfig, { failsBuild }: Ignores): LintSeverity {
  const name = namesOf(rule).find((one) => Object.hasOwn(severities, one));
  return (name === undefined ? undefined : severities[name]) ?? (failsBuild && isBuildKits(rule) ? 'error' : rule.severity);
}
