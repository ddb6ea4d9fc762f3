/** What people read: Markdown and HTML. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import type { Scan } from '../../model/scan.ts';
import { aCleanScan, aScan, HOSTILE_NAME } from '../../testing/sample-scans.ts';
import type { ScanView } from '../scan-format.ts';
import { PLAIN } from '../style.ts';
import { html } from './html.ts';
import { SCAN_FORMATS } from './index.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';

const VIEW: ScanView = { width: 80, style: PLAIN, version: '1.2.3', time: null, dockerfile: null, grouping: 'remedy' };

/** The same with many findings that wait. */
function aLongScan(findings: number): Scan {
  const scan = aScan();
  const [first = assert.fail()] = scan.findings.slice(2);
  return { ...scan, findings: Array.from({ length: findings }, (_, at) => ({ ...first, id: `CVE-2026-${10_000 + at}` })) };
}

describe('markdown', () => {
  test('who brought how many, then what is to be done', () => {
    const text = markdown.write(aScan(), VIEW);
    assert.deepEqual(text.split('\n').slice(0, 13), [
      '### `registry.example.com/team/app:1.2`',
      '',
      '**7 vulnerabilities in 6 packages** · Debian GNU/Linux 13 (trixie), support ended 2026-06-01 · built 2026-08-20',
      '',
      '> **support of debian 13 has ended, 2026-06-01**',
      '',
      '| Brought by | critical | high | medium | low | none | unknown | all |',
      '| --- | --: | --: | --: | --: | --: | --: | --: |',
      '| `debian:trixie-slim` | 1 |   |   | 1 |   |   | 2 |',
      '| `httpd:2.4` |   |   | 1 |   | 1 |   | 2 |',
      '| `(this image)` |   | 1 |   |   |   | 1 | 2 |',
      '| `unknown` |   |   |   |   |   | 1 | 1 |',
      '',
    ]);
    assert.deepEqual(
      text.split('\n').filter((line) => line.startsWith('#### ')),
      [
        '#### Upgrade, your line 8 (fixes 1)',
        '#### Rebuild on today’s httpd:2.4 (fixes 1 of debian:trixie-slim, where it has them by now)',
        '#### Move to another base than debian 13: its support has ended, and there is no fix (1)',
        '#### What the data can know',
        '#### Told on the way',
      ],
    );
    assert.equal(text.match(/^<details>/gm)?.length, 5);
  });

  test('every row of a table has its cells, whatever a name holds', () => {
    for (const grouping of ['remedy', 'layer', 'package', 'ancestor'] as const) {
      const lines = markdown.write(aScan(), { ...VIEW, grouping }).split('\n');
      for (const [at, line] of lines.entries()) {
        if (!/^\| --- \|/.test(line)) continue;
        const cells = (row: string) => row.split(/(?<!\\)\|/).length;
        for (let below = at + 1; lines[below]?.startsWith('|') === true; below += 1)
          assert.equal(cells(lines[below] ?? ''), cells(line), lines[below]);
      }
    }
  });

  test('fits a comment, and says what did not', () => {
    const text = markdown.write(aLongScan(3000), VIEW);
    assert.ok(text.length < 65_536 && text.length > 40_000, String(text.length));
    const listed = text.match(/^\| low \|/gm)?.length ?? 0;
    assert.match(text, new RegExp(`^\\*\\*${3000 - listed} more findings\\*\\* did not fit in here`, 'm'));
    assert.match(text, /#### What the data can know/);
  });

  test('none is no bare 0', () => {
    assert.match(
      markdown.write(aCleanScan(), VIEW),
      /^\*\*0 known \(data to 2026-08-01, older than the image; 5 of 6 packages covered\)\*\*/m,
    );
  });
});

test('who brought none is told with what the data covers, in both', () => {
  const texts = [markdown.write(aCleanScan(), VIEW), html.write(aCleanScan(), VIEW)];
  assert.match(texts[0] ?? '', /^\| `debian:trixie-slim` \|(?: {3}\|){6} 0 known \(2 of 2 packages covered\) \|$/m);
  assert.match(texts[1] ?? '', /debian:trixie-slim<\/span>.*<span class="total">0 known \(2 of 2 packages covered\)<\/span>/);
  const scan = aCleanScan();
  const bare = { ...scan, coverage: [], inventory: { ...scan.inventory, packages: [] } };
  assert.match(markdown.write(bare, VIEW), /^\| `debian:trixie-slim` \|.* - \|$/m);
});

test('what is left out is no 0 known', async () => {
  const scan = { ...aCleanScan(), selection: { asked: ['--fixed', '--severity low'], vulnerabilities: 34 } };
  const words = /0 of 34 vulnerabilities shown \(--fixed --severity low\)/;
  for (const { id, load } of SCAN_FORMATS.filter((one) => ['table', 'markdown', 'html'].includes(one.id))) {
    const text = (await load()).write(scan, VIEW);
    assert.match(id === 'markdown' ? text.replaceAll('\\', '') : text, words, id);
    assert.doesNotMatch(text, /0 known/, id);
  }
  assert.match(junit.write(scan, VIEW), /name="0 vulnerabilities shown \(--fixed --severity low\)"/);
});

describe('html', () => {
  test('tags are closed in their order, and no name becomes one', () => {
    for (const scan of [aScan(), aCleanScan()]) {
      const text = html.write(scan, VIEW).replace(/<(script|style)>[^]*?<\/\1>/g, '');
      const open: string[] = [];
      for (const [, slash, name = ''] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
        if (name === 'meta') continue;
        if (slash === '') open.push(name);
        else assert.equal(open.pop(), name);
      }
      assert.deepEqual(open, []);
      assert.ok(!/<(?:b|i)>/.test(text));
      assert.equal(text.match(/<script/g), null);
    }
    assert.ok(HOSTILE_NAME.startsWith('</script><b>'));
  });

  test('loads nothing, and lets no script run but its own', () => {
    const text = html.write(aScan(), VIEW);
    assert.doesNotMatch(text, /<(?:link|img|iframe|object|embed|base)\b|\bsrc=|@import|url\(|\bon[a-z]+=(?!x)/);
    const [, script = ''] = /<script>([^]*?)<\/script>/.exec(text) ?? [];
    const digest = createHash('sha256').update(script).digest('base64');
    assert.match(text, /default-src 'none'/);
    assert.ok(text.includes(`script-src 'sha256-${digest}'`), `the digest is ${digest}`);
  });

  test('the lineage from the image down to scratch, then what is nobody’s', () => {
    const names = [...html.write(aScan(), VIEW).matchAll(/<li(?: class="end">|><span class="name">)([^<]*)/g)].map(([, name]) => name);
    assert.deepEqual(names, ['(this image)', 'httpd:2.4', 'debian:trixie-slim', 'scratch', 'unknown']);
  });

  test('what the image exposes is told, and in Markdown folded', () => {
    assert.match(
      html.write(aScan(), VIEW),
      /<h2>What it exposes<\/h2>\n<ul class="plain">\n<li>user: root, for the config names none<\/li>/,
    );
    assert.match(
      markdown.write(aScan(), VIEW),
      /<summary>What it exposes<\/summary>\n\n- user: root, for the config names none\n- shells: bash, sh\n/,
    );
    const scan = aScan();
    const unread = { ...scan, inventory: { ...scan.inventory, surface: null } };
    assert.doesNotMatch(html.write(unread, VIEW) + markdown.write(unread, VIEW), /What it exposes/);
  });

  test('what is nobody’s to tell is not told as none', () => {
    const scan = aScan();
    const nobodys = {
      ...scan,
      findings: scan.findings.map((one) => ({ ...one, owner: null })),
      ended: [],
      inventory: { ...scan.inventory, packages: scan.inventory.packages.map((one) => ({ ...one, owner: null })) },
    };
    assert.doesNotMatch(html.write(nobodys, VIEW), /class="name">httpd:2\.4/);
    assert.doesNotMatch(markdown.write(nobodys, VIEW), /^\| `httpd:2\.4` /m);
  });

  test('no control character reaches the page; a time where one is asked for', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    assert.doesNotMatch(html.write(aScan(), VIEW), /[\u0000-\u0009\u000b-\u001f\u202e]/);
    assert.match(html.write(aScan(), { ...VIEW, time: '2026-11-25T01:02:03Z' }), /<footer>fromage 1\.2\.3, 2026-11-25T01:02:03Z<\/footer>/);
  });
});
