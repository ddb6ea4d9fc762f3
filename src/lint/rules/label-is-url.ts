import { wrongLabels } from '../labels.ts';
import type { Rule } from '../rule.ts';

export const labelIsUrl = {
  id: 'label-is-url',
  summary: 'the schema asks for a URL, and the label is none',
  why: 'Tools make links of such labels. Write the whole URL with its scheme: https://example.org/docs. What each label is to be is said by the label schema of the configuration.',
  severity: 'warning',
  equivalents: ['hadolint:DL3052'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL a=b \\\n  it=example\n', lines: [3], config: { labelSchema: { it: 'url' } } },
    { dockerfile: 'FROM debian:12\nONBUILD LABEL "it"=example\n', lines: [2], config: { labelSchema: { it: 'url' } } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL it="https://example.org/a?b=c" that=example\n', config: { labelSchema: { it: 'url' } } },
    { dockerfile: 'FROM debian:12\nLABEL it=example\n' },
    { dockerfile: 'FROM debian:12\nLABEL it=$IT\n', config: { labelSchema: { it: 'url' } } },
  ],
  check: (context) => wrongLabels(context, ['url'], isUrl, 'URL'),
} as const satisfies Rule;

/** An absolute URI, RFC 3986 section 4.3, and a fragment. */
function isUrl(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/i.test(value);
}
