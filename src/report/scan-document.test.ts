/** What `scan` and `compare` write as JSON is what their schemas say, which leave no member out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { closedSchema } from '../testing/closed-schema.ts';
import { aCleanScan, aScan, aSuppressedScan } from '../testing/sample-scans.ts';
import { scanDocument } from './scan-document.ts';

/** As who reads the JSON gets it. */
function written(document: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
}

function validator(name: string) {
  const ajv = new Ajv2020({ strict: false });
  for (const other of ['trace', 'scan']) if (other !== name) ajv.addSchema(closedSchema(other));
  return ajv.compile(closedSchema(name));
}

/** Of all findings that count a VEX document says something, of two others that they do not. */
function spokenOf(): ReturnType<typeof aScan> {
  const scan = aSuppressedScan();
  const vex = { status: 'affected', justification: null, reason: 'update', source: 'app.vex.json' } as const;
  return { ...scan, findings: scan.findings.map((finding) => ({ ...finding, vex })) };
}

test('schema/scan.schema.json', () => {
  const validate = validator('scan');
  for (const scan of [aScan(), aCleanScan(), spokenOf()])
    assert.ok(validate(written(scanDocument(scan))), JSON.stringify(validate.errors, null, 2));
  const document = written(scanDocument(aScan()));
  for (const wrong of [{ schemaVersion: 0 }, { more: 1 }, { findings: [{ id: 'x' }] }, { from: 'elsewhere' }])
    assert.equal(validate({ ...document, ...wrong }), false, JSON.stringify(wrong));
  for (const member of Object.keys(document)) {
    const { [member]: _, ...rest } = document;
    assert.equal(validate(rest), false, member);
  }
});

test('layers count from 1, and owners have names', () => {
  const { findings } = scanDocument(aScan()) as { findings: readonly { layer: number; broughtBy: string; advice: string }[] };
  assert.equal(findings[0]?.layer, 1);
  assert.equal(findings[0]?.broughtBy, 'debian:trixie-slim');
  assert.equal(findings[0]?.advice, 'Rebuild on today’s httpd:2.4: 3.5.1-1+deb13u1 has the fix.');
});
