/** `fromage sbom`, `layers` and `files`: words in, text and an exit code out. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { writeDockerArchive, writeOciArchive } from '../testing/archive-writers.ts';
import { closedSchema } from '../testing/closed-schema.ts';
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

/** A dpkg database as text: `name version` or `name version (source sourceVersion)`. */
function status(...packages: readonly string[]): string {
  return packages
    .map((line) => {
      const [, name, version, source] = /^(\S+) (\S+)(?: \((.*)\))?$/.exec(line) ?? [];
      const from = source === undefined ? '' : `Source: ${source.replace(/ (.*)/, ' ($1)')}\n`;
      return `Package: ${name}\nStatus: install ok installed\n${from}Version: ${version}\nArchitecture: amd64\nDescription: x\n more\n`;
    })
    .join('\n');
}

const file = (name: string, text: string) => ({ name, type: 'file', body: new TextEncoder().encode(text) }) as const;
const DATABASE = 'var/lib/dpkg/status';
const RC = 'Package: rc\nStatus: deinstall ok config-files\nVersion: 1\nArchitecture: amd64\n\n';

const BASE = buildImage({
  layers: [
    {
      files: [
        file('etc/os-release', 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'),
        file(DATABASE, status('libc6 2.36-9 (glibc 2.36-9+b1)', 'perl 5.36', 'old 1')),
      ],
      createdBy: 'ADD rootfs.tar /',
      created: '2025-01-01T00:00:00Z',
    },
  ],
});
const RUNTIME = buildImage({
  base: BASE,
  layers: [
    {
      files: [
        file(DATABASE, RC + status('libc6 2.36-9 (glibc 2.36-9+b1)', 'perl 5.36-deb12u1', 'httpd 2.4')),
        file('etc/motd', 'a long message'),
      ],
      createdBy: 'RUN apt-get install httpd',
      created: '2025-02-01T00:00:00Z',
    },
  ],
});
const APP = buildImage({
  base: RUNTIME,
  layers: [
    {
      files: [
        file(DATABASE, status('libc6 2.36-9 (glibc 2.36-9+b1)', 'perl 5.36-deb12u1', 'httpd 2.4', 'curl 1:7+x')),
        file('srv/app', 'hello'),
        file('etc/.wh.motd', ''),
      ],
      createdBy: 'COPY . /',
      created: '2025-03-01T00:00:00Z',
    },
  ],
});

async function saveAll(): Promise<void> {
  const save = (name: string, image: BuiltImage, tag: string) => writeFile(ports.path(name), writeOciArchive([{ image, names: [tag] }]));
  await save('base.tar', BASE, 'docker.io/library/debian:12');
  await save('runtime.tar', RUNTIME, 'docker.io/team/runtime:1');
  await writeFile(ports.path('app.tar'), writeDockerArchive([{ image: APP, names: ['team/app:1'] }], { form: 'old' }));
  for (const name of ['base', 'runtime']) assert.equal((await fromage(`index add ~/${name}.tar`)).code, 0);
}

describe('sbom', () => {
  test('each package belongs to the layer from which on every copy of the database has it, and to its ancestor', async () => {
    await saveAll();
    const { code, out } = await fromage('sbom ~/app.tar --offline --json');
    assert.equal(code, 0);
    const sbom = JSON.parse(out) as {
      packages: { purl: string; layer: number; owner: number | string; source: object | null }[];
      ancestors: { reference: string }[];
    };
    assert.deepEqual(
      sbom.packages.map(({ purl, layer, owner }) => [purl.slice('pkg:deb/debian/'.length), layer, owner]),
      [
        ['curl@1:7%2Bx?arch=amd64&distro=debian-12', 3, 'own'],
        ['httpd@2.4?arch=amd64&distro=debian-12', 2, 0],
        ['libc6@2.36-9?arch=amd64&distro=debian-12', 1, 1],
        ['perl@5.36-deb12u1?arch=amd64&distro=debian-12', 2, 0],
      ],
    );
    assert.deepEqual(sbom.packages[2]?.source, { name: 'glibc', version: '2.36-9+b1' });
    assert.deepEqual(
      sbom.ancestors.map(({ reference }) => reference),
      ['docker.io/team/runtime:1', 'docker.io/library/debian:12'],
    );
  });

  test('the JSON is what schema/sbom.schema.json says, which leaves no member out', async () => {
    await saveAll();
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema(closedSchema('trace'));
    const validate = ajv.compile(closedSchema('sbom'));
    const document = JSON.parse((await fromage('sbom ~/app.tar --offline --json')).out) as { gone: unknown[]; packages: object[] };
    assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
    assert.equal(document.gone.length, 1);
    assert.equal(validate({ ...document, packages: [{ ...document.packages[0], more: 1 }] }), false);
  });

  test('what a lock file states as hash stands where the formats have a place for it', async () => {
    const [hex, integrity] = ['00'.repeat(64), `sha512-${'A'.repeat(86)}==`];
    const lock = file(
      'srv/package-lock.json',
      `{"lockfileVersion":3,"packages":{"node_modules/y":{"version":"1.0","integrity":"${integrity}"}}}`,
    );
    await writeFile(ports.path('lock.tar'), writeOciArchive([{ image: buildImage({ layers: [{ files: [lock] }] }), names: ['lock:1'] }]));
    const write = async (format: string) => (await fromage(`sbom ~/lock.tar --offline -o ${format}`)).out;
    assert.match(
      await write('cyclonedx-json'),
      new RegExp(`"name": "y",[^}]*"hashes": \\[\\s+{\\s+"alg": "SHA-512",\\s+"content": "${hex}"`),
    );
    assert.match(await write('cyclonedx-xml'), new RegExp(`<hash alg="SHA-512">${hex}</hash>`));
    assert.match(await write('spdx-json'), new RegExp(`"algorithm": "SHA512",\\s+"checksumValue": "${hex}"`));
    assert.match(await write('spdx-tag'), new RegExp(`^PackageChecksum: SHA512: ${hex}$`, 'm'));
    assert.match(await write('json'), new RegExp(`"hashes": \\[\\s+"sha512:${hex}"`));
  });

  test('what is only declared is told as such, with its whole name', async () => {
    const lock = file('srv/package-lock.json', '{"lockfileVersion":3,"packages":{"node_modules/@x/y":{"version":"1.0"}}}');
    const image = buildImage({ layers: [{ files: [lock], createdBy: 'COPY . /', created: '2025-02-01T00:00:00Z' }] });
    await writeFile(ports.path('lock.tar'), writeOciArchive([{ image, names: ['lock:1'] }]));
    assert.match((await fromage('sbom ~/lock.tar --offline')).out, /^@x\/y +1\.0 +npm \(declared\) +1 /m);
    const { packages } = JSON.parse((await fromage('sbom ~/lock.tar --offline --json')).out) as { packages: { declared: boolean }[] };
    assert.deepEqual(
      packages.map(({ declared }) => declared),
      [true],
    );
  });

  test('a table, and a package URL a line', async () => {
    await saveAll();
    const { out } = await fromage('sbom ~/app.tar --offline');
    assert.match(
      out,
      /^team\/app:1\nDebian GNU\/Linux 12 \(bookworm\) · 4 packages, brought by\n {6}1 {2}\(this image\)\n {6}2 {2}team\/runtime:1\n {6}1 {2}debian:12\n/,
    );
    assert.match(out, /^curl +1:7\+x +deb +3 {2}\(this image\)$/m);
    const { out: purls } = await fromage('sbom ~/app.tar --offline -o purls');
    assert.equal(purls.split('\n').length, 5);
    assert.match(purls, /^pkg:deb\/debian\/libc6@2\.36-9\?arch=amd64&distro=debian-12&upstream=glibc%402\.36-9%2Bb1$/m);
  });

  for (const format of ['cyclonedx-json', 'cyclonedx-xml', 'spdx-json', 'spdx-tag', 'json', 'purls']) {
    test(`${format} is the same twice`, async () => {
      await saveAll();
      const [first, second] = [
        await fromage(`sbom ~/app.tar --offline -o ${format}`),
        await fromage(`sbom ~/app.tar --offline -o ${format}`),
      ];
      assert.equal(first.code, 0);
      assert.ok(first.out.length > 100);
      assert.equal(first.out, second.out);
    });
  }

  test('CycloneDX has the lineage: ancestors of the image, and what each brought', async () => {
    await saveAll();
    const bom = JSON.parse((await fromage('sbom ~/app.tar --offline -o cyclonedx-json')).out) as {
      specVersion: string;
      metadata: { component: { pedigree: { ancestors: { name: string }[] } } };
      components: { 'bom-ref': string; type: string; properties?: { name: string; value: string }[] }[];
      dependencies: { ref: string; dependsOn: string[] }[];
      compositions: { assemblies: string[] }[];
    };
    assert.equal(bom.specVersion, '1.6');
    assert.deepEqual(
      bom.metadata.component.pedigree.ancestors.map(({ name }) => name),
      ['docker.io/team/runtime:1', 'docker.io/library/debian:12'],
    );
    assert.equal(bom.components.length, 5);
    const refs = bom.components.map((component) => component['bom-ref']);
    assert.equal(new Set(refs).size, refs.length);
    assert.deepEqual(new Set(bom.dependencies[0]?.dependsOn), new Set(refs));
    assert.deepEqual(bom.compositions.map(({ assemblies }) => assemblies.length).toSorted(), [1, 1, 2]);
    assert.ok(
      bom.components.some(({ properties }) =>
        properties?.some(({ name, value }) => name === 'fromage:broughtBy' && value === 'team/runtime:1'),
      ),
    );
  });

  test('in XML and in tags stands what stands in JSON, and nothing can break out of its place', async () => {
    const name = '</name><evil a="1">&\u0001\nSPDXID: SPDXRef-evil</text>';
    const manifest = file('node_modules/x/package.json', JSON.stringify({ name, version: '1' }));
    const image = buildImage({ layers: [{ files: [manifest], createdBy: 'COPY . /', created: '2025-03-01T00:00:00Z' }] });
    await writeFile(ports.path('odd.tar'), writeOciArchive([{ image, names: ['odd:1'] }]));
    const { out: xml } = await fromage('sbom ~/odd.tar --offline -o cyclonedx-xml');
    assert.match(xml, /<name>&lt;\/name&gt;&lt;evil a=&quot;1&quot;&gt;&amp;\ufffd&#10;SPDXID: SPDXRef-evil&lt;\/text&gt;<\/name>/);
    assert.doesNotMatch(xml, /<evil/);
    const { out: tags } = await fromage('sbom ~/odd.tar --offline -o spdx-tag');
    assert.doesNotMatch(tags, /^SPDXID: SPDXRef-evil/m);
    assert.equal(tags.match(/^SPDXID: SPDXRef-package-/gm)?.length, 1);
    assert.equal((tags.match(/<text>/g) ?? []).length, (tags.match(/<\/text>/g) ?? []).length);
  });

  test('a time is stated where it is asked for alone', async () => {
    await saveAll();
    for (const [format, field] of [
      ['cyclonedx-json', /"timestamp": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/],
      ['cyclonedx-xml', /<timestamp>20/],
    ] as const) {
      assert.doesNotMatch((await fromage(`sbom ~/app.tar --offline -o ${format}`)).out, field);
      assert.match((await fromage(`sbom ~/app.tar --offline --timestamp -o ${format}`)).out, field);
    }
  });

  test('SPDX has it too: DESCENDANT_OF, and CONTAINS for each package', async () => {
    await saveAll();
    const spdx = JSON.parse((await fromage('sbom ~/app.tar --offline -o spdx-json')).out) as {
      spdxVersion: string;
      packages: { SPDXID: string }[];
      relationships: { relationshipType: string; relatedSpdxElement: string }[];
    };
    assert.equal(spdx.spdxVersion, 'SPDX-2.3');
    const kinds = Object.groupBy(spdx.relationships, ({ relationshipType }) => relationshipType);
    assert.deepEqual([kinds['DESCRIBES']?.length, kinds['DESCENDANT_OF']?.length, kinds['CONTAINS']?.length], [1, 2, 4]);
    const ids = new Set(spdx.packages.map(({ SPDXID }) => SPDXID));
    assert.ok(spdx.relationships.every(({ relatedSpdxElement }) => ids.has(relatedSpdxElement)));
  });

  test('a Dockerfile has no packages, and a damaged layer leaves the answer incomplete', async () => {
    await writeFile(ports.path('Dockerfile'), 'FROM debian:12\n');
    const refused = await fromage('sbom ~/Dockerfile --offline');
    assert.deepEqual([refused.code, refused.out], [2, '']);
    assert.match(refused.err, /has no files of its own/);
    const cut = buildImage({ layers: [{ tar: BASE.layers[0]?.tar.slice(0, 1100) ?? new Uint8Array(), compression: 'none' }] });
    await writeFile(ports.path('cut.tar'), writeOciArchive([{ image: cut, names: ['x:1'] }]));
    const { code, out } = await fromage('sbom ~/cut.tar --offline');
    assert.equal(code, 4);
    assert.match(out, /incomplete: layer 1: /);
  });
});

describe('layers', () => {
  test('what each did, and what is shipped and cannot be seen', async () => {
    await saveAll();
    const { code, out } = await fromage('layers ~/app.tar --offline');
    assert.equal(code, 0);
    assert.match(out, /^3 layers, \S+ \S+ of files, \S+ \S+ of them \(\d+\.\d %\) wasted$/m);
    assert.match(out, /^3 +\S+ B +2 +\d +1 +\(this image\) +COPY \. \/$/m);
    assert.match(out, /^ *14 B +2 +3 +deleted +\/etc\/motd$/m);
    assert.match(out, /overwritten +\/var\/lib\/dpkg\/status$/m);
    const json = JSON.parse((await fromage('layers ~/app.tar --offline --json')).out) as {
      layers: { removed: number }[];
      wasted: { path: string; size: number }[];
      wastedBytes: number;
    };
    assert.deepEqual(
      json.layers.map(({ removed }) => removed),
      [0, 0, 1],
    );
    assert.equal(
      json.wastedBytes,
      json.wasted.reduce((sum, { size }) => sum + size, 0),
    );
    assert.equal(json.wasted.find(({ path }) => path === 'etc/motd')?.size, 14);
    assert.equal((await fromage('layers ~/app.tar --offline --most 0')).out.includes('/etc/motd'), false);
    assert.equal((await fromage('layers ~/app.tar --offline --most x')).code, 2);
  });
});

describe('files', () => {
  test('the package that a file belongs to, also after a later layer wrote the file anew; of what is removed none', async () => {
    const image = buildImage({
      layers: [
        {
          files: [
            file(DATABASE, status('httpd 2.4')),
            file('var/lib/dpkg/info/httpd.list', '/etc/httpd.conf\n/usr/sbin/httpd\n/usr/share/gone\n'),
            'etc/httpd.conf: a',
            'usr/sbin/httpd: b',
            'usr/share/gone: c',
            'srv/own: d',
          ],
          createdBy: 'RUN apt-get install httpd',
          created: '2025-02-01T00:00:00Z',
        },
        { files: ['etc/httpd.conf: mine', 'usr/share/.wh.gone'], createdBy: 'COPY . /', created: '2025-02-01T00:00:00Z' },
      ],
    });
    await writeFile(ports.path('owned.tar'), writeOciArchive([{ image, names: ['owned:1'] }]));
    const packagesOf = async (flags: string): Promise<object> => {
      const { files } = JSON.parse((await fromage(`files ~/owned.tar ${flags} --offline --json`)).out) as {
        files: { path: string; package: string | null }[];
      };
      return Object.fromEntries(files.map((one) => [one.path, one.package]));
    };
    const httpd = 'pkg:deb/debian/httpd@2.4?arch=amd64';
    assert.deepEqual(await packagesOf('etc/* usr/sbin/* srv/*'), { 'etc/httpd.conf': httpd, 'usr/sbin/httpd': httpd, 'srv/own': null });
    assert.deepEqual(await packagesOf('--layer 2'), { 'etc/httpd.conf': httpd, 'usr/share/gone': null });
    assert.match((await fromage('files ~/owned.tar usr/sbin/* --offline')).out, / httpd {2}\/usr\/sbin\/httpd$/m);
  });

  test('all of them, those a glob fits, and what one layer did', async () => {
    await saveAll();
    const all = (await fromage('files ~/app.tar --offline')).out;
    assert.match(all, /^-rw-r--r-- +5 B +3 +\(this image\) +\/srv\/app$/m);
    assert.ok(!all.includes('/etc/motd'));
    assert.match((await fromage('files ~/app.tar os-* --offline')).out, /^-rw-r--r-- .* debian:12 +\/etc\/os-release\n$/);
    assert.match((await fromage('files ~/app.tar --offline --layer 3')).out, /^- .*\/etc\/motd$/m);
    for (const layer of ['0', '4', 'x']) assert.equal((await fromage(`files ~/app.tar --offline --layer ${layer}`)).code, 2);
  });
});
