/** `fromage layers --ci`: words in, text and an exit code out. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { writeDockerArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
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

const IMAGE = buildImage({
  layers: [
    { files: 'srv/a: 12345678\nvar/cache/apk/x: 123', createdBy: 'RUN apk add x' },
    { files: 'srv/a: 12\nsrv/b: 12\nvar/cache/apk/.wh.x', createdBy: 'RUN rm /var/cache/apk/x' },
  ],
});

test('a threshold that does not hold is exit code 1, and a table says which', async () => {
  await writeFile(ports.path('a.tar'), writeDockerArchive([{ image: IMAGE, names: ['a:1'] }], { form: 'old' }));
  const failed = await fromage('layers ~/a.tar --offline --ci');
  assert.equal(failed.code, 1);
  // 8 + 2 + 2 + 3 bytes are there, 2 + 2 of them are needed; 10 + 3 are wasted by 4 of the upper layer.
  assert.match(failed.out, /^lowestEfficiency +0\.267 +0\.900 +failed$/m);
  assert.match(failed.out, /^highestWastedBytes +13 B +disabled$/m);
  assert.match(failed.out, /^highestUserWastedPercent +3\.250 +0\.100 +failed$/m);
  await writeFile(ports.path('rules'), 'rules:\n  lowestEfficiency: 0.2\n  highestUserWastedPercent: disabled\n');
  assert.equal((await fromage('layers ~/a.tar --offline --ci --ci-config ~/rules')).code, 0);
  assert.equal((await fromage('layers ~/a.tar --offline --ci --ci-config ~/rules --highest-wasted-bytes 12')).code, 1);
  assert.equal((await fromage('layers ~/a.tar --offline --ci --ci-config ~/rules --lowest-efficiency 0.3')).code, 1);
});

test('thresholds without --ci, no file, and what is no threshold are refused', async () => {
  for (const [flags, code, why] of [
    ['--lowest-efficiency 0.5', 2, /--ci is not/],
    ['--ci --ci-config ~/none', 3, /does not exist/],
    ['--ci --lowest-efficiency 2', 2, /no threshold/],
  ] as const) {
    const told = await fromage(`layers ~/a.tar --offline ${flags}`);
    assert.equal(told.code, code);
    assert.match(told.err, why);
  }
});

test('what has the same size and time still is told as that, for its content may be another', async () => {
  const image = buildImage({ layers: [{ files: 'a: one\nb: x' }, { files: 'a: two\nb: longer' }] });
  await writeFile(ports.path('a.tar'), writeDockerArchive([{ image, names: ['a:1'] }], { form: 'old' }));
  const { out } = await fromage('layers ~/a.tar --offline');
  assert.match(out, /^ +3 B {2}written again, same size and time \(content not compared\), 1 file$/m);
  assert.match(out, /^ +3 B +1 +2 {2}same size, time +\/a$/m);
  assert.match(out, /^ +1 B +1 +2 {2}overwritten +\/b$/m);
  assert.match(out, /^# +SIZE +\+ +~ +-/m);
});

test('causes name the steps that brought and hid the files, and how to be without them', async () => {
  await writeFile(ports.path('a.tar'), writeDockerArchive([{ image: IMAGE, names: ['a:1'] }], { form: 'old' }));
  await writeFile(ports.path('Dockerfile'), 'FROM scratch\nRUN apk add x\nRUN rm /var/cache/apk/x\n');
  const { out } = await fromage('layers ~/a.tar --offline --dockerfile ~/Dockerfile');
  assert.match(
    out,
    / {5}3 B {2}deleted later: apk's indexes and packages, 1 file\n {10}added by 1 \(line 2\): RUN apk add x\n {10}hidden by 2 \(line 3\): RUN rm \/var\/cache\/apk\/x\n {10}to avoid: use apk add --no-cache\n/,
  );
});
