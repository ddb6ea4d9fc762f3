import { APT_GET } from '../packages/apt.ts';
import { reportUnpinned } from '../packages/unpinned.ts';
import type { Rule } from '../rule.ts';

export const pinAptPackages = {
  id: 'pin-apt-packages',
  summary: 'apt-get installs packages without saying which version',
  why: 'What apt-get installs is what the archive has on the day, so that the same file gives another image tomorrow, and a cached layer an older one. Write name=version, or name=1.2.* for any patch of it. Archives drop old versions: where builds have to work for years, take packages from a dated snapshot.',
  severity: 'warning',
  equivalents: ['hadolint:DL3008'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN apt-get update && \\\n    apt-get install -y curl=7.88.1-10 git\n', lines: [3] },
    { dockerfile: 'FROM debian:12\nONBUILD RUN sudo apt-get -o Dpkg::Use-Pty=0 install -y jq\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN apt-get install -y -t bookworm-backports jq=1.7.1-3\n' },
    { dockerfile: 'FROM debian:12\nRUN apt-get install -y ./tool.deb && apt-get remove -y curl\n' },
    { dockerfile: 'FROM debian:12\nRUN apt-get install -y $PACKAGES\n' },
  ],
  check: (context) =>
    reportUnpinned(context, {
      table: APT_GET,
      verbs: ['install'],
      form: 'name=version',
      isPinned: (value) => value.includes('=') || value.includes('/') || value.endsWith('.deb'),
    }),
} as const satisfies Rule;
