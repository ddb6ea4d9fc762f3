import type { Rule } from '../rule.ts';

export const noInlineIgnore = {
  id: 'no-inline-ignore',
  summary: 'a comment silences a rule',
  why: 'What a comment silences is silent for good, also when the reason is gone, and nobody sees it in a report. Mend what was told, or put the exception into the configuration, where all of them stand together. It is off unless asked for.',
  severity: 'info',
  equivalents: ['hadolint:DL1001'],
  recommended: false,
  bad: [
    { dockerfile: 'FROM debian:12\n# hadolint ignore=DL3008\nRUN a\n', lines: [2] },
    {
      dockerfile: '# fromage global ignore = no-sudo\nFROM debian:12\nRUN a \\\n  # Hadolint stage ignore=DL3003,DL3004\n  b\n',
      lines: [1, 4],
    },
  ],
  good: [
    { dockerfile: '# hadolint shell=bash\nFROM debian:12\n' },
    { dockerfile: 'FROM debian:12\n# we ignore=nothing\nRUN echo "# hadolint ignore=DL3008"\n' },
  ],
  *check({ dockerfile }) {
    for (const { text, span } of dockerfile.comments)
      if (/^(hadolint|fromage)\s+((global|stage)\s+)?ignore\s*=/i.test(text))
        yield { span, message: 'this comment silences rules: mend what they tell, or say it in the configuration' };
  },
} as const satisfies Rule;
