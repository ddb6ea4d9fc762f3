import { wrongLabels } from '../labels.ts';
import type { Rule } from '../rule.ts';

export const labelIsGitHash = {
  id: 'label-is-git-hash',
  summary: 'the schema asks for a git hash, and the label is none',
  why: 'The hash of the commit tells from which sources an image was made, where a branch or a tag can have moved since. Write the hash in full, or at least seven digits of it. What each label is to be is said by the label schema of the configuration.',
  severity: 'warning',
  equivalents: ['hadolint:DL3055'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL a=b \\\n  it=main\n', lines: [3], config: { labelSchema: { it: 'hash' } } },
    { dockerfile: 'FROM debian:12\nONBUILD LABEL "it"=main\n', lines: [2], config: { labelSchema: { it: 'hash' } } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL it=6d9f3e0 that=main\n', config: { labelSchema: { it: 'hash' } } },
    { dockerfile: 'FROM debian:12\nLABEL it=main\n' },
    { dockerfile: 'FROM debian:12\nLABEL it=$IT\n', config: { labelSchema: { it: 'hash' } } },
  ],
  check: (context) => wrongLabels(context, ['hash'], (value) => /^([0-9a-f]{7,40}|[0-9a-f]{64})$/i.test(value), 'git hash'),
} as const satisfies Rule;
