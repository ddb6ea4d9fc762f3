import type { Problem } from '../model/problem.ts';
import type { Scan, ScannedFinding, SuppressedFinding } from '../model/scan.ts';
import type { IgnoreRule, SuppressedBy, VexDocument, VexStatement } from '../model/suppression.ts';
import { ruleTest } from './ignore/rule-test.ts';
import { vexJudge } from './vex/judge.ts';

/** What somebody decided of findings beforehand. */
export interface Suppressions {
  readonly documents: readonly VexDocument[];
  readonly rules: readonly IgnoreRule[];
}

/**
 * The answer without the findings that VEX says are not affected or fixed, and those that rules mean; they are in `suppressed`, with
 * the reason. What VEX says of the others is noted on them. Rules that no longer hold at `now` (milliseconds since 1970) suppress nothing;
 * they are told, and so are rules and documents that mean nothing here.
 */
export function suppress(scan: Scan, { documents, rules }: Suppressions, now: number): Scan {
  const { inventory } = scan;
  const judge = vexJudge(documents, inventory);
  const [holding, over] = [
    rules.filter(({ ends }) => ends === null || now < ends),
    rules.filter(({ ends }) => ends !== null && now >= ends),
  ];
  const tests = holding.map((rule) => ({ rule, test: ruleTest(rule, inventory) }));
  const used = new Set<string>();
  const findings: ScannedFinding[] = [];
  const suppressed: SuppressedFinding[] = [...scan.suppressed];
  for (const finding of scan.findings) {
    const statement = judge.statementFor(finding);
    const meaning = tests.filter(({ test }) => test(finding)).map(({ rule }) => rule);
    for (const { source } of [...meaning, ...(statement === null ? [] : [statement])]) used.add(source);
    const told = statement === null ? finding : { ...finding, vex: wordOf(statement) };
    const by = reasonFor(statement, meaning);
    if (by === null) findings.push(told);
    else suppressed.push({ finding: told, by });
  }
  const notes = [...expired(over), ...unusedRules(holding.filter(({ source }) => !used.has(source))), ...unusedDocuments(documents, used)];
  return { ...scan, inventory: { ...inventory, problems: [...inventory.problems, ...notes] }, findings, suppressed };
}

function wordOf({ status, justification, reason, source }: VexStatement): NonNullable<ScannedFinding['vex']> {
  return { status, justification, reason, source };
}

/** What is known of the finding goes before what was decided about it. */
function reasonFor(statement: VexStatement | null, [rule]: readonly IgnoreRule[]): SuppressedBy | null {
  if (statement !== null && (statement.status === 'not_affected' || statement.status === 'fixed'))
    return { kind: 'vex', ...wordOf(statement), until: null };
  if (rule === undefined) return null;
  return { kind: 'ignore', source: rule.source, status: null, justification: null, reason: rule.reason, until: rule.until };
}

function expired(rules: readonly IgnoreRule[]): readonly Problem[] {
  return byFile(rules).map(([file, of]) => {
    const which = listed(of.map((rule) => `line ${lineIn(rule.source)} (${rule.until ?? '?'})`));
    return noteOf('expired-ignore', `${file}: these entries have expired and suppress nothing any more: ${which}.`, file);
  });
}

function unusedRules(rules: readonly IgnoreRule[]): readonly Problem[] {
  return byFile(rules).map(([file, of]) => {
    const which = listed(of.map((rule) => `line ${lineIn(rule.source)}`));
    return noteOf('unused-ignore', `${file}: these entries mean no finding of this image: ${which}.`, file);
  });
}

function unusedDocuments(documents: readonly VexDocument[], used: ReadonlySet<string>): readonly Problem[] {
  return documents
    .filter(({ source }) => !used.has(source))
    .map(({ source, statements }) =>
      noteOf(
        'unused-vex',
        `${source}: ${statements.length === 0 ? 'it has no statement' : `none of its ${statements.length} statements is`} about a finding of this image.`,
        source,
      ),
    );
}

function noteOf(kind: string, message: string, where: string): Problem {
  return { kind, message, where, incomplete: false };
}

function byFile(rules: readonly IgnoreRule[]): readonly (readonly [string, readonly IgnoreRule[]])[] {
  return [...Map.groupBy(rules, ({ source }) => source.slice(0, source.lastIndexOf(':')))];
}

function lineIn(source: string): string {
  return source.slice(source.lastIndexOf(':') + 1);
}

const MAX_LISTED = 10;

function listed(words: readonly string[]): string {
  const rest = words.length - MAX_LISTED;
  return rest <= 0 ? words.join(', ') : `${words.slice(0, MAX_LISTED).join(', ')} and ${rest} more`;
}
