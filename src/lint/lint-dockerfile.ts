import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import { indexLines, positionAt } from '../dockerfile/span.ts';
import { buildStageGraph } from '../dockerfile/stage-graph.ts';
import type { Diagnostic, LintSeverity } from '../model/lint-report.ts';
import type { LintConfig } from './config.ts';
import { namesOf } from './find-rule.ts';
import { readIgnores } from './ignores.ts';
import { lintInstructions } from './instructions.ts';
import type { LintContext, Rule } from './rule.ts';
import { RULES } from './rules/index.ts';

const PLATFORM = { os: 'linux', architecture: 'amd64' } as const;

/** What the rules say of a Dockerfile, in the order of the text. Never throws. */
export function lintDockerfile(dockerfile: Dockerfile, config: LintConfig, rules: readonly Rule[] = RULES): readonly Diagnostic[] {
  const ignores = readIgnores(dockerfile);
  const graph = buildStageGraph(dockerfile, { buildArgs: {}, target: null, platform: PLATFORM, buildPlatform: PLATFORM });
  const context: LintContext = {
    dockerfile,
    instructions: lintInstructions(dockerfile, ignores.shell),
    stages: graph.stages,
    config,
  };
  const lines = indexLines(dockerfile.text);
  const isSilent = (rule: Rule, at: number): boolean => {
    if (!config.inlineIgnores && rule.id !== 'no-inline-ignore') return false;
    const owner = dockerfile.instructions.find(({ span }) => at >= span.start && at < Math.max(span.end, span.start + 1));
    const line = positionAt(lines, owner?.span.start ?? at).line;
    return isNamed(rule, ignores.everywhere) || isNamed(rule, ignores.byLine.get(line) ?? NONE);
  };
  return rules
    .filter((rule) => isOn(rule, config))
    .flatMap((rule) => [...rule.check(context)].filter(({ span }) => !isSilent(rule, span.start)).map((report) => ({ rule, report })))
    .map(({ rule, report: { span, message, fix = null } }): Diagnostic => {
      const [start, end] = [positionAt(lines, span.start), positionAt(lines, span.end)];
      return { rule: rule.id, equivalents: rule.equivalents, severity: severityOf(rule, config), message, span, start, end, fix };
    })
    .toSorted((a, b) => a.span.start - b.span.start || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}

const NONE: ReadonlySet<string> = new Set();

function isNamed(rule: Rule, names: ReadonlySet<string>): boolean {
  return names.size > 0 && namesOf(rule).some((name) => names.has(name));
}

function isOn(rule: Rule, { preset, ignored }: LintConfig): boolean {
  if (isNamed(rule, new Set(ignored))) return false;
  if (preset === 'strict') return true;
  if (preset === 'recommended') return rule.recommended;
  return rule.equivalents.some((one) => one.startsWith(`${preset}:`));
}

function severityOf(rule: Rule, { severities }: LintConfig): LintSeverity {
  const name = namesOf(rule).find((one) => Object.hasOwn(severities, one));
  return (name === undefined ? undefined : severities[name]) ?? rule.severity;
}
