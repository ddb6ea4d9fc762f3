import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysisOfText } from '../testing/layer-analyses.ts';
import { measureAsDive } from './dive-efficiency.ts';

/** Layers as text, and what dive makes of them, worked out by hand from its definition. */
const CASES: readonly { readonly what: string; readonly layers: readonly string[]; readonly dive: readonly (number | null)[] }[] = [
  { what: 'nothing', layers: [''], dive: [1, 0, 0, null] },
  { what: 'one layer wastes nothing', layers: ['a: 1234567890'], dive: [1, 0, 0, null] },
  { what: 'an overwritten file counts with all its copies', layers: ['a: 12345678', 'a: 12\nb: 12'], dive: [4 / 12, 10, 4, 2.5] },
  { what: 'a deleted file counts once, and its least is 0', layers: ['a: 12345678', '.wh.a\nb: 12'], dive: [0.2, 8, 2, 4] },
  { what: 'a deleted folder counts under its own path', layers: ['d/\nd/a: 1234\nx: 1', '.wh.d\nx: 12'], dive: [9 / 11, 3, 2, 1.5] },
  { what: 'it is none without an entry of its own', layers: ['d/a: 1234\nx: 1', '.wh.d\nx: 12'], dive: [5 / 7, 3, 2, 1.5] },
  {
    what: 'a folder that is deleted and then made anew counts twice',
    layers: ['d/\nd/a: 1234', '.wh.d', 'd/'],
    dive: [4 / 8, 4, 0, null],
  },
  { what: 'an opaque folder wastes nothing', layers: ['d/\nd/a: 1234', 'd/\nd/.wh..wh..opq\nd/b: 12'], dive: [1, 0, 2, 0] },
  {
    what: 'a whiteout of nothing ends the layer, names sorted: `z` is not counted, `+` is, and a byte is lost',
    layers: ['z: 1234\n+: 12', '.wh.none\nz: 1234\n+: 12'],
    dive: [5 / 8, 4, 6, 4 / 6],
  },
  { what: 'only leaves count: a folder written again around a file does not', layers: ['d/\nd/a: 12', 'd/\nd/b: 12'], dive: [1, 0, 2, 0] },
  { what: 'hard links count nothing', layers: ['a: 1234\nb => a', 'b => a'], dive: [1, 0, 0, null] },
];

for (const { what, layers, dive } of CASES) {
  test(what, () => {
    const { efficiency, wastedBytes, userBytes, userWastedPercent } = measureAsDive(layers.map(analysisOfText));
    assert.deepEqual([efficiency, wastedBytes, userBytes, userWastedPercent], dive);
  });
}
