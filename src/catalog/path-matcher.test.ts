import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compileMatcher, globTest } from './path-matcher.ts';

const CASES = [
  ['var/lib/dpkg/status', ['var/lib/dpkg/status'], ['var/lib/dpkg/status-old', 'x/var/lib/dpkg/status']],
  ['**/package.json', ['package.json', 'a/package.json', 'a/b/package.json'], ['a/package.json5', 'xpackage.json']],
  ['var/lib/dpkg/status.d/*', ['var/lib/dpkg/status.d/base'], ['var/lib/dpkg/status.d', 'var/lib/dpkg/status.d/a/b']],
  ['**/.ssh/id_rsa', ['.ssh/id_rsa', 'root/.ssh/id_rsa', 'a/b/.ssh/id_rsa'], ['x.ssh/id_rsa', '.ssh/id_rsa.pub', '.ssh/a/id_rsa']],
  ['**/*.jar', ['a.jar', 'x/y.jar', '.jar'], ['a.jar/b', 'ajar', 'a.jarx']],
  ['**/*.deps.json', ['app.deps.json', 'a/app.deps.json'], ['deps.json', 'a.json']],
  ['**/*.dist-info/METADATA', ['a.dist-info/METADATA', 'x/a-1.dist-info/METADATA'], ['dist-info/METADATA', 'a.dist-info/x/METADATA']],
  ['usr/lib/**', ['usr/lib/a', 'usr/lib/a/b'], ['usr/lib', 'usr/libx/a']],
  ['usr/**/x', ['usr/x', 'usr/a/x', 'usr/a/b/x'], ['usr/ax', 'x']],
  ['lib/python?.*/site', ['lib/python3.1/site', 'lib/python3.14/site'], ['lib/python.1/site', 'lib/python3.1/a/site']],
  ['**/libz.so*', ['libz.so', 'usr/lib/libz.so.1.3'], ['libz.s', 'xlibz.so', 'libz.so/x']],
  ['opt/*/VERSION', ['opt/go/VERSION'], ['opt/VERSION', 'opt/go/VERSIONS', 'opt/a/b/VERSION']],
  ['a+(b).txt', ['a+(b).txt'], ['aab.txt']],
  ['**', ['a', 'a/b'], []],
] as const;

for (const [glob, wanted, unwanted] of CASES) {
  test(glob, () => {
    const matcher = compileMatcher([[], [glob]]);
    for (const path of wanted) assert.deepEqual([matcher.match(path), globTest(glob)(path)], [[1], true], path);
    for (const path of unwanted) assert.deepEqual([matcher.match(path), globTest(glob)(path)], [[], false], path);
  });
}

test('several owners are told once each, ascending', () => {
  const matcher = compileMatcher([['**/*.json'], ['a/b.json', '**/b.json', 'a/*'], ['**/x'], ['**']]);
  assert.deepEqual(matcher.match('a/b.json'), [0, 1, 3]);
});

test('what is looked up agrees with what is tried one by one', () => {
  const part = fc.constantFrom('a', 'b.json', '*', '*.json', '**', 'x?', 'x.y', 'long-*', 'long*y');
  const glob = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const path = fc
    .array(fc.constantFrom('a', 'b.json', 'c.json', 'xy', 'x.y', 'long', 'long-y'), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join('/'));
  fc.assert(
    fc.property(fc.array(glob, { minLength: 1, maxLength: 4 }), path, (globs, one) => {
      const expected = globs.flatMap((text, owner) => (globTest(text)(one) ? [owner] : []));
      assert.deepEqual(compileMatcher(globs.map((text) => [text])).match(one), expected);
    }),
    { numRuns: 500 },
  );
});
