import type { RuleManual } from '../model/rule-manual.ts';
import { unifiedDiff } from './unified-diff.ts';
import type { Style } from './style.ts';
import { wrap } from './words.ts';

/** What a rule says of itself, for a terminal. */
export function writeRuleManual(rule: RuleManual, { width, style }: { readonly width: number; readonly style: Style }): string {
  const code = (text: string): readonly string[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`);
  const [bad, good] = [rule.bad[0], rule.good[0]];
  const fixed = rule.bad.find((example) => example.fixed !== undefined);
  return `${[
    `${style.title(rule.id)}  ${rule.severity}${rule.recommended ? '' : ', off unless asked for'}`,
    ...wrap(`${rule.summary}.`, width),
    ...(rule.equivalents.length === 0 ? [] : wrap(`Elsewhere: ${rule.equivalents.join(', ')}.`, width)),
    '',
    ...wrap(rule.why, width),
    ...(bad === undefined ? [] : ['', style.bad('Told:'), ...code(bad.dockerfile)]),
    ...(good === undefined ? [] : ['', style.good('Not told:'), ...code(good.dockerfile)]),
    ...(fixed?.fixed === undefined
      ? []
      : ['', 'What --fix makes of it:', ...code(unifiedDiff('Dockerfile', fixed.dockerfile, fixed.fixed))]),
  ].join('\n')}\n`;
}
