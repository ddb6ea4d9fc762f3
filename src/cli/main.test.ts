/** The program as a person uses it: words in, text and an exit code out. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { writeDockerArchive, writeOciArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { buildIndex } from '../testing/index-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { withRegistry } from '../testing/with-registry.ts';
import { helpPages } from './main.ts';
import { type RanLine, runLine } from './run-line.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

/** Runs it with an empty home in the test's folder. `~` stands for that folder. */
function fromage(line: string, env: Readonly<Record<string, string>> = {}): Promise<RanLine> {
  return runLine(line, ports.folder, env);
}

const BASE = buildImage({ layers: [{ files: 'etc/os-release: ID=x', createdBy: 'ADD rootfs.tar /', created: '2025-01-01T00:00:00Z' }] });
const APP = buildImage({ base: BASE, layers: [{ files: 'app: 1', createdBy: 'COPY app / # buildkit', created: '2025-02-01T00:00:00Z' }] });

describe('trace', () => {
  test('a Dockerfile, by its path, its folder, and --file', async () => {
    await mkdir(ports.path('web'));
    await writeFile(ports.path('web', 'Dockerfile'), 'FROM httpd:2.4\n');
    await writeFile(ports.path('strange.name'), 'FROM httpd:2.4\n');
    for (const how of ['~/web/Dockerfile', '~/web', '--file ~/web/Dockerfile', '-f ~/strange.name']) {
      const { code, out, err } = await fromage(`trace ${how} --offline`);
      assert.deepEqual([code, err], [0, '']);
      assert.match(out, /├── httpd:2\.4 {2}parent\n[^]*├── debian:\S+-slim {2}base\n[^]*└── scratch\n/);
    }
  });

  test('--build-arg and --target change the answer', async () => {
    await writeFile(ports.path('Dockerfile'), 'ARG V=alpine\nFROM httpd:2.4-$V AS web\nFROM debian:13 AS other\n');
    assert.match((await fromage('trace ~/Dockerfile --offline')).out, /debian:13/);
    assert.match((await fromage('trace ~/Dockerfile --offline --target web')).out, /httpd:2\.4-alpine/);
    const given = await fromage('trace ~/Dockerfile --offline --target web --build-arg V=nosuch');
    assert.match(given.out, /httpd:2\.4-nosuch/);
    assert.equal(given.code, 4);
    assert.match((await fromage('trace ~/Dockerfile --offline --target web --build-arg V', { V: 'trixie' })).out, /httpd:2\.4-trixie/);
  });

  test('an image by its archive: unknown before its base is added, known afterwards', async () => {
    await writeFile(ports.path('app.tar'), writeDockerArchive([{ image: APP, names: ['team/app:1'] }], { form: 'layout' }));
    await writeFile(ports.path('base.tar'), writeOciArchive([{ image: BASE, names: ['docker.io/library/debian:13'] }]));
    const before = await fromage('trace ~/app.tar --offline --no-learn');
    assert.deepEqual([before.code, before.out.includes('└── unknown')], [4, true]);
    const added = await fromage('index add ~/base.tar');
    assert.deepEqual([added.code, added.err], [0, '']);
    assert.match(added.out, /^added debian:13 {2}linux\/amd64 /);
    const after = await fromage('trace ~/app.tar --offline --layers');
    assert.equal(after.code, 0);
    assert.match(after.out, /├── debian:13 {2}parent and base\n/);
    assert.match(after.out, /2 .* \(this image\) {2}COPY app \/\n/);
    assert.match((await fromage('index list')).out, /^debian:13 .*added\n$/);
    assert.match((await fromage('index list --learned')).out, /team\/app:1 .*learned/);
    assert.match((await fromage('index remove debian')).out, /^removed 1 image\n$/);
    assert.equal((await fromage('index remove debian')).code, 3);
  });

  test('a base image of one’s own: --base says that nothing is below it, unless something is', async () => {
    await writeFile(ports.path('app.tar'), writeDockerArchive([{ image: APP, names: ['team/app:1'] }], { form: 'layout' }));
    await writeFile(ports.path('base.tar'), writeOciArchive([{ image: BASE, names: ['team/base:1'] }]));
    assert.equal((await fromage('index add --base ~/base.tar')).code, 0);
    const { code, out } = await fromage('trace ~/app.tar --offline');
    assert.equal(code, 0);
    assert.match(out, /├── team\/base:1 {2}parent and base\n[^]*└── scratch\n/);
    const refused = await fromage('index add --base ~/app.tar');
    assert.deepEqual([refused.code, refused.err.includes('does not stand on scratch')], [2, true]);
  });

  test('--dockerfile shows the line that made each layer', async () => {
    await writeFile(ports.path('app.tar'), writeDockerArchive([{ image: APP, names: ['team/app:1'] }], { form: 'layout' }));
    await writeFile(ports.path('Dockerfile'), 'FROM base\n\nCOPY app /\n');
    const { out } = await fromage('trace ~/app.tar --offline --layers --dockerfile ~/Dockerfile');
    assert.match(out, /LINE {2}INSTRUCTION/);
    assert.match(out, / 3 {2}COPY app \/\n/);
  });

  test('JSON is the same answer, on standard output alone', async () => {
    const { code, out, err } = await fromage('trace httpd:2.4-alpine --offline --json');
    assert.deepEqual([code, err], [0, '']);
    const answer = JSON.parse(out) as { ancestors: { reference: string }[]; end: string; asOf: string };
    assert.deepEqual(
      [answer.ancestors.map(({ reference }) => reference.replace(/:.*/, '')), answer.end],
      [['docker.io/library/alpine'], 'scratch'],
    );
    assert.match(answer.asOf, /^\d{4}-\d\d-\d\d$/);
  });

  test('what nobody knows is not invented', async () => {
    for (const name of ['no-such-image:1', 'httpd:0.0.1-none', 'registry.example.invalid/team/app:1']) {
      const { code, out } = await fromage(`trace ${name} --offline --json`);
      const answer = JSON.parse(out) as { ancestors: unknown[]; end: string };
      assert.deepEqual([code, answer.ancestors, answer.end], [4, [], 'unknown']);
    }
  });

  test('every platform of an image, and one of them', async () => {
    const index = buildIndex({ manifests: [APP, buildImage({ platform: 'linux/arm64/v8', layers: [{ files: 'arm: 1' }] })] });
    await writeFile(ports.path('both.tar'), writeOciArchive([{ image: index, names: ['app:1'] }]));
    const all = JSON.parse((await fromage('trace ~/both.tar --offline --platform all --json')).out) as {
      subject: { platform: { architecture: string } };
    }[];
    assert.deepEqual(
      all.map(({ subject }) => subject.platform.architecture),
      ['amd64', 'arm64'],
    );
    assert.match((await fromage('trace ~/both.tar --offline --platform linux/arm64')).out, /linux\/arm64/);
    const none = await fromage('trace ~/both.tar --offline --platform linux/s390x');
    assert.equal(none.code, 3);
    assert.match(none.err, /linux\/amd64, linux\/arm64/);
  });

  test('a registry is asked for manifests and configs, never for layers', async () => {
    await withRegistry({}, async (registry) => {
      registry.push(APP, 'team/app:1');
      const { code, out } = await fromage(`trace ${registry.host}/team/app:1 --plain-http`);
      assert.equal(code, 4);
      assert.match(out, /image · linux\/amd64/);
      const layers = new Set<string>(APP.layers.map(({ digest }) => digest));
      assert.deepEqual(
        registry.requests.filter(({ path }) => [...layers].some((digest) => path.includes(digest))),
        [],
      );
      assert.ok(registry.requests.length <= 6, JSON.stringify(registry.requests.map(({ path }) => path)));
    });
  });
});

