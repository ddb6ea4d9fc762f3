import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDiveCi } from '../codec/dive-ci.ts';
import { judgeAsDive, readDiveRules } from './dive-rules.ts';

const thresholds = (flags: Parameters<typeof readDiveRules>[0], file = '') =>
  readDiveRules(flags, parseDiveCi(file, '.dive-ci')).map(({ threshold }) => threshold);

test('flags go before the file, the file before the defaults', () => {
  assert.deepEqual(thresholds({}), [0.9, null, 0.1]);
  const file =
    '# ours\nrules:\n  # the lowest\n  lowestEfficiency: 0.95 # of all\n  highestWastedBytes: "20MB"\n  highestUserWastedPercent: disabled\n';
  assert.deepEqual(thresholds({}, file), [0.95, 20_000_000, null]);
  assert.deepEqual(thresholds({ highestWastedBytes: '1', lowestEfficiency: 'off' }, file), [null, 1, null]);
  assert.deepEqual(thresholds({}, "lowest-efficiency-threshold: '0.5'\r\nhighest-wasted-bytes: 1KiB\r\n"), [0.5, 1024, 0.1]);
});

test('sizes', () => {
  const bytes = (text: string) => thresholds({ highestWastedBytes: text })[1];
  const sizes = ['12', '1,234', '1.5 kB', '20MB', '20 MiB', '2g', '1Ki', '3B'].map(bytes);
  assert.deepEqual(sizes, [12, 1234, 1500, 20_000_000, 20 * 1024 * 1024, 2_000_000_000, 1024, 3]);
});

test('what is no threshold is refused, and no line of the file passed over', () => {
  for (const text of ['-0.1', '1.1', '10%', 'x', '0x1', 'NaN']) assert.throws(() => thresholds({ lowestEfficiency: text }), /no threshold/);
  for (const text of ['-1', '20XB', 'many']) assert.throws(() => thresholds({ highestWastedBytes: text }), /no threshold/);
  for (const file of ['rules:\n  lowestEficiency: 1\n', '- a\n', 'rules: {lowestEfficiency: 1}\n', '  lowestEfficiency: 1\n'])
    assert.throws(() => thresholds({}, file), /\.dive-ci, line \d/);
});

test('what equals its threshold passes', () => {
  const figures = { efficiency: 0.9, wastedBytes: 10, userBytes: 100, userWastedPercent: 0.1 };
  const judged = (given: Partial<typeof figures>) =>
    judgeAsDive({ ...figures, ...given }, readDiveRules({ highestWastedBytes: '10' }, {})).rules.map(({ status }) => status);
  assert.deepEqual(judged({}), ['passed', 'passed', 'passed']);
  assert.deepEqual(judged({ efficiency: 0.89, wastedBytes: 11, userWastedPercent: 0.11 }), ['failed', 'failed', 'failed']);
});

test('without user bytes nothing wasted passes, and waste fails', () => {
  const figures = { efficiency: 1, userBytes: 0, userWastedPercent: null };
  const passes = (wastedBytes: number) => judgeAsDive({ ...figures, wastedBytes }, readDiveRules({}, {})).passed;
  assert.deepEqual([passes(0), passes(1)], [true, false]);
});
