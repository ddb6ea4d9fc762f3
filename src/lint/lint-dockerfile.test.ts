/** What silences rules, and what turns them on. The rules' own cases are in rules/index.test.ts. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
import { applyFixes } from './apply-fixes.ts';
import { DEFAULT_CONFIG, type LintConfig } from './config.ts';
import { lintDockerfile } from './lint-dockerfile.ts';
import type { Rule } from './rule.ts';
import { unusedIgnore } from './unused-ignore.ts';

/** Tells of each RUN. */
const RUNS: Rule = {
  ...{
    id: 'no-run',
    summary: 'A RUN',
    why: '',
    severity: 'warning',
    equivalents: ['hadolint:DL9999', 'buildkit:NoRun'],
    recommended: true,
  },
  ...{ bad: [], good: [] },
  *check({ instructions }) {
    for (const { keyword, instruction } of instructions) if (keyword === 'RUN') yield { span: instruction.span, message: 'a RUN' };
  },
};
/** Off unless asked for. */
const EXPOSES: Rule = {
  ...{ ...RUNS, id: 'no-expose', equivalents: [], recommended: false },
  *check({ instructions }) {
    for (const { keyword, instruction } of instructions) if (keyword === 'EXPOSE') yield { span: instruction.keywordSpan, message: 'it' };
  },
};

function told(text: string, config: Partial<LintConfig> = {}): readonly string[] {
  const found = lintDockerfile(parseDockerfile(text), { ...DEFAULT_CONFIG, ...config }, [RUNS, EXPOSES]);
  return found.map(({ rule, start, severity }) => `${start.line} ${rule} ${severity}`);
}

const TWO = 'FROM a\nRUN b\nFROM c\nRUN d\n';

describe('what silences a rule', () => {
  test('a comment above an instruction or inside it, by any of its names, with a reason behind', () => {
    assert.deepEqual(told(TWO), ['2 no-run warning', '4 no-run warning']);
    for (const comment of [
      'fromage ignore=no-run there is no other way',
      'fromage ignore=DL9999',
      'fromage ignore = buildkit:NoRun , x',
      'hadolint ignore=DL9999',
      'hadolint ignore=DL1,DL9999 # why',
    ])
      assert.deepEqual(told(`FROM a\n# ${comment}\nRUN b\nRUN c\n`), ['4 no-run warning'], comment);
    assert.deepEqual(told('FROM a\nRUN b \\\n  # fromage ignore=no-run\n  c\n'), []);
    assert.deepEqual(told('FROM a\n# hadolint ignore=crazy,DL9999\nRUN b\n'), ['3 no-run warning']);
    assert.deepEqual(told('FROM a\nRUN b\n# fromage ignore=no-run\n'), ['2 no-run warning']);
  });

  test('for a stage, and for the file', () => {
    assert.deepEqual(told(`# hadolint global ignore=DL9999\n${TWO}`), []);
    assert.deepEqual(told(`# fromage stage ignore=no-run\n${TWO}`), ['5 no-run warning']);
    assert.deepEqual(told('FROM a\nRUN b\n# fromage stage ignore=no-run\nFROM c\nRUN d\n'), ['2 no-run warning']);
    assert.deepEqual(told('FROM a\n# fromage stage ignore=no-run\nRUN b\nRUN c\n'), []);
  });

  test('BuildKit’s directive, for its checks alone', () => {
    const expose = { severities: { 'no-expose': 'info' } } as const;
    for (const skip of ['NoRun', 'Other, NoRun', 'all', 'NoRun;error=true'])
      assert.deepEqual(told(`# check=skip=${skip}\n${TWO}EXPOSE 1\n`, expose), ['6 no-expose info'], skip);
    assert.deepEqual(told(`# check=skip=norun,no-run,DL9999\n${TWO}`).length, 2);
    assert.deepEqual(told(`# check=error=true\n${TWO}EXPOSE 1\n`, expose), ['3 no-run error', '5 no-run error', '6 no-expose info']);
    assert.deepEqual(told(`# check=error=true\n${TWO}`, { severities: { NoRun: 'style' } }), ['3 no-run style', '5 no-run style']);
    assert.deepEqual(told(`# check=skip=NoRun\n${TWO}`, { inlineIgnores: false }), []);
  });

  test('configuration; and no comment where it says so', () => {
    assert.deepEqual(told(TWO, { ignored: ['DL9999'] }), []);
    assert.equal(told(`# fromage global ignore=no-run\n${TWO}`, { inlineIgnores: false }).length, 2);
  });
});

test('a rule that is given a severity is on', () => {
  assert.deepEqual(told('FROM a\nEXPOSE 1\n'), []);
  assert.deepEqual(told('FROM a\nEXPOSE 1\n', { severities: { 'no-expose': 'error' } }), ['2 no-expose error']);
  assert.deepEqual(told('FROM a\nEXPOSE 1\n', { preset: 'strict' }), ['2 no-expose warning']);
});

describe('unused-ignore', () => {
  const unused = { unusedIgnores: true };

  test('what silences nothing is told, what silences something or is off is not', () => {
    assert.deepEqual(told('FROM a\n# fromage ignore=no-run\nEXPOSE 1\n'), []);
    assert.deepEqual(told('FROM a\n# fromage ignore=no-run\nEXPOSE 1\n', unused), ['2 unused-ignore info']);
    assert.deepEqual(told('FROM a\n# fromage ignore=no-run\nRUN b\n', unused), []);
    assert.deepEqual(told('FROM a\n# fromage ignore=no-expose,SC2086,shellcheck:SC1\nRUN b\n', unused), ['3 no-run warning']);
    assert.deepEqual(told('FROM a\n# fromage ignore=no-such-rule\nUSER b\n', unused), ['2 unused-ignore info']);
    assert.deepEqual(told('FROM a\n# fromage ignore=no-run,unused-ignore\nUSER b\n', { ...unused, ignored: ['unused-ignore'] }), []);
    assert.deepEqual(told('FROM a\n# fromage ignore=no-run\nUSER b\n', { ...unused, inlineIgnores: false }), []);
  });

  test('the name goes, or the comment where no name is left', () => {
    const fixed = (text: string) => applyFixes(text, { ...DEFAULT_CONFIG, ...unused }, { unsafe: false, rules: [RUNS] }).text;
    assert.equal(fixed('FROM a\n# fromage ignore=no-run, x why\nUSER b\n'), 'FROM a\nUSER b\n');
    assert.equal(fixed('FROM a\n# fromage ignore=no-run, x why\nRUN b\n'), 'FROM a\n# fromage ignore=no-run why\nRUN b\n');
    assert.equal(fixed('FROM a\n# fromage ignore=x,y,no-run\r\nRUN b\n'), 'FROM a\n# fromage ignore=no-run\r\nRUN b\n');
    assert.equal(fixed('FROM a\nUSER b\n# fromage ignore=no-run'), 'FROM a\nUSER b\n');
  });

  test('it is its own manual', () => {
    const config = { ...DEFAULT_CONFIG, ...unused, preset: 'strict' } as const;
    const rules = (text: string) => lintDockerfile(parseDockerfile(text), config).filter(({ rule }) => rule === unusedIgnore.id);
    for (const { dockerfile } of unusedIgnore.good) assert.deepEqual(rules(dockerfile), []);
    for (const { dockerfile, fixed } of unusedIgnore.bad) {
      const [one = assert.fail()] = rules(dockerfile);
      const [edit = assert.fail()] = one.fix?.edits ?? [];
      assert.equal(dockerfile.slice(0, edit.start) + edit.text + dockerfile.slice(edit.end), fixed);
    }
  });
});
