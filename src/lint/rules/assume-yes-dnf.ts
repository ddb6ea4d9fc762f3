import { isGiven } from '../packages/call.ts';
import { DNF, DNF_CHANGES } from '../packages/rpm-based.ts';
import { reportUnanswered } from '../packages/unanswered.ts';
import type { Rule } from '../rule.ts';

export const assumeYesDnf = {
  id: 'assume-yes-dnf',
  summary: 'dnf install would stop and ask',
  why: 'A build has no terminal, so that dnf ends with an error where it has a question. Add -y to say yes to all of them; microdnf takes it too.',
  severity: 'warning',
  equivalents: ['hadolint:DL3038'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM fedora:40\nRUN dnf makecache \\\n && dnf install httpd-2.4.59\n',
      fixed: 'FROM fedora:40\nRUN dnf makecache \\\n && dnf install -y httpd-2.4.59\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM fedora:40\nONBUILD RUN microdnf install httpd-2.4.59\n',
      fixed: 'FROM fedora:40\nONBUILD RUN microdnf install -y httpd-2.4.59\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM fedora:40\nRUN dnf -qy install httpd-2.4.59\n' },
    { dockerfile: 'FROM fedora:40\nRUN dnf install --assumeyes httpd-2.4.59 && dnf repoquery install\n' },
  ],
  check: (context) =>
    reportUnanswered(context, DNF, DNF_CHANGES, (call) => isGiven(call, 'y', 'yes', 'assumeyes'), { text: '-y', isGlobal: false }),
} as const satisfies Rule;
