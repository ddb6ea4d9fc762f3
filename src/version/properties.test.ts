import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { SCHEMES } from './index.ts';

/** Pieces of versions of all schemes, put together without sense. */
const PIECES = [
  ...['0', '1', '2', '9', '10', '007', '00', '.', '.', '.', '-', '_', '~', '^', '+', ':', '!', ' ', 'v', 'a', 'b', 'Z', 'α'],
  ...['alpha', 'beta', 'rc', 'RC1', 'pre', 'dev', 'post', 'final', 'ga', 'sp', 'snapshot', 'dev-', 'x', '*', '-r1', '_p1', '+incompatible'],
];

const anyVersion = fc.array(fc.constantFrom(...PIECES), { maxLength: 7 }).map((pieces) => pieces.join(''));

const anyRange = fc
  .array(fc.constantFrom(...PIECES, '^', '~', '~>', '>=', '<', '!=', '==', ',', '||', ' ', '[', ')', '(', ']', ' - ', 'and', 'or'), {
    maxLength: 9,
  })
  .map((pieces) => pieces.join(''));

/** What a hostile package may call its version, a hundred kilobytes of it. */
const HUGE = ['1', '1.', '0', '1-', '.', '-', '~', '^', 'a', '1a', '_p', '+', ':', ' ', '!', '1-1.', '-a', '\u{1F9C0}', '-1.a'];

for (const scheme of SCHEMES) {
  describe(scheme.id, () => {
    it('orders what it is given, in a total order', () => {
      fc.assert(
        fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
          assert.equal(scheme.compare(a, a), 0);
          assert.equal(scheme.compare(a, b), 0 - scheme.compare(b, a));
          const [low, middle, high] = [a, b, c].sort(scheme.compare);
          assert.ok(low !== undefined && middle !== undefined && high !== undefined);
          assert.ok(scheme.compare(low, middle) <= 0 && scheme.compare(middle, high) <= 0 && scheme.compare(low, high) <= 0);
          if (scheme.compare(a, b) === 0) assert.equal(scheme.compare(a, c), scheme.compare(b, c), JSON.stringify([a, b, c]));
        }),
        { numRuns: 1000 },
      );
    });

    it('has an invalid version below every valid one', () => {
      fc.assert(
        fc.property(anyVersion, anyVersion, (a, b) => {
          if (scheme.parse(a) === null && scheme.parse(b) !== null) assert.equal(scheme.compare(a, b), -1);
        }),
      );
    });

    it('says of any range and version yes, no or nothing', () => {
      fc.assert(
        fc.property(anyRange, anyVersion, (range, version) => {
          assert.ok([true, false, null].includes(scheme.satisfies(range, version)));
        }),
        { numRuns: 500 },
      );
    });

    it('takes no time that grows faster than the text', () => {
      for (const piece of HUGE) {
        const text = piece.repeat(100_000 / piece.length);
        for (const other of [`${text}1`, `1${text}`, '1', '1.0-1']) assert.ok(Math.abs(scheme.compare(text, other)) <= 1);
        const range = piece.repeat(20_000 / piece.length);
        assert.ok([true, false, null].includes(scheme.satisfies(range, text)));
      }
    });
  });
}
