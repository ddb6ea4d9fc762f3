import { DNF } from '../packages/rpm-based.ts';
import { reportUnpinnedRpms } from '../packages/rpm-pins.ts';
import type { Rule } from '../rule.ts';

export const pinDnfPackages = {
  id: 'pin-dnf-packages',
  summary: 'dnf installs packages without saying which version',
  why: 'What dnf or microdnf installs is what the repository has on the day, so that the same file gives another image tomorrow. Write name-version, and for a module name:stream. Groups have no version, and are left alone.',
  severity: 'warning',
  equivalents: ['hadolint:DL3041'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM fedora:40\nRUN dnf install -y httpd-2.4.59 \\\n    rpm-sign\n', lines: [3] },
    { dockerfile: 'FROM fedora:40\nONBUILD RUN microdnf -y module install nodejs\n', lines: [2] },
    { dockerfile: 'FROM fedora:40\nRUN dnf in -y httpd-$UNHEARD_OF\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM fedora:40\nRUN dnf -y install httpd-2.4.59 openssl-1:3.2.1 && dnf -y module install nodejs:20\n' },
    { dockerfile: 'FROM fedora:40\nARG V\nRUN dnf -y install httpd-$V @core https://example.com/a.rpm\n' },
    { dockerfile: 'FROM fedora:40\nRUN dnf -y group install "Development Tools"\n' },
  ],
  check: (context) => reportUnpinnedRpms(context, DNF, ['install', 'in', 'localinstall', 'module install']),
} as const satisfies Rule;
