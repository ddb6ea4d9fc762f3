import type { CallTable } from './call.ts';

const FLAGS = [
  'a',
  'c',
  'o',
  'P',
  't',
  'config-file',
  'option',
  'target-release',
  'default-release',
  'host-architecture',
  'build-profiles',
];

/** apt-get(8). */
export const APT_GET = { programs: ['apt-get'], withValue: new Set(FLAGS) } as const satisfies CallTable;

/** Everything that keeps its lists in /var/lib/apt/lists. */
export const ANY_APT = { programs: ['apt-get', 'apt', 'aptitude'], withValue: APT_GET.withValue } as const satisfies CallTable;
