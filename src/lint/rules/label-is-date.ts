import { wrongLabels } from '../labels.ts';
import type { Rule } from '../rule.ts';

export const labelIsDate = {
  id: 'label-is-date',
  summary: 'the schema asks for a date of RFC 3339, and the label is none',
  why: 'Dates that are written otherwise are read otherwise: 03/04 is March here and April there. Write year, month, day, time and zone: 2024-05-17T08:00:00Z. What each label is to be is said by the label schema of the configuration.',
  severity: 'warning',
  equivalents: ['hadolint:DL3053'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL a=b \\\n  it=17.5.2024\n', lines: [3], config: { labelSchema: { it: 'rfc3339' } } },
    { dockerfile: 'FROM debian:12\nONBUILD LABEL "it"=17.5.2024\n', lines: [2], config: { labelSchema: { it: 'rfc3339' } } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL it="2024-05-17T08:00:00+02:00" that=17.5.2024\n', config: { labelSchema: { it: 'rfc3339' } } },
    { dockerfile: 'FROM debian:12\nLABEL it=17.5.2024\n' },
    { dockerfile: 'FROM debian:12\nLABEL it=$IT\n', config: { labelSchema: { it: 'rfc3339' } } },
  ],
  check: (context) => wrongLabels(context, ['rfc3339'], isDate, 'date of RFC 3339'),
} as const satisfies Rule;

const DATE = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/;

/** RFC 3339 section 5.6, with a space in place of the T, as its note allows. */
function isDate(value: string): boolean {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = (DATE.exec(value) ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0));
  const days = [31, year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  if (days === undefined || day < 1 || day > days) return false;
  return hour < 24 && minute < 60 && second <= 60 && zoneHour < 24 && zoneMinute < 60;
}
