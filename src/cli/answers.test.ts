/** What `layers`, `files` and `diff` write as JSON is what their schemas say. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { writeOciArchive } from '../testing/archive-writers.ts';
import { closedSchema } from '../testing/closed-schema.ts';
import { buildImage } from '../testing/image-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { runLine } from './run-line.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

const STATUS = 'Package: x\\nStatus: install ok installed\\nVersion: 1\\nArchitecture: all\\n';
const IMAGE = buildImage({
  layers: [
    { files: 'var/lib/apt/lists/a: 12345\netc/motd: 12\nusr/share/doc/x/README: 12\nbin -> usr/bin', createdBy: 'RUN apt-get update' },
    { files: 'var/lib/apt/lists/.wh.a\netc/motd: 123', createdBy: 'RUN rm -r /var/lib/apt/lists/*' },
  ],
});

const OTHER = buildImage({
  config: { Cmd: ['x'], Env: ['A=1'] },
  layers: [{ files: `etc/motd: 132\nusr/lib/os-release: ID=debian\nvar/lib/dpkg/status: ${STATUS}`, createdBy: 'COPY . /' }],
});

const COMMANDS: readonly (readonly [schema: string, line: string])[] = [
  ['layers', 'layers ~/a.tar --json --offline'],
  ['layers', 'layers ~/a.tar --json --offline --ci'],
  ['files', 'files ~/a.tar --json --offline'],
  ['files', 'files ~/a.tar --json --offline --layer 2'],
  ['diff', 'diff ~/a.tar ~/b.tar --json --offline --times'],
  ['diff', 'diff ~/a.tar ~/b.tar --json --offline --no-files --no-packages'],
];

for (const [name, line] of COMMANDS) {
  test(`${line}: schema/${name}.schema.json, which leaves no member out`, async () => {
    await writeFile(ports.path('a.tar'), writeOciArchive([{ image: IMAGE, names: ['a:1'] }]));
    await writeFile(ports.path('b.tar'), writeOciArchive([{ image: OTHER, names: ['b:1'] }]));
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema(closedSchema('trace'));
    const validate = ajv.compile(closedSchema(name));
    const document = JSON.parse((await runLine(line, ports.folder)).out) as { schemaVersion: number };
    assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
    assert.equal(validate({ ...document, schemaVersion: 0 }), false);
    assert.equal(validate({ ...document, more: 1 }), false);
  });
}

test('sbom tells of digests that were not checked only where bytes were skipped, from kept answers too', async () => {
  const layers = (compression: 'none' | 'gzip') => [{ files: 'etc/motd: 12', compression }];
  await writeFile(ports.path('plain.tar'), writeOciArchive([{ image: buildImage({ layers: layers('none') }), names: ['a:1'] }]));
  await writeFile(ports.path('packed.tar'), writeOciArchive([{ image: buildImage({ layers: layers('gzip') }), names: ['a:1'] }]));
  const mixed = buildImage({ layers: [...layers('none'), ...layers('gzip')] });
  await writeFile(ports.path('mixed.tar'), writeOciArchive([{ image: mixed, names: ['a:1'] }]));
  const skipped = async (archive: string): Promise<readonly string[]> => {
    const { out } = await runLine(`sbom ~/${archive}.tar --json --offline`, ports.folder);
    const { problems } = JSON.parse(out) as { problems: { kind: string; message: string }[] };
    return problems.flatMap(({ kind, message }) => (kind === 'unchecked-layers' ? [message.replace(/ only .*/, '')] : []));
  };
  for (const run of ['first', 'kept'])
    assert.deepEqual(
      [await skipped('plain'), await skipped('packed'), await skipped('mixed')],
      [['of the layers'], [], ['of 1 of 2 layers']],
      run,
    );
});

test('a layer has one number in text and machine formats, and --layer takes it', async () => {
  await writeFile(
    ports.path('a.tar'),
    writeOciArchive([
      {
        image: buildImage({ base: IMAGE, layers: [{ files: `var/lib/dpkg/status: ${STATUS}\nvar/lib/dpkg/info/x.list: /etc` }] }),
        names: ['a:1'],
      },
    ]),
  );
  const run = async (line: string) => (await runLine(line.replace(' ', ' ~/a.tar --offline '), ports.folder)).out;
  const document = async (line: string) => JSON.parse(await run(line)) as Readonly<Record<string, never>>;
  assert.match(await run('sbom -o table'), /^x +1 +deb +3 /m);
  const [found] = (await document('sbom --json'))['packages'] as unknown as readonly Record<string, unknown>[];
  assert.deepEqual(
    [found?.['layer'], found?.['touched'], found?.['locations'], (found?.['history'] as { layer: number }[] | undefined)?.[0]?.layer],
    [3, 3, [{ path: 'var/lib/dpkg/status', layer: 3 }], 3],
  );
  assert.match(await run('sbom -o cyclonedx-json'), /"fromage:layer",\s+"value": "3"/);
  assert.match(await run('sbom -o spdx-json'), /"layer 3, brought by/);
  assert.match(await run('files status --layer 3'), /^\+ .* 3 .*\/var\/lib\/dpkg\/status$/m);
  const { files } = await document('files status --json');
  assert.deepEqual(
    (files as unknown as { layer: number }[]).map(({ layer }) => layer),
    [3],
  );
  const { wasted, layers } = await document('layers --json');
  assert.deepEqual(
    (wasted as unknown as { layer: number; by: number }[]).map(({ layer, by }) => [layer, by]),
    [
      [1, 2],
      [1, 2],
    ],
  );
  assert.deepEqual(
    (layers as unknown as { index: number }[]).map(({ index }) => index),
    [0, 1, 2],
  );
});
