import { isGiven } from '../packages/call.ts';
import { YUM } from '../packages/rpm-based.ts';
import { reportUnanswered } from '../packages/unanswered.ts';
import type { Rule } from '../rule.ts';

const VERBS = ['install', 'groupinstall', 'localinstall', 'group install', 'groups install', 'module install'];

export const assumeYesYum = {
  id: 'assume-yes-yum',
  summary: 'yum install would stop and ask',
  why: 'A build has no terminal, so that yum ends with an error where it has a question. Add -y to say yes to all of them.',
  severity: 'warning',
  equivalents: ['hadolint:DL3030'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM centos:7\nRUN yum makecache \\\n && yum install httpd-2.4.6\n',
      fixed: 'FROM centos:7\nRUN yum makecache \\\n && yum install -y httpd-2.4.6\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM centos:7\nONBUILD RUN yum groupinstall Base\n',
      fixed: 'FROM centos:7\nONBUILD RUN yum groupinstall -y Base\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM centos:7\nRUN yum -qy install httpd-2.4.6\n' },
    { dockerfile: 'FROM centos:7\nRUN yum install --assumeyes httpd-2.4.6 && yum list install\n' },
  ],
  check: (context) =>
    reportUnanswered(context, YUM, VERBS, (call) => isGiven(call, 'y', 'yes', 'assumeyes'), { text: '-y', isGlobal: false }),
} as const satisfies Rule;
