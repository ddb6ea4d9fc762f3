import type { Rule } from '../rule.ts';

export const validDefaultArgInFrom = {
  id: 'valid-default-arg-in-from',
  summary: 'FROM is no image unless its ARGs are given',
  why: 'Where a FROM is no image without --build-arg, the file can’t be built as it stands, by a colleague or by a tool, and the error says little. Give the ARG a default: ARG VERSION=12, or write one where it is used: ${VERSION:-12}.',
  severity: 'warning',
  equivalents: ['buildkit:InvalidDefaultArgInFrom'],
  recommended: true,
  bad: [
    { dockerfile: 'ARG VERSION\nFROM debian:$VERSION\n', lines: [2] },
    { dockerfile: 'ARG BASE=""\nFROM ${BASE}\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'ARG VERSION=12\nFROM debian:$VERSION\nFROM debian:${OTHER:-12}\n' },
    { dockerfile: 'ARG SUFFIX\nFROM debian:12$SUFFIX\n' },
  ],
  *check({ stages }) {
    for (const { base, image } of stages)
      if (base.kind === 'unresolved' && image?.text.includes('$') === true) yield { span: image.span, message: base.message };
  },
} as const satisfies Rule;
