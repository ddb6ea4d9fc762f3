import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { expandWord, formatTree, parseDockerfile, printDockerfile } from './index.ts';

/** Cases of BuildKit's and hadolint's test suites, which stay where they are. */
const FOLDER = new URL('../../../shared/conformance/', import.meta.url);
const skip = existsSync(FOLDER) ? false : 'the conformance cases (../shared/conformance) are not at hand';

/** Cases that differ, by name, with the reason; docs/conformance.md says more. */
const DIFFERENT: ReadonlyMap<string, string> = new Map();

/** What BuildKit's own test of word expansion sets. */
const VARIABLES = { PWD: '/home', SHELL: 'bash', KOREAN: '한국어', NULL: '' };

describe('conformance with BuildKit', { skip }, () => {
  it('dumps the same trees', () => {
    const cases = readCases<{ name: string; dockerfile: string; result: string }>('dockerfile-parser-positive.jsonl');
    assert.ok(cases.length >= 16);
    for (const { name, dockerfile, result } of cases) {
      const parsed = parseDockerfile(dockerfile);
      assert.deepEqual(parsed.errors, [], name);
      const same = formatTree(parsed).trim() === result.trim();
      assert.equal(same, !DIFFERENT.has(name), `${name}\n${formatTree(parsed)}\n${result}`);
    }
  });

  it('refuses the same files', () => {
    const cases = readCases<{ name: string; dockerfile: string }>('dockerfile-parser-negative.jsonl');
    assert.ok(cases.length >= 4);
    for (const { name, dockerfile } of cases) {
      assert.equal(parseDockerfile(dockerfile).errors.length > 0, !DIFFERENT.has(name), name);
    }
  });

  it('expands the same words', () => {
    const cases = readCases<{ input: string; expected: string; line: number; platform: string }>('word-expansion.jsonl');
    assert.ok(cases.length >= 141);
    for (const { input, expected, line, platform } of cases) {
      // A: all platforms, U: Unix alone, W: Windows alone.
      for (const ignoreCase of platform === 'A' ? [false, true] : [platform === 'W']) {
        assert.equal(expandOrError(input, ignoreCase), expected, `line ${line}: ${input}`);
      }
    }
  });

  for (const file of ['dockerfile-parser-positive.jsonl', 'hadolint-cases.jsonl', 'buildkit-check-cases.jsonl']) {
    it(`prints what it read: ${file}`, () => {
      const cases = readCases<{ dockerfile: string }>(file);
      assert.ok(cases.length > 0);
      for (const { dockerfile } of cases) {
        for (const text of [dockerfile, dockerfile.replaceAll('\n', '\r\n'), `\uFEFF${dockerfile}`]) {
          assert.equal(printDockerfile(parseDockerfile(text)), text);
        }
      }
    });
  }
});

function expandOrError(text: string, ignoreCase: boolean): string {
  try {
    return expandWord(text, { variables: VARIABLES, ignoreCase }).value;
  } catch {
    return 'error';
  }
}

function readCases<Case>(file: string): readonly Case[] {
  const lines = readFileSync(new URL(file, FOLDER), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Case);
}
