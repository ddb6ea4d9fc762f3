/** By the text of SARIF 2.1.0 and GitHub’s "SARIF support for code scanning"; by the published schema in schemas.slow.test.ts. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aCleanScan, aScan, HOSTILE_NAME } from '../../testing/sample-scans.ts';
import type { ScanView } from '../scan-format.ts';
import { PLAIN } from '../style.ts';
import { sarif } from './sarif.ts';

const VIEW = { width: 80, style: PLAIN, version: '1.2.3', time: null, dockerfile: './web/Docker file', grouping: 'remedy' } as const;

interface Log {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly version: string; readonly rules: readonly Rule[] } };
    readonly invocations: readonly { readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly object[] }[];
    readonly results: readonly Result[];
  }[];
}

interface Rule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly helpUri?: string;
  readonly help: { readonly text: string };
  readonly properties: { readonly tags: readonly string[]; readonly 'security-severity'?: string };
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } };
  }[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
  readonly properties: { readonly ancestor: string; readonly layer: number | null; readonly remedy: string };
}

function runOf(scan = aScan(), view: ScanView = VIEW) {
  const { version, runs } = JSON.parse(sarif.write(scan, view)) as Log;
  assert.equal(version, '2.1.0');
  assert.equal(runs.length, 1);
  const [run] = runs;
  assert.ok(run);
  return run;
}

function resultOf(id: string, results = runOf().results): Result {
  const found = results.find(({ ruleId }) => ruleId === id);
  assert.ok(found, id);
  return found;
}

describe('sarif', () => {
  test('a rule for each vulnerability, with all that code scanning demands', () => {
    const { rules, version } = runOf().tool.driver;
    assert.equal(version, '1.2.3');
    const severities = rules.map(({ id, properties }) => [id, properties['security-severity']]);
    assert.deepEqual(severities, [
      ['CVE-2026-1000', '9.8'],
      ['CVE-2026-1001', '2.0'],
      ['CVE-2026-2000', '6.9'],
      ['CVE-2026-2001', '0.0'],
      ['GHSA-aaaa-bbbb-cccc', '8.0'],
      ['MAL-2026-1|<i>x', undefined],
      ['CVE-2026-3000', undefined],
      ['end-of-life', undefined],
    ]);
    for (const { shortDescription, fullDescription, help, properties } of rules) {
      for (const { text } of [shortDescription, fullDescription, help]) assert.ok(text !== '');
      assert.ok(shortDescription.text.length <= 1024 && properties.tags.length <= 20);
    }
  });

  test('a result for each package, at a file and a line, told apart by a fingerprint', () => {
    const { results, tool } = runOf();
    assert.equal(results.length, 9);
    for (const { ruleId, ruleIndex, locations } of results) {
      assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId);
      assert.ok((locations[0]?.physicalLocation.region.startLine ?? 0) >= 1);
      const uri = locations[0]?.physicalLocation.artifactLocation.uri ?? '';
      assert.equal(new URL(uri, 'file:///checkout/').href.startsWith('file:///checkout/'), true, uri);
    }
    assert.equal(new Set(results.map((one) => one.partialFingerprints.primaryLocationLineHash)).size, 9);
  });

  test('levels: unknown warns', () => {
    const { results } = runOf();
    const levels = ['CVE-2026-1000', 'CVE-2026-2000', 'CVE-2026-1001', 'CVE-2026-2001', 'CVE-2026-3000', 'end-of-life'];
    assert.deepEqual(
      levels.map((id) => resultOf(id, results).level),
      ['error', 'warning', 'note', 'note', 'warning', 'error'],
    );
  });

  test('in the Dockerfile where the line is known, else in the image', () => {
    const place = (id: string, dockerfile: string | null = VIEW.dockerfile) =>
      resultOf(id, runOf(aScan(), { ...VIEW, dockerfile }).results).locations[0]?.physicalLocation;
    assert.deepEqual(place('GHSA-aaaa-bbbb-cccc'), {
      artifactLocation: { uri: 'web/Docker%20file', uriBaseId: '%SRCROOT%' },
      region: { startLine: 8 },
    });
    assert.equal(place('CVE-2026-1000')?.artifactLocation.uri, 'registry.example.com/team/app%3A1.2');
    assert.equal(place('GHSA-aaaa-bbbb-cccc', null)?.artifactLocation.uri, 'registry.example.com/team/app%3A1.2');
    assert.equal(place('GHSA-aaaa-bbbb-cccc', '/src/Dockerfile')?.artifactLocation.uri, 'file:///src/Dockerfile');
  });

  test('says whose it is and what to do', () => {
    const { properties, message } = resultOf('CVE-2026-1000');
    assert.equal(properties.ancestor, 'debian:trixie-slim');
    assert.equal(properties.layer, 1);
    assert.equal(properties.remedy, 'rebuild');
    assert.equal(
      message.text,
      'libssl3t64 3.5.1-1 has CVE-2026-1000. Brought by debian:trixie-slim, layer 1. Rebuild on today’s httpd:2.4: 3.5.1-1+deb13u1 has the fix.',
    );
  });

  test('what an image says is no link, no placeholder and no control character', () => {
    const { text } = resultOf('MAL-2026-1|<i>x').message;
    assert.ok(HOSTILE_NAME.includes('[x](http://evil.test)') && !text.includes('[x]('), text);
    assert.ok(text.includes('\\[x\\]') && text.includes('{{0}}'), text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    assert.doesNotMatch(text, /[\u0000-\u001f\u202e]/);
  });

  test('a fingerprint outlives versions and tags, not the package', () => {
    const scan = aScan();
    const prints = (of: typeof scan) => runOf(of).results.map((one) => one.partialFingerprints.primaryLocationLineHash);
    const moved = {
      ...scan,
      inventory: { ...scan.inventory, build: 'registry.example.com/team/app:1.3' },
      findings: scan.findings.map((one) => ({ ...one, purl: one.purl.replace(/@[^?]*/, '@9'), layer: 7 })),
    };
    assert.deepEqual(prints(moved).slice(0, -1), prints(scan).slice(0, -1));
    const other = { ...scan, inventory: { ...scan.inventory, build: 'registry.example.com/team/other:1.2' } };
    assert.equal(prints(other).filter((print) => prints(scan).includes(print)).length, 0);
  });

  test('what could not be read is told, and the run was no success', () => {
    const [{ executionSuccessful, toolExecutionNotifications } = assert.fail()] = runOf().invocations;
    assert.equal(executionSuccessful, false);
    assert.equal(toolExecutionNotifications.length, 1);
    const clean = runOf(aCleanScan());
    assert.equal(clean.invocations[0]?.executionSuccessful, true);
    assert.deepEqual(clean.results, []);
  });

  test('no time unless one is given', () => {
    assert.doesNotMatch(sarif.write(aScan(), VIEW), /endTimeUtc/);
    assert.match(sarif.write(aScan(), { ...VIEW, time: '2026-11-25T00:00:00Z' }), /"endTimeUtc": "2026-11-25T00:00:00Z"/);
  });
});
