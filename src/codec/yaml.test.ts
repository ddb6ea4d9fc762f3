import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseYaml } from './yaml.ts';

test('values, and the lines they stand in', async () => {
  const document = await parseYaml('scan:\n  # why\n  ignore:\n    - id: CVE-1\n      until: 2026-01-01\n    - {package: a}\n', 'x.yaml');
  assert.deepEqual(document.value, { scan: { ignore: [{ id: 'CVE-1', until: '2026-01-01' }, { package: 'a' }] } });
  assert.equal(document.lineOf(['scan', 'ignore', 0]), 4);
  assert.equal(document.lineOf(['scan', 'ignore', 1]), 6);
  assert.equal(document.lineOf(['scan', 'ignore', 1, 'nothing']), 6);
});

test('an empty document is nothing', async () => {
  const document = await parseYaml('# only a comment\n', 'x.yaml');
  assert.deepEqual([document.value, document.lineOf(['a'])], [null, 1]);
});

test('what is broken is told with its line', async () => {
  await assert.rejects(parseYaml('a: 1\nb: [1, 2\nc: 3\n', 'x.yaml'), { code: 'malformed', message: /^x\.yaml:3 is not valid YAML/ });
  await assert.rejects(parseYaml('a: 1\na: 2\n', 'x.yaml'), /x\.yaml:2 .*unique/);
});

test('a document that repeats itself without end is refused', async () => {
  const levels = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...[...'bcdefgh'].map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]}, `.repeat(9)}]`),
  ];
  await assert.rejects(parseYaml(levels.join('\n'), 'x.yaml'), /repeats too much of itself/);
  await assert.rejects(parseYaml('a: *b\n', 'x.yaml'), { code: 'malformed' });
});
