import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { closedSchema } from '../../testing/closed-schema.ts';
import { anImageTrace, aDockerfileTrace, anUnknownTrace } from '../../testing/sample-traces.ts';
import { PLAIN } from '../style.ts';
import { json } from './json.ts';

const one = { width: 80, style: PLAIN, all: false, layers: false };
const all = { ...one, all: true };

test('what is written is what the schema says, and the schema leaves no member out', () => {
  const validate = new Ajv2020({ strict: false }).compile(closedSchema('trace'));
  for (const trace of [anImageTrace(), aDockerfileTrace(), anUnknownTrace()]) {
    const document: unknown = JSON.parse(json.write([trace], one));
    assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
    assert.ok(validate([document]));
  }
  assert.equal(validate({ schemaVersion: 1 }), false);
});

test('ancestors are nearest first, and all platforms make a list, also one', () => {
  const answer = JSON.parse(json.write([anImageTrace()], one)) as { ancestors: { reference: string }[]; end: string };
  assert.deepEqual(
    answer.ancestors.map(({ reference }) => reference),
    ['docker.io/library/httpd:2.4', 'docker.io/library/debian:trixie-slim'],
  );
  assert.equal(answer.end, 'scratch');
  for (const traces of [[anImageTrace()], [anImageTrace(), anUnknownTrace()]]) {
    const list: unknown = JSON.parse(json.write(traces, all));
    assert.ok(Array.isArray(list) && list.length === traces.length);
  }
});
