import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dockerignoreNames, isIgnored, parseDockerignore } from './dockerignore.ts';

describe('.dockerignore', () => {
  it('leaves out what its patterns fit, and all below', () => {
    const cases: readonly (readonly [rules: string, ignored: string, kept: string])[] = [
      ['node_modules', 'node_modules/a/b.js', 'src/node_modules/a.js'],
      ['/src/', 'src/a', 'lib/src/a'],
      ['./a/../b', 'b', 'a'],
      ['*.md', 'README.md', 'docs/README.md'],
      ['*/*.md', 'docs/README.md', 'docs/a/README.md'],
      ['**/*.md', 'README.md', 'README.txt'],
      ['**/*.md', 'docs/a/README.md', 'docs/a/md'],
      ['a/**/z', 'a/z', 'a/bz'],
      ['a/**/z', 'a/b/c/z', 'b/z'],
      ['a/**', 'a/b/c', 'ab'],
      ['**/secret', 'x/secret', 'x/secrets'],
      ['**cret', 'x/secret', 'x/secrets'],
      ['**', 'anything/at/all', ''],
      ['?', 'a', 'ab'],
      ['[a-c]x', 'bx', 'dx'],
      ['[^a-c]x', 'dx', 'bx'],
      ['\\*', '*', 'a'],
      ['a.b', 'a.b', 'axb'],
      ['a+(b)|{c}$', 'a+(b)|{c}$', 'aab'],
      ['  spaced  ', 'spaced', 'other'],
      ['./ spaced', 'spaced', ' spaced'],
      [' #kept', '#kept', 'kept'],
    ];
    for (const [rules, ignored, kept] of cases) {
      const parsed = parseDockerignore(rules);
      assert.deepEqual(parsed.errors, []);
      assert.equal(isIgnored(parsed, ignored), true, `${rules} leaves out ${ignored}`);
      if (kept !== '') assert.equal(isIgnored(parsed, kept), false, `${rules} keeps ${kept}`);
    }
  });

  it('lets the last rule decide', () => {
    const rules = parseDockerignore('\uFEFF# comment\r\n\r\n*\r\n! src \r\nsrc/*.log\r\n!src/keep.log\r\n');
    assert.equal(rules.rules.length, 4);
    assert.equal(isIgnored(rules, 'Makefile'), true);
    assert.equal(isIgnored(rules, 'src/main.c'), false);
    assert.equal(isIgnored(rules, 'src/a.log'), true);
    assert.equal(isIgnored(rules, 'src/keep.log'), false);
  });

  it('looks for the "!" after cleaning', () => {
    assert.equal(isIgnored(parseDockerignore('*\n/!a'), 'a'), false);
    assert.equal(parseDockerignore('!/').errors.length, 1);
    assert.equal(parseDockerignore('/!').errors.length, 1);
  });

  it('says what is no pattern, and where', () => {
    const { rules, errors } = parseDockerignore('a\n!\n[a\nb\\\n[]\n[-x]\n');
    assert.equal(rules.length, 1);
    assert.deepEqual(
      errors.map(({ span }) => [span.start, span.end]),
      [
        [2, 3],
        [4, 6],
        [7, 9],
        [10, 12],
        [13, 17],
      ],
    );
  });

  it('has names', () => {
    assert.deepEqual(dockerignoreNames('docker/app.Dockerfile'), ['docker/app.Dockerfile.dockerignore', '.dockerignore']);
  });

  it('is matched in a time that does not explode', () => {
    const rules = parseDockerignore(`${'**/a*'.repeat(40)}b\n${'*a'.repeat(100)}b`);
    assert.equal(isIgnored(rules, `${'aaaa/'.repeat(200)}c`), false);
  });
});
