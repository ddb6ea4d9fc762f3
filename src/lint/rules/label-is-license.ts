import { wrongLabels } from '../labels.ts';
import type { Rule } from '../rule.ts';
import { isSpdxExpression } from '../spdx-expression.ts';

export const labelIsLicense = {
  id: 'label-is-license',
  summary: 'the schema asks for an SPDX license expression, and the label is none',
  why: 'Only names from the SPDX list mean the same to every tool: "Apache" is three licenses. Write the identifier, Apache-2.0, or an expression of several, MIT OR Apache-2.0. What each label is to be is said by the label schema of the configuration.',
  severity: 'warning',
  equivalents: ['hadolint:DL3054'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL a=b \\\n  it=Apache\n', lines: [3], config: { labelSchema: { it: 'spdx' } } },
    { dockerfile: 'FROM debian:12\nONBUILD LABEL "it"=Apache\n', lines: [2], config: { labelSchema: { it: 'spdx' } } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL it="MIT OR Apache-2.0" that=Apache\n', config: { labelSchema: { it: 'spdx' } } },
    { dockerfile: 'FROM debian:12\nLABEL it=Apache\n' },
    { dockerfile: 'FROM debian:12\nLABEL it=$IT\n', config: { labelSchema: { it: 'spdx' } } },
  ],
  check: (context) => wrongLabels(context, ['spdx'], isSpdxExpression, 'SPDX license expression'),
} as const satisfies Rule;
