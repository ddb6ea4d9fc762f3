/** What `layers`, `files` and `diff` write as JSON is what their schemas say. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { writeOciArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { run } from './main.ts';

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
    ajv.addSchema(closed(schemaOf('trace')) as object);
    const validate = ajv.compile(closed(schemaOf(name)) as object);
    const document = JSON.parse(await outputOf(line)) as { schemaVersion: number };
    assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
    assert.equal(validate({ ...document, schemaVersion: 0 }), false);
    assert.equal(validate({ ...document, more: 1 }), false);
  });
}

async function outputOf(line: string): Promise<string> {
  let out = '';
  const stdout = { write: (text: string) => void (out += text) };
  const args = line.split(' ').map((word) => word.replaceAll('~', ports.folder));
  await run(args, { stdout, stderr: { write: () => {} }, env: { HOME: ports.folder } });
  return out;
}

function schemaOf(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8'));
}

/** The schema with no members beyond those it names. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, key === 'format' ? undefined : closed(member)]));
  return 'properties' in value ? { ...members, additionalProperties: false } : members;
}
