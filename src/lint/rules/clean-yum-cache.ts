import { YUM } from '../packages/rpm-based.ts';
import { reportUncleaned } from '../packages/uncleaned.ts';
import type { Rule } from '../rule.ts';

const FILLS = ['install', 'groupinstall', 'localinstall', 'reinstall', 'group install', 'groups install', 'module install'];

export const cleanYumCache = {
  id: 'clean-yum-cache',
  summary: 'RUN leaves what yum downloads',
  why: 'yum keeps the metadata of its repositories, often more than the packages themselves. It has to go in the RUN that fetched it: a later one hides it and frees nothing. End it with yum clean all, or mount a cache over /var/cache/yum.',
  severity: 'warning',
  equivalents: ['hadolint:DL3032', 'trivy:DS-0015'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM centos:7\nRUN yum clean all \\\n && yum install -y httpd-2.4.6\n',
      fixed: 'FROM centos:7\nRUN yum clean all \\\n && yum install -y httpd-2.4.6 && yum clean all\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM centos:7\nONBUILD RUN yum install -y httpd-2.4.6\nRUN yum clean all\n',
      fixed: 'FROM centos:7\nONBUILD RUN yum install -y httpd-2.4.6 && yum clean all\nRUN yum clean all\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM centos:7\nRUN yum install -y httpd-2.4.6 && yum -y clean all\n' },
    { dockerfile: 'FROM centos:7\nRUN yum install -y httpd-2.4.6 && rm -rf /var/cache/yum/*\n' },
    { dockerfile: 'FROM centos:7\nRUN --mount=type=cache,target=/var/cache/yum yum install -y httpd-2.4.6\n' },
  ],
  check: (context) =>
    reportUncleaned(context, {
      table: YUM,
      fills: ({ verb }) => FILLS.includes(verb),
      empties: ({ verb, operands }) => verb === 'clean' && (context.config.preset === 'hadolint' || operands[0]?.value === 'all'),
      folders: ['/var/cache/yum'],
      remedy: () => 'yum clean all',
    }),
} as const satisfies Rule;
