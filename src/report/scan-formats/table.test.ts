import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aCleanScan, aScan } from '../../testing/sample-scans.ts';
import type { ScanGrouping } from '../scan-groups.ts';
import { PLAIN } from '../style.ts';
import { table } from './table.ts';

function tableOf(grouping: ScanGrouping, scan = aScan()): string {
  return table.write(scan, { width: 120, style: PLAIN, version: '1', time: null, dockerfile: null, grouping });
}

/** Lines that stand above the head of a table of findings. */
function titlesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.filter((_, at) => lines[at + 1]?.startsWith('LEVEL ') === true);
}

describe('table', () => {
  test('by who has to act', () => {
    assert.deepEqual(titlesOf(tableOf('remedy')), [
      'Upgrade, your line 8 (fixes 1)',
      'Rebuild on today’s httpd:2.4 (fixes 1 of debian:trixie-slim, where it has them by now)',
      'Move to another base than debian 13: its support has ended, and there is no fix (1)',
      'Wait for a fix, debian:trixie-slim (1)',
      'Wait for a fix, httpd:2.4 (1)',
      'Wait for a fix, your line 8 (1)',
      'Wait for a fix, unknown (1)',
    ]);
  });

  test('by layer, bottom first', () => {
    assert.deepEqual(titlesOf(tableOf('layer')), [
      "Layer 1, debian:trixie-slim (2): # debian.sh --arch 'amd64' out/ 'trixie'",
      'Layer 2, httpd:2.4 (2): RUN set -eux; apt-get update; apt-get install -y --no-install-recommends something-with-a-long-name',
      'Layer 3, (this image) (2): COPY site/ /usr/local/apache2/htdocs/',
      'Of an unknown layer (1)',
    ]);
  });

  test('by package, what is exploited first', () => {
    const titles = titlesOf(tableOf('package'));
    assert.equal(titles.length, 5);
    assert.deepEqual(titles.slice(0, 3), [
      'openssl 3.5.1-1, debian:trixie-slim (2)',
      'express 4.0.0, (this image) (1)',
      'apache2 2.2.1, httpd:2.4 (2)',
    ]);
  });

  test('by ancestor, the base first, with what is to be done in each line', () => {
    const text = tableOf('ancestor');
    assert.deepEqual(titlesOf(text), ['debian:trixie-slim (2)', 'httpd:2.4 (2)', '(this image) (2)', 'unknown (1)']);
    assert.match(text, /^critical, exploited +CVE-2026-1000 +3\.5\.1-1 +3\.5\.1-1\+deb13u1 +rebuild +libssl3t64, openssl$/m);
  });

  test('counts are of vulnerabilities, not of packages that have them, and add up to the whole', () => {
    const text = tableOf('remedy');
    assert.match(text, /^7 vulnerabilities in 6 packages$/m);
    assert.match(text, /^ +1 +0 +0 +1 +0 +0 {2}debian:trixie-slim$/m);
    const rows = [...text.matchAll(/^ +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) {2}\S/gm)].map((row) => row.slice(1, 7).map(Number));
    assert.equal(
      rows.flat().reduce((sum, one) => sum + one, 0),
      7,
    );
  });

  test('none is no bare 0, and every line of a hostile image stays one', () => {
    assert.match(tableOf('remedy', aCleanScan()), /^0 known \(data to 2026-08-01, older than the image; 5 of 6 packages covered\)$/m);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    assert.doesNotMatch(tableOf('package'), /[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});
