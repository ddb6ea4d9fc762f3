import { wrongLabels } from '../labels.ts';
import type { Rule } from '../rule.ts';

export const labelIsVersion = {
  id: 'label-is-version',
  summary: 'the schema asks for a semantic version, and the label is none',
  why: 'Versions of three numbers can be compared by every tool; others only by those who made them. Write major.minor.patch, and what is before a release after a hyphen: 2.0.1-rc.1. What each label is to be is said by the label schema of the configuration.',
  severity: 'warning',
  equivalents: ['hadolint:DL3056'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL a=b \\\n  it=v2\n', lines: [3], config: { labelSchema: { it: 'semver' } } },
    { dockerfile: 'FROM debian:12\nONBUILD LABEL "it"=v2\n', lines: [2], config: { labelSchema: { it: 'semver' } } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL it="2.0.1-rc.1+build.5" that=v2\n', config: { labelSchema: { it: 'semver' } } },
    { dockerfile: 'FROM debian:12\nLABEL it=v2\n' },
    { dockerfile: 'FROM debian:12\nLABEL it=$IT\n', config: { labelSchema: { it: 'semver' } } },
  ],
  check: (context) => wrongLabels(context, ['semver'], isSemver, 'semantic version'),
} as const satisfies Rule;

const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$/;

/** Semantic Versioning 2.0.0; no text is long enough to make the pattern slow. */
function isSemver(value: string): boolean {
  return value.length <= 256 && SEMVER.test(value);
}
