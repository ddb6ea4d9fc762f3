/** `fromage files` with --diff, --tree and --added-by: words in, text and an exit code out. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { writeDockerArchive, writeOciArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { type RanLine, runLine } from './run-line.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
  await writeFile(ports.path('base.tar'), writeOciArchive([{ image: BASE, names: ['docker.io/library/debian:12'] }]));
  await writeFile(ports.path('app.tar'), writeDockerArchive([{ image: APP, names: ['app:1'] }], { form: 'old' }));
  assert.equal((await fromage('index add ~/base.tar')).code, 0);
});
afterEach(() => ports.close());

function fromage(line: string): Promise<RanLine> {
  return runLine(line, ports.folder);
}

/** Sign, or nothing, and path of each line. */
async function listed(flags: string): Promise<readonly string[]> {
  const { code, out, err } = await fromage(`files ~/app.tar --offline ${flags}`);
  assert.equal(code, 0, err);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^([+~-] )?.*? {2}(\/.*)$/, '$1$2'));
}

const BASE = buildImage({ layers: [{ files: 'etc/\netc/motd: 1\netc/host: 1', createdBy: 'ADD rootfs /' }] });
const APP = buildImage({
  base: BASE,
  layers: [
    { files: 'etc/motd: 2\nsrv/\nsrv/a: 1\nsrv/b: 1', createdBy: 'COPY . /' },
    { files: 'srv/.wh.a\nsrv/b: 2\netc/.wh.host', createdBy: 'RUN rm /srv/a' },
    { files: 'etc/motd: 3', createdBy: 'RUN x' },
  ],
});

test('--diff tells what several layers did together', async () => {
  assert.deepEqual(await listed('--diff 1..3'), ['- /etc/host', '~ /etc/motd', '+ /srv', '+ /srv/b']);
  assert.deepEqual(await listed('--diff 2..3'), await listed('--layer 3'));
  assert.deepEqual(await listed('--diff 0..4 **/motd'), ['+ /etc/motd']);
  assert.match((await fromage('files ~/app.tar --offline --diff 1..3 host')).out, /^- -rw-r--r-- +1 B +3 +\(this image\)/);
  for (const wrong of ['--diff 3..2', '--diff 1..5', '--diff 1', '--diff 1..2 --layer 2', '--layer 0'])
    assert.equal((await fromage(`files ~/app.tar --offline ${wrong}`)).code, 2, wrong);
});

test('--added-by keeps what one image brought', async () => {
  assert.deepEqual(await listed('--added-by you'), ['/etc/motd', '/srv', '/srv/b']);
  for (const name of ['debian', 'debian:12', 'docker.io/library/debian:12']) assert.deepEqual(await listed(`--added-by ${name}`), ['/etc']);
  const { code, err } = await fromage('files ~/app.tar --offline --added-by alpine');
  assert.equal(code, 2);
  assert.match(err, /no ancestor is called "alpine"\n {2}Owners here: you, debian:12\./);
});

test('a layer that is not there is told by the number that was asked for', async () => {
  for (const [flags, told] of [
    ['--layer 9', /has no layer 9\n/],
    ['--layer 0', /has no layer 0\n/],
    ['--diff 8..2', /has no layer 8\n/],
    ['--layer x', /--layer takes a whole number/],
  ] as const) {
    const { code, err } = await fromage(`files ~/app.tar --offline ${flags}`);
    assert.equal(code, 2);
    assert.match(err, told);
  }
});

test('--tree draws folders, those of what is listed too', async () => {
  const { out } = await fromage('files ~/app.tar --offline --tree motd b');
  assert.deepEqual(
    out.split('\n').map((line) => line.slice(out.indexOf('├'))),
    ['├── etc', '│   └── motd', '└── srv', '    └── b', ''],
  );
});

test('that nothing matches is told beside an empty list', async () => {
  const text = await fromage('files ~/app.tar --offline *.nothing etc/nothing --layer 2');
  assert.deepEqual([text.code, text.out], [0, '']);
  assert.match(text.err, /^fromage: nothing in ".*app\.tar" matches "\*\.nothing" or "etc\/nothing" and is of the layers asked for\n$/);
  const json = await fromage('files ~/app.tar --offline --json *.nothing');
  assert.deepEqual([json.code, (JSON.parse(json.out) as { files: unknown[] }).files], [0, []]);
  assert.equal((await fromage('files ~/app.tar --offline motd')).err, '');
});

test('where the lineage is not known, that is told with what helps', async () => {
  await writeFile(ports.path('other.tar'), writeOciArchive([{ image: buildImage({ layers: [{ files: 'a: 1' }] }), names: ['other:1'] }]));
  for (const command of ['files', 'layers', 'sbom']) {
    const { code, out } = await fromage(`${command} ~/other.tar --offline`);
    assert.equal(code, 0);
    assert.match(out.replaceAll('\n', ' '), /note: what this image is made FROM is not known,.* fromage index add IMAGE /, command);
    assert.doesNotMatch((await fromage(`${command} ~/app.tar --offline`)).out, /not known/);
  }
  const { code, err } = await fromage('files ~/other.tar --offline --added-by you');
  assert.equal(code, 2);
  assert.match(err, /FROM is not known.*\n {2}fromage index add IMAGE/);
});
