import { wrongLabels } from '../labels.ts';
import type { Rule } from '../rule.ts';

export const labelIsEmail = {
  id: 'label-is-email',
  summary: 'the schema asks for an e-mail address, and the label is none',
  why: 'Who finds a fault in an image writes to that address, and so do tools, which read it as it stands. Write the address alone, without a name or brackets: team@example.org. What each label is to be is said by the label schema of the configuration.',
  severity: 'warning',
  equivalents: ['hadolint:DL3058'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL a=b \\\n  it=team\n', lines: [3], config: { labelSchema: { it: 'email' } } },
    { dockerfile: 'FROM debian:12\nONBUILD LABEL "it"=team\n', lines: [2], config: { labelSchema: { it: 'email' } } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL it=team@example.org that=team\n', config: { labelSchema: { it: 'email' } } },
    { dockerfile: 'FROM debian:12\nLABEL it=team\n' },
    { dockerfile: 'FROM debian:12\nLABEL it=$IT\n', config: { labelSchema: { it: 'email' } } },
  ],
  check: (context) => wrongLabels(context, ['email'], (value) => /^[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+$/.test(value), 'e-mail address'),
} as const satisfies Rule;
