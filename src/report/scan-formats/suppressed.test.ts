/** What VEX documents and ignore files suppress is in every format that has a place for it, and counts in none. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aSuppressedScan, HOSTILE_NAME } from '../../testing/sample-scans.ts';
import type { ScanFormat, ScanView } from '../scan-format.ts';
import { PLAIN } from '../style.ts';
import { cyclonedx } from './cyclonedx.ts';
import { gitlab } from './gitlab.ts';
import { html } from './html.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { openvex } from './openvex.ts';
import { sarif } from './sarif.ts';

const VIEW: ScanView = { width: 80, style: PLAIN, version: '1.2.3', time: null, dockerfile: null, grouping: 'remedy' };
const EXPRESS = 'GHSA-aaaa-bbbb-cccc';

function written<T>(format: ScanFormat): T {
  return JSON.parse(format.write(aSuppressedScan(), VIEW)) as T;
}

describe('suppressed findings', () => {
  test('cyclonedx: an analysis', () => {
    const { vulnerabilities } = written<{ vulnerabilities: { id: string; analysis?: object }[] }>(cyclonedx);
    assert.deepEqual(vulnerabilities.find(({ id }) => id === EXPRESS)?.analysis, {
      state: 'not_affected',
      justification: 'code_not_reachable',
      detail: 'app.vex.json: not_affected, vulnerable_code_not_in_execute_path: never called',
    });
    assert.deepEqual(vulnerabilities.find(({ id }) => id.startsWith('MAL'))?.analysis, {
      state: 'exploitable',
      response: ['will_not_fix'],
      detail: `.fromage.yaml:3: ${HOSTILE_NAME} (until 2027-01-01)`,
    });
    assert.equal(vulnerabilities.filter(({ analysis }) => analysis !== undefined).length, 2);
  });

  test('openvex: the statement that was gone by', () => {
    const { statements } = written<{ statements: { vulnerability: { name: string }; status: string; justification?: string }[] }>(openvex);
    const found = statements.find(({ vulnerability }) => vulnerability.name === EXPRESS);
    assert.deepEqual([found?.status, found?.justification], ['not_affected', 'vulnerable_code_not_in_execute_path']);
    assert.equal(statements.find(({ vulnerability }) => vulnerability.name.startsWith('MAL'))?.status, 'affected');
  });

  test('sarif: beside the results, not among them', () => {
    const { runs } = written<{ runs: { results: { ruleId: string }[]; properties: { suppressed: { ruleId: string }[] } }[] }>(sarif);
    assert.equal(runs[0]?.results.length, 7);
    assert.ok(runs[0]?.results.every(({ ruleId }) => ruleId !== EXPRESS));
    assert.equal(runs[0]?.properties.suppressed[0]?.ruleId, EXPRESS);
  });

  test('junit: skipped', () => {
    assert.match(
      junit.write(aSuppressedScan(), VIEW),
      /<testsuite name="\(this image\)" tests="2" failures="0" skipped="2"[^]*<skipped message="suppressed by app\.vex\.json: not_affected, vulnerable_code_not_in_execute_path: never called"\/>/,
    );
  });

  test('gitlab: told in a message', () => {
    const { scan, vulnerabilities } = written<{ scan: { messages: { value: string }[] }; vulnerabilities: object[] }>(gitlab);
    assert.equal(vulnerabilities.length, 6);
    assert.ok(scan.messages.some(({ value }) => value === '2 findings suppressed: 1 by VEX, 1 by ignore files'));
  });

  test('markdown and html: folded, with the reason', () => {
    const text = markdown.write(aSuppressedScan(), VIEW);
    assert.match(text, /<details><summary>2 findings suppressed: 1 by VEX, 1 by ignore files<\/summary>/);
    assert.match(text, /^\| `GHSA-aaaa-bbbb-cccc` \| `express` \| `app\.vex\.json` \| not\\_affected, .*: never called \|$/m);
    const page = html.write(aSuppressedScan(), VIEW);
    assert.match(page, /<summary>2 findings suppressed[^]*<td>app\.vex\.json<\/td><td>not_affected, .*: never called<\/td>/);
    assert.doesNotMatch(page, /<b>/);
  });
});
