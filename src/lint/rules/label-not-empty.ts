import { wrongLabels } from '../labels.ts';
import type { Rule } from '../rule.ts';

export const labelNotEmpty = {
  id: 'label-not-empty',
  summary: 'the schema asks for a text, and the label is empty',
  why: 'A label that is there and says nothing passes for one that is filled in, and misleads whoever looks images up by it. Give it a value, or take it out of the label schema. What each label is to be is said by the label schema of the configuration.',
  severity: 'warning',
  equivalents: ['hadolint:DL3051'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL a=b \\\n  it=""\n', lines: [3], config: { labelSchema: { it: 'text' } } },
    { dockerfile: 'FROM debian:12\nONBUILD LABEL "it"=""\n', lines: [2], config: { labelSchema: { it: 'text' } } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL it="me" that=""\n', config: { labelSchema: { it: 'text' } } },
    { dockerfile: 'FROM debian:12\nLABEL it=""\n' },
    { dockerfile: 'FROM debian:12\nLABEL it=$IT\n', config: { labelSchema: { it: 'text' } } },
  ],
  check: (context) => wrongLabels(context, ['text', 'rawtext'], (value) => value.trim() !== '', 'text'),
} as const satisfies Rule;
