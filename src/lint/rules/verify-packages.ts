import { APK } from '../packages/apk.ts';
import { ANY_APT } from '../packages/apt.ts';
import { type Call, type CallTable, readCall } from '../packages/call.ts';
import { DNF, YUM, ZYPPER } from '../packages/rpm-based.ts';
import type { Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';
import type { ShellCommand } from '../shell/shell-command.ts';

const RPM = { programs: ['rpm'], withValue: new Set(['root', 'dbpath', 'prefix', 'relocate', 'define', 'D']) } as const satisfies CallTable;

interface Manager {
  readonly table: CallTable;
  /** Flags that switch the check off. */
  readonly flags: readonly string[];
  /** Flags that set options, and the options that do. */
  readonly options?: { readonly flags: readonly string[]; readonly off: RegExp };
}

const YUM_OFF: Manager['options'] = { flags: ['setopt'], off: /^(?:.*\.)?(?:repo_|localpkg_)?gpgcheck=(?:0|false|no|off)$/i };
const APT_OFF: Manager['options'] = {
  flags: ['o', 'option'],
  off: /^(?:APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories|Acquire::AllowDowngradeToInsecureRepositories)=["']?(?:true|yes|1)/i,
};

const MANAGERS: readonly Manager[] = [
  {
    table: ANY_APT,
    flags: ['allow-unauthenticated', 'force-yes', 'allow-insecure-repositories', 'allow-downgrade-to-insecure-repositories'],
    options: APT_OFF,
  },
  { table: APK, flags: ['allow-untrusted'] },
  { table: YUM, flags: ['nogpgcheck', 'no-gpgchecks'], options: YUM_OFF },
  { table: DNF, flags: ['nogpgcheck', 'no-gpgchecks'], options: YUM_OFF },
  { table: ZYPPER, flags: ['no-gpg-checks', 'allow-unsigned-rpm'] },
  { table: RPM, flags: ['nosignature', 'nodigest', 'noverify'] },
];

export const verifyPackages = {
  id: 'verify-packages',
  summary: 'Packages are installed without their signatures being checked',
  why: 'Signatures are what makes it safe to fetch packages from a mirror that nobody knows. Switched off, whoever stands in between installs what they like as root. Add the key of the repository instead: signed-by= in apt’s sources, /etc/apk/keys, rpm --import.',
  severity: 'error',
  equivalents: [],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN apt-get update \\\n && apt-get install -y --allow-unauthenticated a=1\n', lines: [3] },
    { dockerfile: 'FROM alpine:3.20\nONBUILD RUN apk add --no-cache --allow-untrusted a.apk\n', lines: [2] },
    { dockerfile: 'FROM fedora:40\nRUN dnf install -y --setopt=gpgcheck=0 a-1\nRUN rpm -i --nosignature a.rpm\n', lines: [2, 3] },
    { dockerfile: 'FROM debian:12\nRUN echo "deb [trusted=yes] https://example.com a b" > /etc/apt/sources.list.d/a.list\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN apt-get install -y -o APT::Get::AllowUnauthenticated=false a=1\n' },
    { dockerfile: 'FROM debian:12\nRUN echo "deb [signed-by=/k.asc] https://example.com a b" && rpm --import k.asc\n' },
  ],
  *check(context) {
    for (const { commands } of runsOf(context))
      for (const command of commands) {
        const what = uncheckedBy(command);
        if (what !== null)
          yield { span: command.span, message: `${what} installs packages that nobody signed: add the repository’s key instead` };
      }
  },
} as const satisfies Rule;

function uncheckedBy(command: ShellCommand): string | null {
  for (const { table, flags, options } of MANAGERS) {
    const call = readCall(command, table);
    const flag = call?.flags.find(({ name }) => flags.includes(name));
    if (flag !== undefined) return `--${flag.name}`;
    const option = call === null || options === undefined ? null : optionOf(call, options);
    if (option !== null) return option;
  }
  return command.args.some(({ value }) => value.includes('[') && value.includes('trusted=yes')) ? '[trusted=yes]' : null;
}

function optionOf({ flags }: Call, { flags: names, off }: NonNullable<Manager['options']>): string | null {
  return flags.find(({ name, value }) => names.includes(name) && off.test(value ?? ''))?.value ?? null;
}
