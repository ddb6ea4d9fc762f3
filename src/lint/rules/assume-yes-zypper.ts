import { isGiven } from '../packages/call.ts';
import { ZYPPER } from '../packages/rpm-based.ts';
import { reportUnanswered } from '../packages/unanswered.ts';
import type { Rule } from '../rule.ts';

const VERBS = ['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch'];
const ANSWERS = ['n', 'non-interactive', 'y', 'no-confirm'];

export const assumeYesZypper = {
  id: 'assume-yes-zypper',
  summary: 'zypper would stop and ask',
  why: 'A build has no terminal, so that zypper ends with an error where it has a question. Say zypper -n (--non-interactive), which answers all of them, or -y (--no-confirm) after install.',
  severity: 'warning',
  equivalents: ['hadolint:DL3034'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM opensuse/leap:15.6\nRUN zypper refresh \\\n && zypper install httpd=2.4.58\n',
      fixed: 'FROM opensuse/leap:15.6\nRUN zypper refresh \\\n && zypper -n install httpd=2.4.58\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM opensuse/leap:15.6\nONBUILD RUN zypper rm httpd\n',
      fixed: 'FROM opensuse/leap:15.6\nONBUILD RUN zypper -n rm httpd\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM opensuse/leap:15.6\nRUN zypper --non-interactive in httpd=2.4.58\n' },
    { dockerfile: 'FROM opensuse/leap:15.6\nRUN zypper in -y httpd=2.4.58 && zypper search patch\n' },
  ],
  check: (context) => reportUnanswered(context, ZYPPER, VERBS, (call) => isGiven(call, ...ANSWERS), { text: '-n', isGlobal: true }),
} as const satisfies Rule;
