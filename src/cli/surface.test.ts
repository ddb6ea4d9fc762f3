/** What `fromage scan` and `compare` tell of what an image exposes, as a user sees it. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import type { Secret, Surface } from '../model/surface.ts';
import { writeDockerArchive, writeOciArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { type RanLine, runLine } from './run-line.ts';

let ports: TestPorts;
before(async () => {
  ports = await testPorts();
  await writeFile(ports.path('base.tar'), writeOciArchive([{ image: BASE, names: ['docker.io/team/base:1'] }]));
  await writeFile(ports.path('app.tar'), writeDockerArchive([{ image: APP, names: ['team/app:1'] }], { form: 'old' }));
  await writeFile(ports.path('Dockerfile'), DOCKERFILE);
  assert.equal((await fromage('index add ~/base.tar')).code, 0);
});
after(() => ports.close());

function fromage(line: string): Promise<RanLine> {
  return runLine(line, ports.folder);
}

async function surfaceOf(line: string): Promise<Surface> {
  return (JSON.parse((await fromage(line)).out) as { readonly surface: Surface }).surface;
}

const KEY = `-----BEGIN OPENSSH PRIVATE ${'KEY'}-----\\n${'b3Bl'.repeat(16)}\\n-----END OPENSSH PRIVATE ${'KEY'}-----\\n`;
const GITHUB = ['ghp', 'a1B2'.repeat(9)].join('_');

const BASE = buildImage({
  layers: [
    {
      files: 'bin/busybox (755): ELF\nbin/sh -> busybox\nsbin/apk (755): ELF\nbin/bbsuid (4755 0:0): ELF',
      createdBy: 'ADD rootfs.tar /',
      created: '2025-01-01T00:00:00Z',
    },
  ],
});
const APP = buildImage({
  base: BASE,
  layers: [
    { createdBy: '/bin/sh -c #(nop)  ENV DB_PASSWORD=hunter2hunter2', created: '2025-01-02T00:00:00Z' },
    { files: `root/.ssh/id_rsa: ${KEY}`, createdBy: 'COPY id_rsa /root/.ssh/id_rsa', created: '2025-01-03T00:00:00Z' },
    { files: `usr/bin/curl (755): ELF\nsrv/app.js: const token = "${GITHUB}"`, createdBy: 'COPY . /', created: '2025-01-04T00:00:00Z' },
    { files: 'root/.ssh/.wh.id_rsa: ', createdBy: '/bin/sh -c rm /root/.ssh/id_rsa', created: '2025-01-05T00:00:00Z' },
  ],
  config: { Env: ['PATH=/bin', 'DB_PASSWORD=hunter2hunter2'], User: 'app' },
});
const DOCKERFILE = 'FROM team/base:1\nENV DB_PASSWORD=hunter2hunter2\nCOPY id_rsa /root/.ssh/id_rsa\nCOPY . /\nRUN rm /root/.ssh/id_rsa\n';

describe('scan', () => {
  test('tells programs, rights and the user, and who brought each', async () => {
    const surface = await surfaceOf('scan ~/app.tar --json');
    assert.deepEqual(surface.user, { configured: 'app', isRoot: false });
    assert.deepEqual(
      surface.programs.map(({ kind, path, layer, owner }) => [kind, path, layer, owner]),
      [
        ['shell', 'bin/busybox', 1, 0],
        ['shell', 'bin/sh', 1, 0],
        ['package-manager', 'sbin/apk', 1, 0],
        ['network', 'usr/bin/curl', 3, 'own'],
      ],
    );
    assert.deepEqual(
      surface.privileged.map(({ path, setuid, layer, owner }) => [path, setuid, layer, owner]),
      [['bin/bbsuid', true, 1, 0]],
    );
  });

  const told = ({ where, path, name, layer, owner, line, hiddenBy, foundBy }: Secret) => [
    where,
    path ?? name,
    layer,
    owner,
    line,
    hiddenBy === null ? null : [hiddenBy.layer, hiddenBy.line],
    foundBy,
  ];

  test('tells secrets with layer and line, deleted ones too, and never what they read', async () => {
    const { out } = await fromage('scan ~/app.tar --dockerfile ~/Dockerfile --json');
    const { secrets, search } = (JSON.parse(out) as { readonly surface: Surface }).surface;
    assert.deepEqual(secrets.map(told), [
      ['env', 'DB_PASSWORD', null, 'own', 2, null, 'config'],
      ['file', 'root/.ssh/id_rsa', 2, 'own', 3, [4, 5], 'path'],
    ]);
    assert.equal(search.contents, false);
    const table = (await fromage('scan ~/app.tar --surface')).out;
    for (const text of [out, table]) assert.doesNotMatch(text, /hunter2|b3Bl/);
  });

  test('--secrets searches the contents of all files, and says what it left out', async () => {
    const { secrets, search } = await surfaceOf('scan ~/app.tar --secrets --json');
    assert.deepEqual(secrets.map(told).slice(2), [['file', 'srv/app.js', 3, 'own', null, null, 'contents']]);
    assert.deepEqual([search.contents, search.files > 0, search.binaryFiles], [true, true, 0]);
    const again = await surfaceOf('scan ~/app.tar --secrets --json');
    assert.deepEqual(again.secrets, secrets);
    assert.match((await fromage('scan ~/app.tar --secrets')).out, /contents of\n? ?.*\d files/);
  });

  test('--only and --ignore-base leave what others exposed out', async () => {
    const paths = async (flags: string) => (await surfaceOf(`scan ~/app.tar --json ${flags}`)).programs.map(({ path }) => path);
    assert.deepEqual(await paths('--ignore-base'), ['usr/bin/curl']);
    assert.deepEqual(await paths('--only base'), ['bin/busybox', 'bin/sh', 'sbin/apk']);
  });

  test('a person reads it in a few lines, and all of it with --surface', async () => {
    const { out } = await fromage('scan ~/app.tar');
    assert.match(out, /^ {2}user: app$/m);
    assert.match(out, /^ {2}shells: busybox, sh$/m);
    assert.match(out, /^ {2}secrets: 2, 1 of them deleted or replaced by a later layer/m);
    assert.match(
      out.replace(/\s+/g, ' '),
      /private key \S* ?.*: root\/\.ssh\/id_rsa, layer 2 of \(this image\); gone from layer 4 of \(this image\) on, and shipped all the same/,
    );
    assert.match(out, /The contents of\n? ?.*other files were not searched/);
    assert.doesNotMatch(out, /BROUGHT BY +WHERE/);
    const all = (await fromage('scan ~/app.tar --surface')).out;
    assert.match(all, /^shell +1 +- +3 B +team\/base:1 +bin\/sh → bin\/busybox$/m);
  });
});

test('compare has a row for each', async () => {
  const { out } = await fromage('compare ~/app.tar ~/base.tar');
  const row = (head: string) => new RegExp(`^${head} +(.*)$`, 'm').exec(out)?.[1]?.trim().split(/ {2,}/);
  assert.deepEqual(row('user'), ['app', 'root']);
  assert.deepEqual(row('shells'), ['busybox, sh', 'busybox, sh']);
  assert.deepEqual(row('package managers'), ['apk', 'apk']);
  assert.deepEqual(row('setuid and the like'), ['1', '1']);
  assert.deepEqual(row('secrets found'), ['2', '0']);
  const { images } = JSON.parse((await fromage('compare ~/app.tar ~/base.tar --json')).out) as {
    images: readonly { size: number; user: string }[];
  };
  assert.deepEqual(
    images.map(({ size, user }) => [size > 0, user]),
    [
      [true, 'app'],
      [true, 'root'],
    ],
  );
});
