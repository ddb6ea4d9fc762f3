import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import type { RuleManual } from '../model/rule-manual.ts';
import { findRule } from './find-rule.ts';
import type { Ignore } from './ignores.ts';
import type { Report, Rule } from './rule.ts';

/** No rule like the others: it is told of what these said nothing of. */
export const unusedIgnore = {
  id: 'unused-ignore',
  summary: 'A comment silences a rule that would say nothing',
  why: 'A comment that silences nothing is left over: the instruction was mended, or the name is no rule’s. It would hide the next mistake of its kind. Remove it. Rules that are off here are not looked at, and neither are ShellCheck’s.',
  severity: 'info',
  equivalents: [],
  recommended: false,
  bad: [
    { dockerfile: 'FROM debian:12\n# fromage ignore=no-sudo\nRUN make\n', fixed: 'FROM debian:12\nRUN make\n' },
    {
      dockerfile: 'FROM debian:12\n# hadolint ignore=DL3004,DL3002\nUSER root\n',
      fixed: 'FROM debian:12\n# hadolint ignore=DL3002\nUSER root\n',
    },
  ],
  good: [{ dockerfile: 'FROM debian:12\n# fromage ignore=no-sudo there is no other way\nRUN sudo make\n' }],
} as const satisfies RuleManual;

/** Says which ignores silenced nothing, of those whose rule looked at the file or is not known. */
export function reportUnusedIgnores(
  { text }: Dockerfile,
  ignores: readonly Ignore[],
  used: ReadonlySet<Ignore>,
  rules: { readonly all: readonly Rule[]; readonly on: readonly Rule[] },
): readonly Report[] {
  const isUnused = (ignore: Ignore): boolean => {
    const { rule, comment } = ignore;
    if (comment === null || used.has(ignore) || rule === unusedIgnore.id || /^(shellcheck:)?SC\d+$/i.test(rule)) return false;
    return findRule(rule, rules.on) !== null || findRule(rule, rules.all) === null;
  };
  const unused = ignores.filter(isUnused);
  const spans = new Set(unused.map(({ span }) => span));
  return unused.map(({ rule, comment, span }): Report => {
    const isAll = comment?.rules.every((one) => spans.has(one)) ?? true;
    const edit = isAll ? lineOf(text, comment?.span ?? span) : nameIn(span, comment?.rules ?? []);
    const message = findRule(rule, rules.all) === null ? `there is no rule ${rule}` : `${rule} has nothing to say here`;
    return {
      span,
      message,
      fix: { title: isAll ? 'remove the comment' : `remove ${rule}`, safety: 'safe', edits: [{ ...edit, text: '' }] },
    };
  });
}

/** A comment stands alone on its line: the line goes with it. */
function lineOf(text: string, { start, end }: Ignore['span']): Ignore['span'] {
  const newline = text.indexOf('\n', end);
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: newline < 0 ? text.length : newline + 1 };
}

/** A name and the comma that parts it from the next, or of the last one from the name before. */
function nameIn(span: Ignore['span'], rules: readonly Ignore['span'][]): Ignore['span'] {
  const next = rules.find(({ start }) => start > span.start);
  if (next !== undefined) return { start: span.start, end: next.start };
  const before = rules.findLast(({ end }) => end < span.start);
  return { start: before?.end ?? span.start, end: span.end };
}
