import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { anImageTrace, aDockerfileTrace, anUnknownTrace } from '../../testing/sample-traces.ts';
import { json } from './json.ts';

const schema: unknown = JSON.parse(readFileSync(new URL('../../../schema/trace.schema.json', import.meta.url), 'utf8'));
test('what is written is what the schema says, and the schema leaves no member out', () => {
  const validate = new Ajv2020({ strict: false }).compile(closed(schema) as object);
  for (const trace of [anImageTrace(), aDockerfileTrace(), anUnknownTrace()]) {
    const document: unknown = JSON.parse(json.write([trace]));
    assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
  }
  assert.equal(validate({ schemaVersion: 1 }), false);
});

test('ancestors are nearest first, and several traces make a list', () => {
  const one = JSON.parse(json.write([anImageTrace()])) as { ancestors: { reference: string }[]; end: string };
  assert.deepEqual(
    one.ancestors.map(({ reference }) => reference),
    ['docker.io/library/httpd:2.4', 'docker.io/library/debian:trixie-slim'],
  );
  assert.equal(one.end, 'scratch');
  const both: unknown = JSON.parse(json.write([anImageTrace(), anUnknownTrace()]));
  assert.ok(Array.isArray(both) && both.length === 2);
});

/** The schema with no members beyond those it names. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, key === 'format' ? undefined : closed(member)]));
  return 'properties' in value ? { ...members, additionalProperties: false } : members;
}
