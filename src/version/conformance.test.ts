import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { findScheme } from './index.ts';

/** Cases of the test suites of dpkg, rpm, apk-tools, packaging, node-semver and osv-scalibr, which stay where they are. */
const FILE = new URL('../../../shared/conformance/versions.jsonl', import.meta.url);
const skip = existsSync(FILE) ? false : 'the conformance cases (../shared/conformance) are not at hand';

interface Case {
  readonly ecosystem: string;
  readonly a: string;
  readonly b: string;
  readonly cmp: number;
}

describe('versions are ordered as the tools of their ecosystems order them', { skip }, () => {
  const cases = skip === false ? readCases() : [];
  it('has cases', () => assert.ok(cases.length >= 1590));
  for (const [ecosystem, group = []] of Object.entries(Object.groupBy(cases, ({ ecosystem }) => ecosystem))) {
    it(`${ecosystem}: ${group.length}`, () => {
      const scheme = findScheme(ecosystem);
      assert.ok(scheme !== null, `no scheme serves ${ecosystem}`);
      for (const { a, b, cmp } of group) {
        assert.equal(scheme.compare(a, b), cmp, `${a} against ${b}`);
        assert.equal(scheme.compare(b, a), cmp === 0 ? 0 : -cmp, `${b} against ${a}`);
      }
    });
  }
});

function readCases(): readonly Case[] {
  return readFileSync(FILE, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);
}
