import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapBounded } from './concurrency.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('gives results in order, with no more than so many at once', async () => {
  let running = 0;
  let most = 0;
  const results = await mapBounded([5, 1, 3, 2, 4], 2, async (value, index) => {
    running += 1;
    most = Math.max(most, running);
    for (let i = 0; i < value; i += 1) await turn();
    running -= 1;
    return `${index}:${value}`;
  });
  assert.deepEqual([results, most], [['0:5', '1:1', '2:3', '3:2', '4:4'], 2]);
  assert.deepEqual(await mapBounded([], 2, async () => 1), []);
});

test('after a failure no more is started, and what runs is waited for', async () => {
  const started: number[] = [];
  let done = false;
  const failing = mapBounded([0, 1, 2, 3], 2, async (value) => {
    started.push(value);
    if (value === 1) throw new Error('one');
    for (let i = 0; i < 3; i += 1) await turn();
    done = true;
  });
  await assert.rejects(failing, /one/);
  assert.deepEqual([started, done], [[0, 1], true]);
});
