/** `scan -o` and `compare -o` as a user calls them: every format that help names, and what goes together. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { COMPARE_FORMATS } from '../report/compare-formats/index.ts';
import { SCAN_FORMATS } from '../report/scan-formats/index.ts';
import { writeOciArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { type RanLine, runLine } from './run-line.ts';

const STATUS = 'Package: libtasn1-6\\nStatus: install ok installed\\nVersion: 4.19.0-2\\nArchitecture: amd64\\n';
const IMAGE = buildImage({
  layers: [
    {
      files: `etc/os-release: ID=debian\\nVERSION_ID="12"\\n\nvar/lib/dpkg/status: ${STATUS}`,
      createdBy: 'COPY . /',
      created: '2025-01-01T00:00:00Z',
    },
  ],
});

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
  await writeFile(ports.path('app.tar'), writeOciArchive([{ image: IMAGE, names: ['docker.io/team/app:1'] }]));
});
afterEach(() => ports.close());

function fromage(line: string): Promise<RanLine> {
  return runLine(line, ports.folder);
}

/** The formats that help names. */
async function named(command: string): Promise<readonly string[]> {
  const { out } = await fromage(`${command} --help`);
  return /--format\].*\[([a-z|-]+), default = table\]/.exec(out)?.[1]?.split('|') ?? [];
}

describe('formats', () => {
  test('help names those that there are', async () => {
    assert.deepEqual(
      await named('scan'),
      SCAN_FORMATS.map(({ id }) => id),
    );
    assert.deepEqual(
      await named('compare'),
      COMPARE_FORMATS.map(({ id }) => id),
    );
  });

  test('each can be asked for, and tells of the finding', async () => {
    await writeFile(ports.path('own.txt'), '{{#findings}}{{id}} {{/findings}}\n');
    for (const { id } of SCAN_FORMATS) {
      const { code, out, err } = await fromage(`scan ~/app.tar --offline -o ${id}${id === 'template' ? ' --template ~/own.txt' : ''}`);
      assert.equal(code, 0, `${id}: ${err}`);
      assert.match(out, /CVE-2024-12133/, id);
    }
    for (const { id } of COMPARE_FORMATS) {
      const { code, out, err } = await fromage(`compare ~/app.tar ~/app.tar --offline -o ${id}`);
      assert.equal(code, 0, `${id}: ${err}`);
      assert.match(out, /libtasn1-6|1 package|1, 1 covered|"packages": 1/, id);
    }
  });

  test('the time now is stated where it is asked for, and only then', async () => {
    const bare = JSON.parse((await fromage('scan ~/app.tar --offline -o openvex')).out) as { timestamp: string };
    assert.equal(bare.timestamp, '2026-01-01T00:00:00Z', 'when the image was made');
    const stated = JSON.parse((await fromage('scan ~/app.tar --offline -o openvex --timestamp')).out) as { timestamp: string };
    assert.ok(Math.abs(Date.parse(stated.timestamp) - Date.now()) < 60_000, stated.timestamp);
  });

  test('--template says the format too; what goes not together is told', async () => {
    await writeFile(ports.path('own.html'), '<b>{{build}}</b>');
    assert.deepEqual(await fromage('scan ~/app.tar --offline --template ~/own.html'), {
      code: 0,
      out: '<b>docker.io/team/app:1</b>',
      err: '',
    });
    for (const flags of ['-o template', '--template ~/own.html -o sarif', '--template ~/own.html --json', '--by layer -o sarif'])
      assert.equal((await fromage(`scan ~/app.tar --offline ${flags}`)).code, 2, flags);
    assert.equal((await fromage('scan ~/app.tar --offline --template ~/none.html')).code, 3);
    await writeFile(ports.path('own.html'), '{{nobody}}');
    assert.match((await fromage('scan ~/app.tar --offline --template ~/own.html')).err, /own\.html, line 1: there is no nobody/);
  });

  test('the template of docs/templates.md can be filled in', async () => {
    const page = await readFile(new URL('../../docs/templates.md', import.meta.url), 'utf8');
    await writeFile(ports.path('own.html'), /```html\n([^]*?)```/.exec(page)?.[1] ?? '');
    const { out } = await fromage('scan ~/app.tar --offline --template ~/own.html');
    assert.match(out, /^ {2}<li>CVE-2024-12133 \([a-z]+\) in libtasn1-6 4\.19\.0-2, brought by /m);
  });
});
