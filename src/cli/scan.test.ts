/** `fromage scan` and `compare`: words in, text and an exit code out. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { writeDockerArchive, writeOciArchive } from '../testing/archive-writers.ts';
import { type BuiltImage, buildImage } from '../testing/image-builder.ts';
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

interface Finding {
  readonly id: string;
  readonly owner: number | 'own' | null;
  readonly line: number | null;
  readonly remedy: string;
  readonly package: { readonly name: string };
}

async function findingsOf(line: string): Promise<readonly Finding[]> {
  const { out } = await fromage(line);
  return (JSON.parse(out) as { readonly findings: readonly Finding[] }).findings;
}

/** A dpkg database as text: `name version`. */
function status(...packages: readonly string[]): string {
  return packages
    .map((line) => `Package: ${line.replace(' ', '\nStatus: install ok installed\nVersion: ')}\nArchitecture: amd64\n`)
    .join('\n');
}

const file = (name: string, text: string) => ({ name, type: 'file', body: new TextEncoder().encode(text) }) as const;
const DATABASE = 'var/lib/dpkg/status';
/** Packages whose fixes for Debian 12 the bundled advisories name. */
const [LOW, MIDDLE, TOP] = ['glibc 2.36-9', 'perl 5.36.0-7', 'libtasn1-6 4.19.0-2'];

