/** By the rules of Jenkins’ junit-10.xsd and of GitLab’s reader, as far as they go: counts, names, one result a case. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aCleanScan, aScan } from '../../testing/sample-scans.ts';
import { PLAIN } from '../style.ts';
import { junit } from './junit.ts';

const VIEW = { width: 80, style: PLAIN, version: '1.2.3', time: null, dockerfile: null, grouping: 'remedy' } as const;

interface Suite {
  readonly name: string;
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
  readonly cases: readonly string[];
}

/** Reads what is written and nothing else: a line that is none of these fails. */
function suitesOf(text: string): readonly Suite[] {
  const [head = '', root = '', ...lines] = text.trimEnd().split('\n');
  assert.equal(head, '<?xml version="1.0" encoding="UTF-8"?>');
  assert.match(root, /^<testsuites name="[^"<]+" tests="\d+" failures="\d+" skipped="\d+" errors="0" time="0">$/);
  assert.equal(lines.pop(), '</testsuites>');
  const body = lines.join('\n');
  const suite =
    /\s*<testsuite name="([^"<]+)" tests="(\d+)" failures="(\d+)" skipped="(\d+)" errors="0" time="0"(?: timestamp="[\dT:-]+")?>([^]*?)\n {2}<\/testsuite>/g;
  assert.equal(body.replace(suite, ''), '');
  return [...body.matchAll(suite)].map(([, name = '', tests, failures, skipped, inner = '']) => ({
    name,
    tests: Number(tests),
    failures: Number(failures),
    skipped: Number(skipped),
    cases: casesOf(inner),
  }));
}

function casesOf(text: string): readonly string[] {
  const one =
    /\s*<testcase classname="[^"<]+" name="[^"<]+" time="0"(?:\/>|>\s*(?:<skipped message="[^"<]+"\/>|<failure type="[^"<]+" message="[^"<]+">[^<]*<\/failure>)\s*<\/testcase>)/g;
  assert.equal(text.replace(one, ''), '');
  return text.match(one) ?? [];
}

describe('junit', () => {
  test('a suite for each ancestor and for the image, with counts that hold', () => {
    const suites = suitesOf(junit.write(aScan(), VIEW));
    assert.deepEqual(
      suites.map(({ name, tests, failures, skipped }) => [name, tests, failures, skipped]),
      [
        ['debian:trixie-slim', 4, 4, 0],
        ['httpd:2.4', 2, 2, 0],
        ['(this image)', 2, 2, 0],
        ['unknown', 1, 1, 0],
        ['coverage', 3, 0, 1],
      ],
    );
    for (const { tests, failures, skipped, cases } of suites) {
      assert.equal(cases.length, tests);
      assert.equal(cases.filter((one) => one.includes('<failure ')).length, failures);
      assert.equal(cases.filter((one) => one.includes('<skipped ')).length, skipped);
    }
  });

  test('no suite is empty where nothing is known', () => {
    const suites = suitesOf(junit.write(aCleanScan(), VIEW));
    assert.deepEqual(
      suites.map(({ name, tests, failures }) => [name, tests, failures]),
      [
        ['debian:trixie-slim', 1, 0],
        ['httpd:2.4', 1, 0],
        ['(this image)', 1, 0],
        ['coverage', 3, 0],
      ],
    );
  });

  test('what was not looked at has not passed', () => {
    const scan = aCleanScan();
    const [first = assert.fail(), ...rest] = scan.coverage;
    const partly = { ...scan, coverage: [{ ...first, by: 'none' } as const, ...rest] };
    const [base, ...others] = suitesOf(junit.write(partly, VIEW));
    assert.match(base?.cases[0] ?? '', /name="0 known vulnerabilities" time="0">\s*<skipped message="1 of 2 packages covered"\/>/);
    assert.deepEqual(
      others.slice(0, 2).map(({ skipped }) => skipped),
      [0, 0],
    );
    const empty = { ...scan, coverage: [], inventory: { ...scan.inventory, packages: [] } };
    assert.match(suitesOf(junit.write(empty, VIEW))[0]?.cases[0] ?? '', /<skipped message="no package of it is known"\/>/);
  });

  test('a failure says what to do', () => {
    assert.match(
      junit.write(aScan(), VIEW),
      /<failure type="high" message="high: GHSA-aaaa-bbbb-cccc in express 4\.0\.0\. Upgrade express to 4\.1\.0 or 5\.0\.1, line 8 of your Dockerfile\.">/,
    );
  });

  test('no control character reaches the file', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    assert.doesNotMatch(junit.write(aScan(), VIEW), /[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test('a time where one is asked for', () => {
    assert.match(junit.write(aScan(), { ...VIEW, time: '2026-11-25T01:02:03Z' }), / timestamp="2026-11-25T01:02:03">/);
  });
});
