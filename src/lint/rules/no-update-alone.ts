import { isMountedOver } from '../mounts.ts';
import { APK } from '../packages/apk.ts';
import { ANY_APT } from '../packages/apt.ts';
import { type CallTable, readCall } from '../packages/call.ts';
import { DNF, YUM, ZYPPER } from '../packages/rpm-based.ts';
import type { Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';
import type { ShellCommand } from '../shell/shell-command.ts';

interface Manager {
  readonly table: CallTable;
  readonly updates: readonly string[];
  /** Where the lists are; a mount over it shares them with other steps. */
  readonly lists: string;
}

const MANAGERS: readonly Manager[] = [
  { table: ANY_APT, updates: ['update'], lists: '/var/lib/apt/lists' },
  { table: APK, updates: ['update'], lists: '/var/cache/apk' },
  { table: YUM, updates: ['update', 'makecache', 'check-update'], lists: '/var/cache/yum' },
  { table: DNF, updates: ['update', 'makecache', 'check-update'], lists: '/var/cache/dnf' },
  { table: ZYPPER, updates: ['update', 'refresh', 'ref'], lists: '/var/cache/zypp' },
];

const INSTALLS =
  /^(?:install|in|add|upgrade|dist-upgrade|full-upgrade|dup|up|patch|build-dep|builddep|satisfy|download|source|fetch|.*install.*)$/;

export const noUpdateAlone = {
  id: 'no-update-alone',
  summary: 'Package lists are updated in a step that installs nothing',
  why: 'A build keeps the layer of a step whose text is the same, so that lists fetched by a step of their own are as old as the first build: a later install finds versions that are gone, or misses fixes. Update and install in one RUN, and drop the lists at its end.',
  severity: 'warning',
  equivalents: ['trivy:DS-0017', 'dockle:CIS-DI-0007'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN true \\\n && apt-get -q update\nRUN apt-get install -y curl=1\n', lines: [3] },
    { dockerfile: 'FROM alpine:3.20\nONBUILD RUN apk update\n', lines: [2] },
    { dockerfile: 'FROM centos:7\nRUN yum update -y && yum clean all\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl=1\n' },
    { dockerfile: 'FROM debian:12\nRUN apt-get update && /tmp/install-more.sh\n' },
    { dockerfile: 'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\n' },
  ],
  *check(context) {
    for (const { at, commands } of runsOf(context)) {
      const lastInstall = commands.findLastIndex(mayInstall);
      for (const [index, command] of commands.entries()) {
        const manager = MANAGERS.find(({ table, updates }) => updates.includes(readCall(command, table)?.verb ?? ''));
        if (manager === undefined || isMountedOver(at, manager.lists) || index < lastInstall) continue;
        const { name } = command;
        yield { span: command.span, message: `${name} updates in a step that installs nothing: the next build takes it from the cache` };
      }
    }
  },
} as const satisfies Rule;

/** A program that is named by its path may install something, and a word that says so means it. */
function mayInstall({ name, args }: ShellCommand): boolean {
  return name.includes('/') || name.startsWith('$') || args.some(({ value }) => INSTALLS.test(value));
}