const BASE = buildImage({
  layers: [
    {
      files: [
        file('etc/os-release', 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'),
        file(DATABASE, status(LOW)),
      ],
      createdBy: 'ADD rootfs.tar /',
      created: '2025-01-01T00:00:00Z',
    },
  ],
});
const RUNTIME = buildImage({
  base: BASE,
  layers: [{ files: [file(DATABASE, status(LOW, MIDDLE))], createdBy: 'RUN apt-get install perl', created: '2025-02-01T00:00:00Z' }],
});
const APP = buildImage({
  base: RUNTIME,
  layers: [
    { files: [file(DATABASE, status(LOW, MIDDLE, TOP))], createdBy: 'RUN apt-get install libtasn1-6', created: '2025-03-01T00:00:00Z' },
  ],
});

async function saveAll(): Promise<void> {
  const save = (name: string, image: BuiltImage, tag: string) => writeFile(ports.path(name), writeOciArchive([{ image, names: [tag] }]));
  await save('base.tar', BASE, 'docker.io/team/base:1');
  await save('runtime.tar', RUNTIME, 'docker.io/team/runtime:1');
  await writeFile(ports.path('app.tar'), writeDockerArchive([{ image: APP, names: ['team/app:1'] }], { form: 'old' }));
  await writeFile(ports.path('Dockerfile'), 'FROM team/runtime:1\n\nRUN apt-get install libtasn1-6\n');
  for (const name of ['base', 'runtime']) assert.equal((await fromage(`index add ~/${name}.tar`)).code, 0);
}

describe('whose a finding is', () => {
  const names = (findings: readonly Finding[]) =>
    [...new Set(findings.map((one) => `${one.package.name} ${String(one.owner)}`))].toSorted();

  test('each is of the ancestor that brought the package, with the line and what is to be done', async () => {
    await saveAll();
    const findings = await findingsOf('scan ~/app.tar --offline --json --dockerfile ~/Dockerfile');
    assert.deepEqual(names(findings), ['glibc 1', 'libtasn1-6 own', 'perl 0']);
    const own = findings.filter(({ owner }) => owner === 'own');
    assert.deepEqual(
      own.map(({ id, line, remedy }) => [id, line, remedy]),
      [['CVE-2024-12133', 3, 'upgrade']],
    );
    assert.ok(findings.filter(({ owner }) => owner !== 'own').every(({ remedy, line }) => remedy === 'rebuild' && line === null));
  });

  test('--ignore-base leaves what is yours, --only what is of one, base of all ancestors', async () => {
    await saveAll();
    const of = async (flags: string) => names(await findingsOf(`scan ~/app.tar --offline --json ${flags}`));
    assert.deepEqual(await of('--ignore-base'), ['libtasn1-6 own']);
    assert.deepEqual(await of('--only you'), ['libtasn1-6 own']);
    assert.deepEqual(await of('--only team/runtime:1'), ['perl 0']);
    assert.deepEqual(await of('--only team/base'), ['glibc 1']);
    assert.deepEqual(await of('--only base'), ['glibc 1', 'perl 0']);
    assert.match((await fromage('scan ~/app.tar --offline --only nobody')).err, /no ancestor is called "nobody"/);
    assert.equal((await fromage('scan ~/app.tar --offline --only you --ignore-base')).code, 2);
  });

  test('an SBOM of it says the same of its packages and their owners', async () => {
    await saveAll();
    const { out } = await fromage('sbom ~/app.tar --offline -o cyclonedx-json');
    await writeFile(ports.path('app.cdx.json'), out);
    const pick = (findings: readonly Finding[]) => findings.map(({ id, owner, package: { name } }) => [id, owner, name]);
    assert.deepEqual(pick(await findingsOf('scan ~/app.cdx.json --json')), pick(await findingsOf('scan ~/app.tar --offline --json')));
    for (const format of ['spdx-json', 'purls']) {
      await writeFile(ports.path('app.list'), (await fromage(`sbom ~/app.tar --offline -o ${format}`)).out);
      const ids = (findings: readonly Finding[]) => findings.map(({ id }) => id);
      assert.deepEqual(ids(await findingsOf('scan ~/app.list --json')), ids(await findingsOf('scan ~/app.tar --offline --json')), format);
    }
  });
});

describe('what is said of it', () => {
  test('the lineage first, then by who has to act, then what the data knows', async () => {
    await saveAll();
    const { out, code } = await fromage('scan ~/app.tar --offline --dockerfile ~/Dockerfile');
    assert.equal(code, 0);
    assert.match(
      out,
      /^team\/app:1, built 2026-01-01\nDebian GNU\/Linux 12 \(bookworm\), support ended 2026-07-11 · 3 packages, 3 covered\n/,
    );
    assert.match(
      out,
      /BROUGHT BY\n( +\d+){6} {2}team\/base:1\n( +\d+){6} {2}team\/runtime:1\n +0 +0 +1 +0 +0 +0 {2}\(this image\)\n|BROUGHT BY\n/,
    );
    assert.match(out, /Debian:12: data to \d{4}-\d\d-\d\d; 3 of 3 packages covered; only issues that have a\s+fix\n/);
    assert.match(out, /Upgrade, your line 3 \(fixes 1\)\nLEVEL[^\n]*\n\S+ +CVE-2024-12133 +4\.19\.0-2 +4\.19\.0-2\+deb12u1 +libtasn1-6\n/);
    assert.match(
      out,
      /Rebuild on today’s team\/runtime:1 \(fixes \d+ of team\/base:1 and \d+ of team\/runtime:1, where it has them by now\)/,
    );
    assert.match(out, /where it has them by now\)\nLEVEL[^\n]*\nunknown, exploited +CVE-2023-4911/);
  });

  test('none is never a bare 0', async () => {
    const image = buildImage({ layers: [{ files: [file('srv/app', 'hello')], createdBy: 'COPY . /', created: '2025-03-01T00:00:00Z' }] });
    await writeFile(ports.path('bare.tar'), writeOciArchive([{ image, names: ['bare:1'] }]));
    assert.match((await fromage('scan ~/bare.tar --offline')).out, /0 known \(0 of 0 packages covered\)/);
  });

  test('--fail-on makes findings an exit code', async () => {
    await saveAll();
    assert.equal((await fromage('scan ~/app.tar --offline --fail-on critical')).code, 0);
    assert.equal((await fromage('scan ~/app.tar --offline --fail-on any')).code, 1);
    assert.equal((await fromage('scan ~/app.tar --offline --ignore-base --severity critical --fail-on any')).code, 0);
    assert.equal((await fromage('scan ~/app.tar --offline --severity dreadful')).code, 2);
  });

  test('a folder is taken for the files in it, a Dockerfile among them or not', async () => {
    await mkdir(ports.path('app'));
    await writeFile(
      ports.path('app/package-lock.json'),
      '{"lockfileVersion":3,"packages":{"node_modules/bassmaster":{"version":"1.5.1"}}}',
    );
    for (const name of ['other', 'Dockerfile']) {
      await writeFile(ports.path(`app/${name}`), 'FROM scratch\n');
      const findings = await findingsOf('scan ~/app --offline --json');
      assert.deepEqual([...new Set(findings.map((one) => one.package.name))], ['bassmaster'], name);
    }
  });

  test('packages of several distributions in one list are each matched as their own', async () => {
    const lines = [
      'pkg:deb/debian/perl@5.36.0-7?distro=debian-12',
      'pkg:deb/debian/libc6@2.36-9?distro=debian-12&upstream=glibc',
      'pkg:apk/alpine/busybox@1.30.0-r0?distro=alpine-3.20',
    ];
    await writeFile(ports.path('list'), `${lines.join('\n')}\n`);
    const findings = await findingsOf('scan ~/list --json');
    assert.deepEqual([...new Set(findings.map((one) => one.package.name))].toSorted(), ['busybox', 'libc6', 'perl']);
    assert.match((await fromage('scan ~/list')).out, /Alpine:v3\.20: /);
    assert.match((await fromage('scan ~/list --fail-on any')).err, /--fail-on any: \d+ vulnerabilities are that severe/);
  });

  test('a file that is no SBOM is refused, and an unknown name too', async () => {
    await writeFile(ports.path('other.json'), '{"a":1}');
    const { code, err } = await fromage('scan ~/other.json');
    assert.deepEqual([code, /no SBOM that can be read/.test(err)], [3, true]);
    assert.deepEqual((await fromage('scan nobody/nothing:1 --offline')).code, 3);
  });
});

