/** The cases of hadolint's own tests, in the preset hadolint: whether the rule that a case is about is told. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
import { DEFAULT_CONFIG } from './config.ts';
import { readHadolintConfig } from './hadolint-config.ts';
import { lintDockerfile } from './lint-dockerfile.ts';

const CASES = new URL('../../../shared/conformance/hadolint-cases.jsonl', import.meta.url);
const skip = existsSync(CASES) ? false : 'the conformance cases (../shared/conformance) are not at hand';

interface Case {
  readonly rule: string;
  readonly catches: boolean;
  readonly onbuild: boolean;
  readonly dockerfile: string;
  readonly dockerfileOnbuild?: string;
  readonly config?: unknown;
}

/** Cases that differ, as rule and text, with the reason; docs/lint-differences.md says more. */
const DIFFERENT: ReadonlyMap<string, string> = new Map();

describe('conformance with hadolint', { skip }, () => {
  const cases = skip === false ? readCases() : [];
  const different = cases.filter((one) => isTold(one) !== one.catches);

  test('no case differs but those that are known', () => {
    assert.ok(cases.length >= 642);
    assert.deepEqual(different.map(nameOf), [...DIFFERENT.keys()]);
  });

  test('97 % of what is to be told is told, and 99 % of what is not to be told is not', () => {
    for (const [catches, least] of [
      [true, 0.97],
      [false, 0.99],
    ] as const) {
      const [wrong, all] = [different, cases].map((some) => some.filter((one) => one.catches === catches).length);
      assert.ok(all !== undefined && wrong !== undefined && 1 - wrong / all >= least, `${wrong} of ${all} differ`);
    }
  });

  test('80 % of the cases of each rule agree', () => {
    for (const rule of new Set(cases.map((one) => one.rule))) {
      const [wrong, all] = [different, cases].map((some) => some.filter((one) => one.rule === rule).length);
      assert.ok(all !== undefined && wrong !== undefined && 1 - wrong / all >= 0.8, `${rule}: ${wrong} of ${all} differ`);
    }
  });
});

function isTold({ rule, config, ...one }: Case): boolean {
  const settings = config === undefined ? {} : readHadolintConfig(config, 'the case').config;
  const diagnostics = lintDockerfile(parseDockerfile(textOf(one)), { ...DEFAULT_CONFIG, ...settings, preset: 'hadolint' });
  return diagnostics.some(({ equivalents }) => equivalents.includes(`hadolint:${rule}`));
}

function textOf({
  onbuild,
  dockerfile,
  dockerfileOnbuild = dockerfile,
}: Pick<Case, 'onbuild' | 'dockerfile' | 'dockerfileOnbuild'>): string {
  return `${onbuild ? dockerfileOnbuild : dockerfile}\n`;
}

function nameOf(one: Case): string {
  return `${one.rule} ${JSON.stringify(textOf(one))}`;
}

/** Those of hadolint's own rules; of ShellCheck's it has some too. */
function readCases(): readonly Case[] {
  const lines = readFileSync(CASES, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Case).filter(({ rule }) => rule.startsWith('DL'));
}