describe('what goes wrong', () => {
  const cases: readonly (readonly [line: string, code: number, told: RegExp])[] = [
    ['trace', 2, /nothing to trace\n {2}Name an image/],
    ['trace --bogus x', 2, /bogus/],
    ['nonsense', 2, /nonsense[^]*\n {2}fromage --help shows the commands\.\n/],
    ['index nonsense', 2, /nonsense[^]*\n {2}fromage index --help shows/],
    ['index add --bogus', 2, /bogus[^]*\n {2}fromage index add --help shows how it is called\./],
    ['sbom', 2, /IMAGE[^]*\n {2}fromage sbom --help shows how it is called\./],
    ['layers x --most 1.5', 2, /whole number\n {2}fromage layers --help shows/],
    ['trace x --format yaml', 2, /yaml/],
    ['trace x --platform a/b/c/d', 2, /no platform\n {2}The form is/],
    ['trace x --build-arg =', 2, /has no value\n {2}The form is NAME=value/],
    ['trace a --file b', 2, /both a and --file b/],
    ['index add', 2, /nothing to add/],
    ['index remove', 2, /nothing to remove/],
    ['trace ~/nothing.tar', 3, /does not exist/],
    ['trace ~/text', 3, /neither an image archive/],
    ['trace docker-archive:~/text', 3, /text/],
    ['trace ~/empty/Dockerfile', 3, /empty/],
    ['index add ~/nothing.tar', 3, /does not exist/],
    ['index add --dir ~/nowhere', 3, /no folder/],
    ['index add --registry registry.example.invalid/x --offline', 3, /network/],
  ];
  for (const [line, code, told] of cases) {
    test(line, async () => {
      await writeFile(ports.path('text'), 'no image');
      await mkdir(ports.path('empty'));
      await writeFile(ports.path('empty', 'Dockerfile'), '# nothing\n');
      const ran = await fromage(line);
      assert.equal(ran.code, code, ran.err);
      assert.equal(ran.out, '');
      assert.match(ran.err, told);
    });
  }
});

describe('colour', () => {
  const escape = '\u001b[';
  test('is off where nobody looks, on when asked for, and NO_COLOR wins over FORCE_COLOR', async () => {
    assert.ok(!(await fromage('trace httpd --offline')).out.includes(escape));
    assert.ok((await fromage('trace httpd --offline --color always')).out.includes(escape));
    assert.ok((await fromage('trace httpd --offline', { FORCE_COLOR: '1' })).out.includes(escape));
    assert.ok(!(await fromage('trace httpd --offline', { FORCE_COLOR: '1', NO_COLOR: '1' })).out.includes(escape));
  });
});

test('help has examples, and every command a page', async () => {
  const { code, out } = await fromage('trace --help');
  assert.equal(code, 0);
  assert.match(out, /Examples:\n {2}fromage trace \. /);
  assert.deepEqual(
    helpPages().map(({ command }) => command),
    [
      'fromage trace',
      'fromage sbom',
      'fromage layers',
      'fromage files',
      'fromage cat',
      'fromage diff',
      'fromage scan',
      'fromage compare',
      'fromage suggest',
      'fromage outdated',
      'fromage lint',
      'fromage explain',
      'fromage index add',
      'fromage index status',
      'fromage index list',
      'fromage index remove',
      'fromage db status',
      'fromage db import',
      'fromage db update',
      'fromage db export',
      'fromage db push',
      'fromage db pull',
      'fromage db remove',
    ],
  );
});
