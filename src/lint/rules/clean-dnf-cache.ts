import { DNF } from '../packages/rpm-based.ts';
import { reportUncleaned } from '../packages/uncleaned.ts';
import type { Rule } from '../rule.ts';

const FILLS: ReadonlySet<string> = new Set([
  ...['install', 'in', 'localinstall', 'groupinstall', 'group install', 'groups install', 'module install'],
  ...['reinstall', 'rei', 'update', 'upgrade', 'up', 'upgrade-minimal', 'up-min', 'update-minimal', 'distro-sync', 'distrosync', 'dsync'],
]);

export const cleanDnfCache = {
  id: 'clean-dnf-cache',
  summary: 'RUN leaves what dnf downloads',
  why: 'dnf keeps the metadata of its repositories, often more than the packages themselves. It has to go in the RUN that fetched it: a later one hides it and frees nothing. End it with clean all of the same program (dnf and microdnf keep caches of their own), or mount a cache over /var/cache/libdnf5 or /var/cache/dnf.',
  severity: 'warning',
  equivalents: ['hadolint:DL3040', 'trivy:DS-0019', 'trivy:DS-0027'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM fedora:40\nRUN dnf clean all \\\n && dnf -y up\n',
      fixed: 'FROM fedora:40\nRUN dnf clean all \\\n && dnf -y up && dnf clean all\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM fedora:40\nONBUILD RUN microdnf install -y httpd-2.4.59\n',
      fixed: 'FROM fedora:40\nONBUILD RUN microdnf install -y httpd-2.4.59 && microdnf clean all\n',
      lines: [2],
    },
    {
      dockerfile: 'FROM fedora:40\nRUN dnf install -y httpd-2.4.59 && microdnf clean all\n',
      fixed: 'FROM fedora:40\nRUN dnf install -y httpd-2.4.59 && microdnf clean all && dnf clean all\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM fedora:40\nRUN dnf install -y httpd-2.4.59 && dnf clean all\n' },
    { dockerfile: 'FROM fedora:40\nRUN dnf install -y httpd-2.4.59 && rm -rf /var/cache/*\n' },
    { dockerfile: 'FROM fedora:40\nRUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y httpd-2.4.59\n' },
  ],
  check: (context) =>
    reportUncleaned(context, {
      table: DNF,
      fills: ({ verb }) => FILLS.has(verb),
      empties: ({ verb, operands }) => verb === 'clean' && (context.config.preset === 'hadolint' || operands[0]?.value === 'all'),
      // Where it is: dnf 5, dnf 4, and microdnf before it was one with dnf.
      folders: ['/var/cache/libdnf5', '/var/cache/dnf', '/var/cache/yum'],
      remedy: ({ program }) => `${program} clean all`,
    }),
} as const satisfies Rule;
