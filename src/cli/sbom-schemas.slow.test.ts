/**
 * What `fromage sbom` writes, by the schemas that CycloneDX and SPDX publish: those of CycloneDX come with a package of npm, those of SPDX
 * are in the reader that its project keeps for Python. Both are fetched into a temporary folder; without them the tests skip.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { writeOciArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { run } from './main.ts';

const LIBRARY = '@cyclonedx/cyclonedx-library@10.3.0';
const SPDX_TOOLS = 'spdx-tools==0.8.3';

const IMAGE = buildImage({
  layers: [
    {
      files: [
        { name: 'etc/os-release', type: 'file', body: bytes('ID=debian\nVERSION_ID="12"\n') },
        {
          name: 'var/lib/dpkg/status',
          type: 'file',
          body: bytes(
            'Package: libc6\nStatus: install ok installed\nVersion: 2.36-9+deb12u1\nArchitecture: amd64\nSource: glibc\n\n' +
              'Package: app\nStatus: install ok installed\nVersion: 1:2~rc1\nArchitecture: all\nDepends: libc6 (>= 2), none | libc6\n',
          ),
        },
        { name: 'usr/share/doc/app/copyright', type: 'file', body: bytes('see /usr/share/common-licenses/GPL-3') },
        {
          name: 'srv/node_modules/@x/"<&>\'é/package.json',
          type: 'file',
          body: bytes('{"name":"@x/<y>&\\"\\u0001\\n","version":"1 <2>","license":"(MIT OR ]]>)"}'),
        },
        { name: 'srv/node_modules/gone/package.json', type: 'file', body: bytes('{"name":"gone","version":"1.0.0"}') },
      ],
      createdBy: 'RUN echo "<&\u0007>" </text>',
      created: '2025-01-01T00:00:00.123Z',
    },
    { files: [{ name: 'srv/node_modules/.wh.gone', type: 'file', body: bytes('') }], createdBy: 'RUN rm', created: '2025-01-02T00:00:00Z' },
  ],
});

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'fromage-schemas-'));
  writeFileSync(join(folder, 'app.tar'), writeOciArchive([{ image: IMAGE, names: ['docker.io/team/app:1'] }]));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The image made here, and those that were built before, where there are any. */
function subjects(): readonly string[] {
  const kept = process.env['FROMAGE_IMAGES'];
  const real = kept === undefined ? [] : ['httpd', 'node', 'python'].map((name) => join(kept, `${name}.docker.tar`));
  return [join(folder, 'app.tar'), ...real.filter((path) => existsSync(path))];
}

async function sbom(image: string, ...flags: string[]): Promise<string> {
  let out = '';
  const stdout = { write: (text: string) => void (out += text) };
  let told = '';
  const stderr = { write: (text: string) => void (told += text) };
  const code = await run(['sbom', image, '--offline', ...flags], { stdout, stderr, env: { HOME: folder } });
  assert.ok(code === 0, told);
  return out;
}

function have(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { cwd: folder, stdio: 'ignore', timeout: 120_000 }).status === 0;
}

describe('CycloneDX', () => {
  let schemas: string | null = null;
  before(() => {
    if (have('npm', 'pack', LIBRARY, '--silent') && have('sh', '-c', 'tar -xzf *.tgz')) schemas = join(folder, 'package/res/schema');
  });
  const read = (name: string): object => JSON.parse(readFileSync(join(schemas ?? '', name), 'utf8')) as object;

  test('1.6 in JSON', async (context) => {
    if (schemas === null) return context.skip(`${LIBRARY} could not be had from npm`);
    const ajv = new Ajv({ strict: false, validateFormats: false });
    // The schema names its neighbours by their files.
    for (const name of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json', 'cryptography-defs.SNAPSHOT.schema.json'])
      ajv.addSchema({ ...read(name), $id: `http://cyclonedx.org/schema/${name}` });
    const isValid = ajv.compile(read('bom-1.6.SNAPSHOT.schema.json'));
    for (const subject of subjects()) {
      for (const flags of [[], ['--timestamp']]) {
        const bom: unknown = JSON.parse(await sbom(subject, '-o', 'cyclonedx-json', ...flags));
        assert.ok(isValid(bom), `${subject}: ${JSON.stringify(isValid.errors?.slice(0, 3))}`);
      }
    }
    assert.ok(!isValid({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ name: 'no type' }] }), 'the schema refuses nothing');
  });

  test('1.6 in XML', async (context) => {
    if (schemas === null) return context.skip(`${LIBRARY} could not be had from npm`);
    if (!have('xmllint', '--version')) return context.skip('xmllint is not installed');
    const schema = join(schemas, 'bom-1.6.SNAPSHOT.xsd');
    // It names the list of licences by its address; here it lies beside it.
    writeFileSync(
      schema,
      readFileSync(schema, 'utf8').replaceAll(/schemaLocation="http[^"]*spdx[^"]*"/g, 'schemaLocation="spdx.SNAPSHOT.xsd"'),
    );
    for (const subject of subjects()) {
      const path = join(folder, 'bom.xml');
      writeFileSync(path, await sbom(subject, '-o', 'cyclonedx-xml', '--timestamp'));
      const { status, stderr } = spawnSync('xmllint', ['--nonet', '--noout', '--huge', '--schema', schema, path], { encoding: 'utf8' });
      assert.equal(status, 0, `${subject}: ${stderr.slice(0, 2000)}`);
    }
  });
});

describe('SPDX', () => {
  test('2.3 in JSON and in tags: read by its own tools without a message, and the same in both', async (context) => {
    const tools = join(folder, 'tools');
    if (!have('python3', '-m', 'venv', tools) || !have(join(tools, 'bin/pip'), 'install', '--quiet', SPDX_TOOLS))
      return context.skip(`${SPDX_TOOLS} could not be had from PyPI`);
    for (const [at, subject] of subjects().entries()) {
      const documents = [join(folder, `${at}.spdx.json`), join(folder, `${at}.spdx`)] as const;
      writeFileSync(documents[0], await sbom(subject, '-o', 'spdx-json'));
      writeFileSync(documents[1], await sbom(subject, '-o', 'spdx-tag'));
      const counts = documents.map((path) => {
        const { status, stdout, stderr } = spawnSync(join(tools, 'bin/python'), ['-c', READ_SPDX, path], { encoding: 'utf8' });
        assert.equal(status, 0, `${path}: ${stdout}${stderr}`.slice(0, 2000));
        return stdout;
      });
      assert.equal(counts[0], counts[1]);
      assert.match(counts[0] ?? '', /^\d+ \d+\n$/);
    }
    assert.ok(readdirSync(folder).length > 2);
  });
});

/** Prints how many packages and relationships there are; fails where anything is to be said against the document. */
const READ_SPDX = `
import sys
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
document = parse_file(sys.argv[1])
messages = validate_full_spdx_document(document)
for message in messages[:5]: print(message.validation_message)
print(len(document.packages), len(document.relationships))
sys.exit(1 if messages else 0)
`;
