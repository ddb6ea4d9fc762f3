/** `fromage suggest`: words in, text, a file and an exit code out. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { closedSchema } from '../testing/closed-schema.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { type RanLine, runLine } from './run-line.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

function fromage(line: string): Promise<RanLine> {
  return runLine(line, ports.folder);
}

const DOCKERFILE =
  '# a comment: FROM httpd:2.4\r\nFROM httpd:2.4 AS web\r\nRUN apt-get update && apt-get install -y curl\r\nCMD httpd -X\r\n';

test('a Dockerfile’s base is held against other builds, with the lines that stand in the way', async () => {
  await writeFile(ports.path('Dockerfile'), DOCKERFILE);
  const { code, out } = await fromage('suggest ~/Dockerfile --offline --to 2.4-alpine');
  assert.equal(code, 0);
  assert.match(out, /^FROM +SUPPORT +FINDINGS[^\n]*\nhttpd:2\.4 +to \S+ +\d+ +112 +\? +\(the base there is\)\nhttpd:2\.4-alpine /);
  assert.match(out, /high: line 3: it has apk in place of apt: that line must be written anew/);
  assert.match(out, /Dockerfile:2\n- FROM httpd:2\.4\n\+ FROM httpd:2\.4-alpine\n/);
  assert.equal(await readFile(ports.path('Dockerfile'), 'utf8'), DOCKERFILE, 'nothing is written unless asked');
});

test('--apply changes the FROM and nothing else', async () => {
  await writeFile(ports.path('Dockerfile'), DOCKERFILE);
  assert.match((await fromage('suggest ~/Dockerfile --offline')).out, /choose one with --to TAG/);
  assert.equal((await fromage('suggest ~/Dockerfile --offline --apply')).code, 2, 'what may break something is not chosen for anybody');
  const { code, err } = await fromage('suggest ~/Dockerfile --offline --apply --to 2.4-alpine');
  assert.deepEqual([code, /Dockerfile:2 says FROM httpd:2\.4-alpine now/.test(err)], [0, true]);
  assert.equal(await readFile(ports.path('Dockerfile'), 'utf8'), DOCKERFILE.replace('FROM httpd:2.4 AS', 'FROM httpd:2.4-alpine AS'));
});

test('another suggestion can be chosen, and only one of them', async () => {
  await writeFile(ports.path('Dockerfile'), 'FROM python:3.12-slim\n');
  const { choices } = JSON.parse((await fromage('suggest ~/Dockerfile --offline --json')).out) as { choices: { reference: string }[] };
  const tag = choices.at(-1)?.reference.split(':')[1] ?? '';
  assert.ok(choices.length > 1);
  assert.equal((await fromage(`suggest ~/Dockerfile --offline --apply --to ${tag}`)).code, 0);
  assert.equal(await readFile(ports.path('Dockerfile'), 'utf8'), `FROM python:${tag}\n`);
  assert.equal((await fromage('suggest ~/Dockerfile --offline --to 2.7')).code, 2);
});

test('a FROM that is made of variables is shown, not written', async () => {
  await writeFile(ports.path('Dockerfile'), 'ARG V=2.4\nFROM httpd:$V\n');
  const { code, out } = await fromage('suggest ~/Dockerfile --offline');
  assert.equal(code, 0);
  assert.match(out, /Line 2 is made of variables \(httpd:\$V\): it is not changed\./);
  assert.equal((await fromage('suggest ~/Dockerfile --offline --apply')).code, 2);
});

test('the JSON is what schema/suggest.schema.json says, which leaves no member out', async () => {
  await writeFile(ports.path('Dockerfile'), DOCKERFILE);
  const validate = new Ajv2020({ strict: false }).compile(closedSchema('suggest'));
  for (const target of ['~/Dockerfile', 'node:20']) {
    const document = JSON.parse((await fromage(`suggest ${target} --offline --json`)).out) as object;
    assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
    assert.equal(validate({ ...document, more: 1 }), false);
  }
});

test('that the data is old is told, with the command', async () => {
  await writeFile(ports.path('Dockerfile'), DOCKERFILE);
  assert.match((await fromage('suggest ~/Dockerfile --offline')).err, /the data is old: (Alpine:\S+) to [^]*\n {2}fromage db update \1\n/);
});

test('what nothing is known of is said to be so', async () => {
  await writeFile(ports.path('Dockerfile'), 'FROM ghcr.io/team/base:1\n');
  assert.match((await fromage('suggest ~/Dockerfile --offline')).err, /the index knows no tags of ghcr\.io\/team\/base:1/);
  await writeFile(ports.path('Dockerfile'), 'FROM scratch\nCOPY a /\n');
  assert.match((await fromage('suggest ~/Dockerfile --offline')).err, /stands on scratch/);
  assert.equal((await fromage('suggest')).code, 2);
});
