import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FromageError } from './error.ts';

describe('FromageError', () => {
  it('takes the control characters out of message and hint, and leaves all other letters', () => {
    const error = new FromageError('malformed', 'a\u001b[31mb\u202ec\nd “é→日”', { hint: 'x\u0007y\u009bz' });
    assert.equal(error.message, 'a\uFFFD[31mb\uFFFDc\uFFFDd “é→日”');
    assert.equal(error.hint, 'x\uFFFDy\uFFFDz');
  });

  it('gives the advice that holds for its kind, where there is no better', () => {
    assert.equal(new FromageError('truncated', 'x').hint, 'save or fetch it again');
    assert.equal(new FromageError('truncated', 'x', { hint: 'y' }).hint, 'y');
    assert.equal(new FromageError('io', 'x').hint, null);
  });

  it('tells usage from failure by its exit code, and knows its own kind', () => {
    assert.equal(new FromageError('usage', 'x').exitCode, 2);
    assert.equal(new FromageError('not-found', 'x').exitCode, 3);
    assert.ok(FromageError.is(new FromageError('io', 'x')));
    assert.ok(!FromageError.is(new Error('x')));
  });
});
