import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ComparedImage, Comparison } from '../../model/comparison.ts';
import { closedSchema } from '../../testing/closed-schema.ts';
import { aCleanScan, aScan, HOSTILE_NAME } from '../../testing/sample-scans.ts';
import { PLAIN } from '../style.ts';
import { html } from './html.ts';
import { COMPARE_FORMATS } from './index.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';

const VIEW = { width: 100, style: PLAIN, version: '1.2.3' };

function anImage(reference: string, told: Partial<ComparedImage>): ComparedImage {
  return {
    reference,
    scan: aScan(),
    os: 'Debian GNU/Linux 13 (trixie)',
    support: { product: 'debian', cycle: '13', on: '2026-06-01', ended: true },
    packages: 6,
    covered: 5,
    findings: ['CVE-2026-1000', 'CVE-2026-2000'],
    levels: { critical: 1, high: 0, medium: 1, low: 0, none: 0, unknown: 0 },
    dataDate: '2026-08-01',
    isNewer: true,
    unfixed: true,
    storedSize: 60_000_000,
    size: null,
    layers: 3,
    user: 'app',
    shells: ['bash', 'sh'],
    packageManagers: [],
    privileged: 11,
    secrets: 0,
    created: '2026-08-20T10:00:00Z',
    ...told,
  };
}

function aComparison(): Comparison {
  const clean = {
    scan: aCleanScan(),
    findings: [],
    levels: { critical: 0, high: 0, medium: 0, low: 0, none: 0, unknown: 0 },
    os: HOSTILE_NAME,
  };
  const packages = [
    { type: 'deb', name: 'openssl', before: '3.5.1-1', after: null },
    { type: 'npm', name: HOSTILE_NAME, before: null, after: '1' },
    { type: 'npm', name: 'express', before: '4.0.0', after: '5.0.1' },
  ];
  return {
    images: [anImage('team/app:1', {}), anImage('team/app:2', clean), anImage('team/app:1', {})],
    changes: [
      { to: 'team/app:2', packages, gone: ['CVE-2026-1000', 'CVE-2026-2000'], new: [] },
      { to: 'team/app:1', packages: [], gone: [], new: [] },
    ],
  };
}

test('the registry says of each format what it says of itself', async () => {
  for (const { id, summary, load } of COMPARE_FORMATS) {
    const format = await load();
    assert.deepEqual({ id: format.id, summary: format.summary }, { id, summary });
    assert.ok(format.write(aComparison(), VIEW).endsWith('\n'));
  }
});

test('schema/compare.schema.json', () => {
  const ajv = new Ajv2020({ strict: false });
  for (const other of ['trace', 'scan']) ajv.addSchema(closedSchema(other));
  const validate = ajv.compile(closedSchema('compare'));
  const document = JSON.parse(json.write(aComparison())) as { images: object[] };
  assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
  for (const wrong of [{ schemaVersion: 0 }, { more: 1 }, { images: [{ ...document.images[0], more: 1 }] }])
    assert.equal(validate({ ...document, ...wrong }), false, JSON.stringify(wrong));
});

describe('markdown', () => {
  test('a column an image, none is no bare 0, and a name is no cell', () => {
    const lines = markdown.write(aComparison()).split('\n');
    assert.equal(lines[0], '|   | `team/app:1` | `team/app:2` | `team/app:1` |');
    assert.ok(lines.includes('| findings | 2 | 0 known (data to 2026-08-01, older than the image; 5 of 6 packages covered) | 2 |'));
    for (const line of lines.filter((one) => one.startsWith('|'))) assert.equal(line.split(/(?<!\\)\|/).length, 6, line);
  });

  test('what changes is folded', () => {
    const text = markdown.write(aComparison());
    assert.match(text, /<details><summary>1 package of another version<\/summary>\n\n`express 4\.0\.0 → 5\.0\.1`\n\n<\/details>/);
    assert.match(text, /<details><summary>2 findings gone<\/summary>\n\n`CVE-2026-1000`, `CVE-2026-2000`\n/);
    assert.match(text, /#### To `team\/app:1`\n\nThe same packages and findings\./);
  });
});

test('none that is severe is no 0 where the level of some is unknown', () => {
  const severe = (levels: Partial<ComparedImage['levels']>) => {
    const image = anImage('a', { levels: { critical: 0, high: 0, medium: 0, low: 0, none: 0, unknown: 0, ...levels } });
    return markdown.write({ images: [image], changes: [] }).match(/^\| high or critical \| (.*) \|$/m)?.[1];
  };
  assert.deepEqual([severe({ unknown: 59 }), severe({ low: 2 }), severe({ high: 3, unknown: 9 })], ['0 known, 59 unknown', '0 known', '3']);
});

describe('html', () => {
  test('the same facts, and no name becomes a tag', () => {
    const text = html.write(aComparison(), VIEW);
    assert.match(text, /<tr><th scope="row">high or critical<\/th><td>1 \(1 critical\)<\/td><td>-<\/td><td>1 \(1 critical\)<\/td><\/tr>/);
    assert.match(text, /<summary>2 findings gone<\/summary>/);
    assert.equal(text.match(/<script>/g)?.length, 1);
    assert.doesNotMatch(text, /<b>/);
  });
});
