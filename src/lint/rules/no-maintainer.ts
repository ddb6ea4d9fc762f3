import type { Fix } from '../../model/lint-report.ts';
import type { LintInstruction } from '../instructions.ts';
import type { LintContext, Rule } from '../rule.ts';
import { unquote } from '../unquote.ts';

export const noMaintainer = {
  id: 'no-maintainer',
  summary: 'MAINTAINER is used',
  why: 'MAINTAINER is deprecated since Docker 1.13, holds one name and can be seen with few tools. Write a label, which all of them read: LABEL org.opencontainers.image.authors="name@example.org".',
  severity: 'error',
  equivalents: ['hadolint:DL4000', 'buildkit:MaintainerDeprecated', 'trivy:DS-0022'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM debian:12\nMAINTAINER me@example.org\n',
      fixed: 'FROM debian:12\nLABEL org.opencontainers.image.authors="me@example.org"\n',
      lines: [2],
    },
    {
      dockerfile: 'FROM debian:12\nRUN a\nmaintainer Me\n',
      fixed: 'FROM debian:12\nRUN a\nlabel org.opencontainers.image.authors="Me"\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM debian:12\nMAINTAINER  Me "$1" \\\n  <me@example.org>\n',
      fixed: 'FROM debian:12\nLABEL  org.opencontainers.image.authors="Me \\"\\$1\\"   <me@example.org>"\n',
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL org.opencontainers.image.authors="me@example.org"\n' },
    { dockerfile: 'FROM debian:12\n# MAINTAINER me\nLABEL maintainer=me\n' },
  ],
  *check(context) {
    for (const at of context.instructions) {
      if (at.keyword !== 'MAINTAINER' || at.isOnBuild) continue;
      const message = 'MAINTAINER is deprecated: write LABEL org.opencontainers.image.authors';
      yield { span: at.instruction.span, message, fix: fixOf(at, context) };
    }
  },
} as const satisfies Rule;

const LABEL = 'org.opencontainers.image.authors';

/** Nothing where the stage has such a label, or a comment would be lost. */
function fixOf({ instruction, stage }: LintInstruction, { instructions, dockerfile }: LintContext): Fix | null {
  const { keywordSpan, argumentsSpan, comments } = instruction;
  const name = unquote(instruction.arguments[0]?.text ?? '');
  const isLabelled = instructions.some(
    (one) => one.stage === stage && one.instruction.pairs.some((pair) => unquote(pair.name.text) === LABEL),
  );
  if (name === '' || comments.length > 0 || isLabelled) return null;
  const keyword = dockerfile.text.slice(keywordSpan.start, keywordSpan.end);
  const edits = [
    { ...keywordSpan, text: keyword === keyword.toLowerCase() ? 'label' : 'LABEL' },
    { ...argumentsSpan, text: `${LABEL}=${quoteWord(name, dockerfile.escape)}` },
  ];
  return { title: `write a label, ${LABEL}`, safety: 'safe', edits };
}

/** A word that the builder reads as this text, its variables too: in a MAINTAINER it puts nothing in their place. */
function quoteWord(text: string, escape: string): string {
  return `"${text.replace(/["$\\`]/g, (one) => (one === '"' || one === '$' || one === escape ? escape + one : one))}"`;
}
