/** The cases of BuildKit's own test of its checks: the same checks, on the same lines. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
import { DEFAULT_CONFIG } from './config.ts';
import { lintDockerfile } from './lint-dockerfile.ts';

const CASES = new URL('../../../shared/conformance/buildkit-check-cases.jsonl', import.meta.url);
const skip = existsSync(CASES) ? false : 'the conformance cases (../shared/conformance) are not at hand';

interface Told {
  readonly rule: string;
  readonly line: number;
}

interface Case {
  readonly test: string;
  readonly dockerfile: string;
  readonly dockerignore?: string;
  readonly expected: readonly Told[];
  /** Where all stages are built, not only those that the last one needs. */
  readonly expectedAllTargets?: readonly Told[];
}

/** Tests with cases that differ, with the reason; docs/lint-differences.md says more. */
const DIFFERENT: ReadonlyMap<string, string> = new Map([
  ['testNoEmptyContinuation', 'it is told on the empty line, and not on the last one of the instruction'],
]);

describe('conformance with the checks of BuildKit', { skip }, () => {
  const cases = skip === false ? readCases() : [];
  test('there are cases', () => assert.ok(cases.length >= 49));
  for (const [at, one] of cases.entries())
    test(`${one.test} ${at + 1}`, () => {
      const expected = (one.expectedAllTargets ?? one.expected).map(({ rule, line }) => `${line} ${rule}`).toSorted();
      if (DIFFERENT.has(one.test) && expected.length > 0) assert.notDeepEqual(toldIn(one), expected, 'it no longer differs');
      else assert.deepEqual(toldIn(one), expected, one.dockerfile);
    });
});

function toldIn({ dockerfile, dockerignore }: Case): readonly string[] {
  const config = { ...DEFAULT_CONFIG, preset: 'buildkit', dockerignore: dockerignore ?? null } as const;
  const diagnostics = lintDockerfile(parseDockerfile(dockerfile), config);
  const named = diagnostics.map(({ equivalents, start }) => [start.line, equivalents.find((name) => name.startsWith('buildkit:')) ?? '']);
  return named.map(([line, name]) => `${line} ${String(name).slice('buildkit:'.length)}`).toSorted();
}

function readCases(): readonly Case[] {
  const lines = readFileSync(CASES, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Case);
}
