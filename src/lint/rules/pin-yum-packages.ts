import { YUM } from '../packages/rpm-based.ts';
import { reportUnpinnedRpms } from '../packages/rpm-pins.ts';
import type { Rule } from '../rule.ts';

export const pinYumPackages = {
  id: 'pin-yum-packages',
  summary: 'yum installs packages without saying which version',
  why: 'What yum installs is what the repository has on the day, so that the same file gives another image tomorrow. Write name-version, and for a module name:stream. Groups have no version, and are left alone.',
  severity: 'warning',
  equivalents: ['hadolint:DL3033'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM centos:7\nRUN yum install -y httpd-2.4.6 \\\n    rpm-sign\n', lines: [3] },
    { dockerfile: 'FROM centos:7\nONBUILD RUN yum -y module install nodejs\n', lines: [2] },
    { dockerfile: 'FROM centos:7\nRUN yum install -y java-11-openjdk\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM centos:7\nRUN yum -y install httpd-2.4.6 openssl-1:1.0.2k ./a.rpm && yum -y module install nodejs:20\n' },
    { dockerfile: 'FROM centos:7 AS a\nENV V=2.4.6-1\nFROM a\nRUN yum -y install httpd-$V && W=1 && yum install -y b-${W}\n' },
    { dockerfile: 'FROM centos:7\nRUN yum -y group install "Development Tools"\n' },
  ],
  check: (context) => reportUnpinnedRpms(context, YUM, ['install', 'localinstall', 'module install']),
} as const satisfies Rule;
