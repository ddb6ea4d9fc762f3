import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseReference } from './reference.ts';
import { matchReference } from './reference-pattern.ts';

describe('a pattern of references', () => {
  it('matches the familiar form, with the tag and without', () => {
    const cases: readonly (readonly [pattern: string, reference: string, matches: boolean])[] = [
      ['httpd', 'docker.io/library/httpd:2.4', true],
      ['httpd:2*', 'httpd:2.4', true],
      ['httpd:3*', 'httpd:2.4', false],
      ['*', 'me/app', false],
      ['me/*', 'me/app', true],
      ['me/a?p', 'me/app', true],
      ['me/[a-c]pp', 'me/app', true],
      ['me/[^a-c]pp', 'me/app', false],
      ['me/*p*p', 'me/apxp', true],
      ['me/\\*', 'me/app', false],
      ['me/[app', 'me/app', false],
      ['me/app\\', 'me/app', false],
    ];
    for (const [pattern, reference, matches] of cases) {
      assert.equal(matchReference(pattern, parseReference(reference)), matches, `${pattern} ${reference}`);
    }
  });

  it('is matched in a time that does not explode', () => {
    const reference = parseReference(`a/${'a'.repeat(200)}`);
    assert.equal(matchReference(`a/${'*a'.repeat(60)}*b`, reference), false);
  });
});
