import { ZYPPER } from '../packages/rpm-based.ts';
import { reportUnpinned } from '../packages/unpinned.ts';
import type { Rule } from '../rule.ts';

export const pinZypperPackages = {
  id: 'pin-zypper-packages',
  summary: 'zypper installs packages without saying which version',
  why: 'What zypper installs is what the repository has on the day, so that the same file gives another image tomorrow. Write name=version, or a bound: "name>=1.2". Patterns and products have no version to pin by, and are told all the same unless they have one.',
  severity: 'warning',
  equivalents: ['hadolint:DL3037'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM opensuse/leap:15.6\nRUN zypper -n in httpd=2.4.58 \\\n    tomcat\n', lines: [3] },
    { dockerfile: 'FROM opensuse/leap:15.6\nONBUILD RUN zypper install -y tomcat\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM opensuse/leap:15.6\nRUN zypper -n -R /mnt in -r main httpd=2.4.58 "tomcat>=9"\n' },
    { dockerfile: 'FROM opensuse/leap:15.6\nRUN zypper -n in tomcat-9.0.1.rpm ./b.rpm && zypper rm tomcat\n' },
  ],
  check: (context) =>
    reportUnpinned(context, {
      table: ZYPPER,
      verbs: ['install', 'in'],
      form: 'name=version',
      isPinned: (value) => /[=<>]/.test(value) || value.endsWith('.rpm') || value.includes('/'),
    }),
} as const satisfies Rule;
