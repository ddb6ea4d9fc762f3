import type { LintContext, Report, Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';
import { plainArgs } from '../shell/shell-command.ts';

export const noWorldWritable = {
  id: 'no-world-writable',
  summary: 'Files are made writable for everybody',
  why: 'Whoever gets to run anything in the container, as whatever user, can then change the program itself. Give the files to the user that runs it (COPY --chown, or chown in the step that makes them) with mode 755 or 644; where the uid is not known before, give group 0 the rights of the owner (chgrp 0, chmod g=u).',
  severity: 'warning',
  equivalents: [],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN mkdir /a \\\n && chmod -R 777 /a\n', lines: [3] },
    { dockerfile: 'FROM debian:12\nONBUILD COPY --chmod=0666 a /a\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nRUN chmod u=rwx,a+w /a\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN chmod 1777 /tmp && chmod -R 755 /a && chmod +w,o-w,o+rX /b\n' },
    { dockerfile: 'FROM debian:12\nCOPY --chmod=755 777 /777\nRUN chmod g=u 777\n' },
  ],
  *check(context) {
    yield* copied(context);
    for (const { commands } of runsOf(context))
      for (const command of commands) {
        const mode = command.name === 'chmod' ? plainArgs(command)[0]?.value : undefined;
        if (mode !== undefined && opensToAll(mode)) yield { span: command.span, message: messageFor(mode) };
      }
  },
} as const satisfies Rule;

function* copied({ instructions }: LintContext): Iterable<Report> {
  for (const { keyword, instruction } of instructions) {
    const flag = keyword === 'COPY' || keyword === 'ADD' ? instruction.flags.find(({ name }) => name === 'chmod') : undefined;
    if (flag !== undefined && opensToAll(flag.value ?? '')) yield { span: flag.span, message: messageFor(flag.value ?? '') };
  }
}

function messageFor(mode: string): string {
  return `Mode ${mode} lets everybody write: give the files to the user that needs them`;
}

/** With the sticky bit, as /tmp has it, everybody writes files of their own and none of others. */
function opensToAll(mode: string): boolean {
  if (/^[0-7]{3,4}$/.test(mode)) return (Number(mode.at(-1)) & 2) !== 0 && !(mode.length === 4 && (Number(mode[0]) & 1) !== 0);
  return !mode.includes('t') && mode.split(',').some(letsOthersWrite);
}

function letsOthersWrite(clause: string): boolean {
  const operator = clause.search(/[+=-]/);
  return operator > 0 && /[ao]/.test(clause.slice(0, operator)) && clause[operator] !== '-' && clause.slice(operator).includes('w');
}
