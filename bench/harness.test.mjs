import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithin, median, ratioRow, timeInTurn, timerOf, withFolder } from './harness.mjs';

test('the median is the middle one, or halfway between the middle two', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([10, 2, 9, 1]), 5.5);
  assert.equal(median([7]), 7);
  assert.ok(Number.isNaN(median([])));
});

test('a ratio is of what to what, and a limit is kept or not', () => {
  const row = ratioRow('x', 30, 'y', 20, 1.5);
  assert.deepEqual(row, { what: 'x', ratio: 1.5, limit: 1.5, detail: '30 ms, y 20 ms' });
  assert.ok(isWithin(row));
  assert.ok(!isWithin(ratioRow('x', 31, 'y', 20, 1.5)));
  assert.ok(isWithin(ratioRow('x', 1000, 'y', 1, null)));
  assert.ok(!isWithin(ratioRow('x', Number.NaN, 'y', 20, 1.5)));
  assert.ok(!isWithin(ratioRow('x', 0, 'y', 0, null)));
});

test('all run in turn, and the first round does not count', () => {
  const order = [];
  const times = { a: [900, 1, 2, 9], b: [900, 30, 10, 20] };
  const timer = (name) => () => {
    order.push(name);
    return times[name].shift();
  };
  assert.deepEqual(timeInTurn({ a: timer('a'), b: timer('b') }, 3), { a: 2, b: 20 });
  assert.equal(order.join(''), 'abababab');
});

test('a command that fails is not taken for a fast one', async () => {
  await withFolder((folder, empty) => {
    assert.ok(timerOf(empty, folder)() > 0);
    const failing = [process.execPath, '-e', 'console.error("why"); process.exit(3)'];
    assert.throws(timerOf(failing, folder), /ended with 3: why/);
    assert.ok(timerOf(failing, folder, [0, 3])() > 0);
    assert.throws(timerOf(['no-such-command'], folder), /ended with .*ENOENT/);
  });
});
