import { APT_GET } from '../packages/apt.ts';
import { type Call, isGiven } from '../packages/call.ts';
import { reportUnanswered } from '../packages/unanswered.ts';
import type { Rule } from '../rule.ts';

export const assumeYesApt = {
  id: 'assume-yes-apt',
  summary: 'apt-get install would stop and ask',
  why: 'A build has no terminal, so that apt-get ends with an error where it has a question. Add -y to say yes to all of them.',
  severity: 'warning',
  equivalents: ['hadolint:DL3014', 'trivy:DS-0021'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM debian:12\nRUN apt-get update \\\n && apt-get install curl=1\n',
      fixed: 'FROM debian:12\nRUN apt-get update \\\n && apt-get install -y curl=1\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM debian:12\nONBUILD RUN apt-get install --quiet curl=1\n',
      fixed: 'FROM debian:12\nONBUILD RUN apt-get install -y --quiet curl=1\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN apt-get install -qy curl=1\n' },
    { dockerfile: 'FROM debian:12\nRUN apt-get -qq install curl=1 && apt-get -q=2 install jq=1\n' },
    { dockerfile: 'FROM debian:12\nRUN apt-get -o APT::Get::Assume-Yes=true install curl=1\n' },
  ],
  check: (context) => reportUnanswered(context, APT_GET, ['install'], isAnswered, { text: '-y', isGlobal: false }),
} as const satisfies Rule;

function isAnswered(call: Call): boolean {
  if (isGiven(call, 'y', 'yes', 'assume-yes', 'qq', 'force-yes')) return true;
  const quiet = call.flags.filter(({ name }) => name === 'q' || name === 'quiet');
  if (quiet.length > 1 || quiet.some(({ value }) => Number(value) > 1)) return true;
  return call.flags.some(
    ({ name, value }) => (name === 'o' || name === 'option') && /^APT::Get::Assume-Yes=(true|yes|1)/i.test(value ?? ''),
  );
}
