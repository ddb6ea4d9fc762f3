/** What fixes promise, on every case of hadolint's tests and on the examples of the rules, all rules at once. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
import { applyFixes } from './apply-fixes.ts';
import { DEFAULT_CONFIG, type LintConfig } from './config.ts';
import { lintInstructions } from './instructions.ts';
import { RULES } from './rules/index.ts';

const CASES = new URL('../../../shared/conformance/hadolint-cases.jsonl', import.meta.url);
const skip = existsSync(CASES) ? false : 'the conformance cases (../shared/conformance) are not at hand';
const STRICT: LintConfig = { ...DEFAULT_CONFIG, preset: 'strict' };

test('fixes of the examples of all rules keep what parses and are made once', () => {
  const examples = RULES.flatMap(({ bad, good }) => [...bad, ...good].map(({ dockerfile }) => dockerfile));
  assert.ok(checkAll(examples, [false, true]) > 100);
});

describe('fixes of the conformance cases', { skip }, () => {
  test('keep what parses and are made once', () => {
    const lines = readFileSync(CASES, 'utf8').trim().split('\n');
    const texts = lines.map((line) => `${(JSON.parse(line) as { readonly dockerfile: string }).dockerfile}\n`);
    assert.ok(checkAll([...new Set(texts)], [true]) > 150);
  });
});

/** How many fixes were made. */
function checkAll(texts: readonly string[], modes: readonly boolean[]): number {
  let made = 0;
  for (const text of texts)
    for (const unsafe of modes) {
      const once = applyFixes(text, STRICT, { unsafe });
      const [before, after] = [parseDockerfile(text), parseDockerfile(once.text)];
      assert.ok(after.errors.length <= before.errors.length, `${text}\nbecomes\n${once.text}`);
      assert.equal(scriptsRead(once.text), scriptsRead(text), `${text}\nbecomes\n${once.text}`);
      assert.equal(applyFixes(once.text, STRICT, { unsafe }).fixes, 0, `${text}\nbecomes\n${once.text}, and that something else`);
      assert.equal(once.fixes === 0, once.text === text);
      made += once.fixes;
    }
  return made;
}

/** Whether all that shells are handed can be read. */
function scriptsRead(text: string): boolean {
  return lintInstructions(parseDockerfile(text), null).every((at) => at.script()?.isWhole ?? true);
}
