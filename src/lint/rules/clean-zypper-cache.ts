import { ZYPPER } from '../packages/rpm-based.ts';
import { reportUncleaned } from '../packages/uncleaned.ts';
import type { Rule } from '../rule.ts';

export const cleanZypperCache = {
  id: 'clean-zypper-cache',
  summary: 'RUN leaves what zypper downloads',
  why: 'zypper keeps the metadata of its repositories. It has to go in the RUN that fetched it: a later one hides it and frees nothing. End it with zypper clean --all, or mount a cache over /var/cache/zypp.',
  severity: 'warning',
  equivalents: ['hadolint:DL3036', 'trivy:DS-0020'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM opensuse/leap:15.6\nRUN zypper clean \\\n && zypper -n in httpd=2.4.58\n',
      fixed: 'FROM opensuse/leap:15.6\nRUN zypper clean \\\n && zypper -n in httpd=2.4.58 && zypper clean --all\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM opensuse/leap:15.6\nONBUILD RUN zypper install -y httpd=2.4.58\n',
      fixed: 'FROM opensuse/leap:15.6\nONBUILD RUN zypper install -y httpd=2.4.58 && zypper clean --all\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM opensuse/leap:15.6\nRUN zypper -n in httpd=2.4.58 && zypper cc -a\n' },
    { dockerfile: 'FROM opensuse/leap:15.6\nRUN --mount=type=cache,target=/var/cache/zypp zypper -n in httpd=2.4.58\n' },
  ],
  check: (context) =>
    reportUncleaned(context, {
      table: ZYPPER,
      fills: ({ verb }) => verb === 'install' || verb === 'in',
      empties: ({ verb }) => verb === 'clean' || verb === 'cc',
      folders: ['/var/cache/zypp'],
      remedy: () => 'zypper clean --all',
    }),
} as const satisfies Rule;