test('what a filter leaves out is counted, for people and for machines', async () => {
  await writeFile(ports.path('app.purls'), 'pkg:npm/bassmaster@1.5.1\n');
  const [line] = (await fromage('scan ~/app.purls --severity none')).out.match(/^\d+ .* shown .*$/m) ?? [];
  assert.match(line ?? '', /^0 of [1-9]\d* vulnerabilit(y|ies) shown \(--severity none\)$/);
  const selectionOf = async (flags: string) =>
    (JSON.parse((await fromage(`scan ~/app.purls --json${flags}`)).out) as { selection: unknown }).selection;
  const { findings } = JSON.parse((await fromage('scan ~/app.purls --json')).out) as { findings: { id: string }[] };
  const vulnerabilities = new Set(findings.map(({ id }) => id)).size;
  assert.deepEqual(await selectionOf(' --fixed --severity none'), { asked: ['--fixed', '--severity none'], vulnerabilities });
  assert.equal(await selectionOf(''), null);
});

test('--severity-from takes who rates, and nobody else', async () => {
  await writeFile(ports.path('app.purls'), 'pkg:npm/bassmaster@1.5.1\n');
  const { code, err } = await fromage('scan ~/app.purls --severity-from nvd,nonsense');
  assert.deepEqual(
    [code, /nobody called "nonsense" rates[^]*\n {2}--severity-from takes distribution, nvd, ghsa/.test(err)],
    [2, true],
    err,
  );
  for (const word of ['GHSA,nvd', 'rustsec']) assert.equal((await fromage(`scan ~/app.purls --severity-from ${word}`)).code, 0, word);
});

describe('a gate is no 0 of what could not be read', () => {
  test('a list in place of the image is an answer with --offline alone', async () => {
    const scan = async (flags: string) =>
      runLine(`scan httpd:2.4-alpine --fail-on high${flags}`, ports.folder, { HTTPS_PROXY: 'http://127.0.0.1:1' });
    const asked = await scan(' --offline');
    assert.deepEqual([asked.code, /^note: No file of \S+ was read:/m.test(asked.out)], [0, true]);
    const away = await scan('');
    assert.deepEqual([away.code, /^incomplete: No file of \S+ was read \(nothing\s+listens/m.test(away.out)], [4, true], away.out);
  });

  test('an advisory that can’t be weighed', async () => {
    await writeFile(ports.path('app.purls'), 'pkg:npm/bassmaster@of-today\n');
    const { code, out } = await fromage('scan ~/app.purls --fail-on any');
    assert.deepEqual([code, /^incomplete: .* can't be held against bassmaster of-today/m.test(out)], [4, true], out);
  });
});

describe('compare', () => {
  test('httpd on Debian against httpd on Alpine, from the bundled lists', async () => {
    const { code, out } = await fromage('compare httpd:2.4 httpd:2.4-alpine --offline --json');
    assert.equal(code, 0);
    const { images, changes } = JSON.parse(out) as {
      images: {
        reference: string;
        os: string;
        packages: number;
        covered: number;
        findings: string[];
        dataDate: string;
        isNewer: boolean;
        build: string;
      }[];
      changes: { gone: string[]; new: string[]; packages: object[] }[];
    };
    assert.deepEqual(
      images.map(({ reference, os, packages, build }) => [reference, os, packages, build]),
      [
        ['httpd:2.4', 'Debian GNU/Linux 13', 112, 'docker.io/library/httpd:2.4.68'],
        ['httpd:2.4-alpine', 'Alpine Linux 3.24', 40, 'docker.io/library/httpd:2.4.68-alpine'],
      ],
    );
    assert.ok((images[0]?.findings.length ?? 0) > 0 && (images[1]?.covered ?? 0) > 0);
    assert.deepEqual([images[1]?.dataDate, images[1]?.isNewer], ['2026-06-09', true]);
    assert.deepEqual(changes[0]?.gone, images[0]?.findings);
    assert.match(
      (await fromage('compare httpd:2.4 httpd:2.4-alpine --offline')).out,
      /0 known \(data to 2026-06-09, older than the image; \d+ of 40 packages covered\)/,
    );
  });

  test('that data is old is told once of an ecosystem, with the command', async () => {
    const { err } = await fromage('compare httpd:2.4-alpine httpd:2.4-alpine --offline');
    assert.match(err, /^fromage: the data is old: (Alpine:\S+) to \S+ \(\d+ days\)\n {2}fromage db update \1\n$/);
  });

  test('one image is not enough', async () => {
    assert.equal((await fromage('compare httpd:2.4 --offline')).code, 2);
  });
});
