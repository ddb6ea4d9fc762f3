import { isGiven, readCall, type CallTable } from '../packages/call.ts';
import { insertAfter } from '../command-fixes.ts';
import type { Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';

const FLAGS =
  'b base-dir c comment d home-dir e expiredate f inactive F g gid G groups k skel K key p password R root P prefix s shell u uid Z selinux-user';
const USERADD = { programs: ['useradd'], withValue: new Set(FLAGS.split(' ')) } as const satisfies CallTable;

export const noSparseLastlog = {
  id: 'no-sparse-lastlog',
  summary: 'useradd with a high uid makes the layer huge',
  why: 'useradd writes a record at uid × record size into /var/log/lastlog and faillog. On disk that is a hole and costs nothing; in a layer the hole is written out, gigabytes for uids of companies’ directories. Add -l (--no-log-init).',
  severity: 'warning',
  equivalents: ['hadolint:DL3046'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM debian:12\nRUN groupadd g \\\n && useradd -m -u 123456 app\n',
      fixed: 'FROM debian:12\nRUN groupadd g \\\n && useradd -l -m -u 123456 app\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM debian:12\nONBUILD RUN useradd --uid=1000000 app\n',
      fixed: 'FROM debian:12\nONBUILD RUN useradd -l --uid=1000000 app\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN useradd -u 10001 app\n' },
    { dockerfile: 'FROM debian:12\nRUN useradd -lu 123456 app && useradd --no-log-init --uid 123457 b\n' },
  ],
  *check(context) {
    for (const run of runsOf(context))
      for (const command of run.commands) {
        const call = readCall(command, USERADD);
        if (call === null || isGiven(call, 'l', 'no-log-init')) continue;
        const uid = call.flags.findLast(({ name }) => name === 'u' || name === 'uid')?.value ?? '';
        if (/^\d{6,}$/.test(uid))
          yield {
            span: command.span,
            message: `With uid ${uid} the log of logins becomes huge in the layer: add -l`,
            fix: insertAfter(command.nameWord, '-l', run, context),
          };
      }
  },
} as const satisfies Rule;
