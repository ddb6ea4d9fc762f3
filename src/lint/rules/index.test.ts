/** Each rule is told in its bad examples, on their lines, and in no good one. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseDockerfile } from '../../dockerfile/parse-dockerfile.ts';
import { applyFixes } from '../apply-fixes.ts';
import { DEFAULT_CONFIG } from '../config.ts';
import { lintDockerfile } from '../lint-dockerfile.ts';
import type { Rule, RuleExample } from '../rule.ts';
import { RULES } from './index.ts';

function linesOf(rule: Rule, { dockerfile, config }: RuleExample): readonly number[] {
  const found = lintDockerfile(parseDockerfile(dockerfile), { ...DEFAULT_CONFIG, preset: 'strict', ...config }, [rule]);
  return found.map(({ start }) => start.line);
}

test('the registry and the folder have the same rules, by name', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.ts') && !name.startsWith('index'));
  assert.deepEqual(
    RULES.map(({ id }) => `${id}.ts`),
    files.toSorted(),
  );
});

for (const rule of RULES)
  describe(rule.id, () => {
    for (const [at, example] of rule.bad.entries())
      test(`bad ${at + 1}`, () => {
        const lines = linesOf(rule, example);
        if (example.lines === undefined) assert.ok(lines.length > 0, example.dockerfile);
        else assert.deepEqual(lines, example.lines, example.dockerfile);
      });
    for (const [at, example] of rule.good.entries())
      test(`good ${at + 1}`, () => assert.deepEqual(linesOf(rule, example), [], example.dockerfile));
    for (const [at, example] of rule.bad.filter(({ fixed }) => fixed !== undefined).entries())
      test(`fix ${at + 1}`, () => {
        const config = { ...DEFAULT_CONFIG, preset: 'strict' as const, ...example.config };
        const once = applyFixes(example.dockerfile, config, { unsafe: true, rules: [rule] });
        assert.equal(once.text, example.fixed);
        assert.deepEqual(applyFixes(once.text, config, { unsafe: true, rules: [rule] }).fixes, 0, 'a fix made twice changes nothing');
        assert.deepEqual(
          once.diagnostics.filter(({ fix }) => fix !== null),
          [],
          'what is mended is told no more',
        );
      });
    test('it is its own manual', () => {
      assert.ok(rule.bad.length > 0 && rule.good.length > 0);
      assert.ok(rule.why.length > 60 && rule.summary.length > 8 && !rule.summary.endsWith('.'));
    });
  });
