import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aScan } from '../testing/sample-scans.ts';
import { fingerprintsOf, hash128 } from './scan-fingerprint.ts';

test('FNV-1a of 128 bits, by its published values', () => {
  assert.equal(hash128(''), '6c62272e07bb014262b821756295c58d');
  assert.equal(hash128('a'), 'd228cb696f1a8caf78912b704e4a8964');
  assert.equal(hash128('foobar'), '343e1662793c64bf6f0d3597ba446f18');
});

test('findings that agree in all that counts are told apart by their number', () => {
  const scan = aScan();
  const twice = fingerprintsOf({ ...scan, findings: [...scan.findings, ...scan.findings] });
  assert.equal(new Set(twice).size, 2 * scan.findings.length);
  assert.deepEqual(twice.slice(0, scan.findings.length), fingerprintsOf(scan));
});
