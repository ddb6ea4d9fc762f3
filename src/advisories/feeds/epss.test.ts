import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWith } from '../../testing/advisory-feeds.ts';
import { epss } from './epss.ts';

/** As https://www.first.org/epss/data_stats describes it. */
const HEAD = '#model_version:v2025.03.14,score_date:2026-05-30T00:00:00Z\ncve,epss,percentile\n';

test('scores come with the day they are of', () => {
  const { answer, advisories, told } = readWith(
    epss,
    `${HEAD}CVE-1999-0001,0.00838,0.82000\r\nCVE-2024-3094,1.0,1\nCVE-2000-0001,9e-05,0\n`,
  );
  assert.deepEqual(told, []);
  assert.deepEqual([answer.date, answer.publisher, answer.complete], ['2026-05-30', 'epss', true]);
  assert.deepEqual(
    advisories.map(({ id, chance }) => [id, chance?.probability, chance?.percentile]),
    [
      ['CVE-1999-0001', 0.00838, 0.82],
      ['CVE-2024-3094', 1, 1],
      ['CVE-2000-0001', 0.00009, 0],
    ],
  );
});

test('lines that are none are told', () => {
  const { advisories, told } = readWith(
    epss,
    `${HEAD}CVE-1,0.1,0.1\nCVE-2024-0001,2,0.1\nCVE-2024-0002,0.1\nCVE-2024-0003,NaN,Infinity\nCVE-2024-0004,0.5,0.5`,
  );
  assert.deepEqual(
    advisories.map(({ id }) => id),
    ['CVE-2024-0004'],
  );
  assert.deepEqual(
    told.map((one) => one.split(':')[0]),
    ['line 3', 'line 4', 'line 5', 'line 6'],
  );
});

test('only such lists are taken for it', () => {
  const is = (value: unknown) => epss.recognises({ name: 'x', value });
  assert.deepEqual([HEAD, 'cve,epss,percentile\n', 'cve,epss\n', '\ufffdc\u0000v\u0000e\u0000', {}, null].map(is), [
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
