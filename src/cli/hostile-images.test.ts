/** Images made to mislead or to break: what can be read is told, and the rest with its place; exit code 4. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { writeDockerArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import type { LayerLine } from '../testing/index.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { runLine } from './run-line.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

interface Answer {
  readonly packages: readonly { readonly name: string }[];
  readonly files: { readonly files: number };
  readonly problems: readonly { readonly message: string; readonly where?: string }[];
}

async function sbom(...layers: readonly (readonly LayerLine[])[]): Promise<{ readonly code: number; readonly answer: Answer }> {
  const image = buildImage({ layers: layers.map((files) => ({ files, createdBy: 'RUN x', created: '2025-01-01T00:00:00Z' })) });
  await writeFile(ports.path('odd.tar'), writeDockerArchive([{ image, names: ['odd:1'] }], { form: 'old' }));
  const { code, out } = await runLine('sbom ~/odd.tar --offline --json', ports.folder);
  return { code, answer: JSON.parse(out) as Answer };
}

function file(name: string, body: string | Uint8Array, mode?: number): LayerLine {
  return {
    name,
    type: 'file',
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    ...(mode === undefined ? {} : { mode }),
  };
}

/** Bytes that mean nothing, the same each time. */
function noise(length: number, ...start: readonly number[]): Uint8Array {
  const bytes = Uint8Array.from({ length }, (_, at) => (Math.imul(at + 1, 2654435761) >>> 13) & 255);
  bytes.set(start);
  return bytes;
}

const text = (characters: string) => [...new TextEncoder().encode(characters)];
const GOOD = [
  file(
    'var/lib/dpkg/status',
    'Package: good\nStatus: install ok installed\nVersion: 1\n\nPackage: cut\nStatus: install ok installed\nVersi',
  ),
  file('srv/node_modules/good-too/package.json', '{"name":"good-too","version":"1"}'),
];

const BROKEN: readonly (readonly [path: string, body: string | Uint8Array])[] = [
  ['lib/apk/db/installed', 'V:1\n\nA:no name'],
  ['var/lib/rpm/rpmdb.sqlite', noise(9000, ...text('SQLite format 3\0'))],
  ['var/lib/rpm/Packages.db', noise(9000, ...text('RpmP'))],
  ['var/lib/rpm/Packages', noise(9000)],
  ['srv/node_modules/x/package.json', '{"name":'],
  ['srv/package-lock.json', `{"lockfileVersion":3,"packages":${'{"a":'.repeat(20_000)}`],
  ['opt/conda-meta/x.json', '['.repeat(100_000)],
  ['srv/app.jar', noise(2000, ...text('PK\x03\x04'))],
  ['srv/Cargo.lock', '[[package]]\nname = "x'],
  ['srv/vendor/composer/installed.json', '[[[['],
  ['srv/app.deps.json', 'null'],
];

test('each damaged database is told by its path, and hides nothing else', async () => {
  const { code, answer } = await sbom([...BROKEN.map(([path, body]) => file(path, body)), ...GOOD]);
  assert.equal(code, 4);
  assert.deepEqual(answer.packages.map(({ name }) => name).toSorted(), ['good', 'good-too']);
  const told = answer.problems.flatMap(({ where }) => where ?? []).toSorted();
  assert.deepEqual(told, [...BROKEN.map(([path]) => path), 'var/lib/dpkg/status'].toSorted());
});

test('programs of noise are no programs', async () => {
  const elf = noise(70_000, 0x7f, ...text('ELF'), 2, 1, 1);
  const paths = ['usr/bin/python3.11', 'usr/bin/nginx', 'usr/bin/go', 'usr/local/bin/node'];
  const { answer } = await sbom([...paths.map((path) => file(path, elf, 0o755)), ...GOOD]);
  assert.deepEqual(answer.packages.map(({ name }) => name).toSorted(), ['good', 'good-too']);
  assert.equal(answer.files.files, paths.length + GOOD.length);
});

test('paths that lead out, links in circles and folders without end', async () => {
  const { code, answer } = await sbom([
    ...GOOD,
    '../../etc/passwd: out',
    'etc/os-release -> ../../../../../etc/os-release',
    'a -> b',
    'b -> a',
    'usr/lib/dpkg -> /a',
    'self => self',
    `${'d/'.repeat(1900)}f: deep`,
    `${'e/'.repeat(3000)}f: too deep`,
  ]);
  assert.equal(code, 4);
  assert.deepEqual(answer.packages.map(({ name }) => name).toSorted(), ['good', 'good-too']);
  assert.ok(answer.problems.some(({ message }) => /leads out of the image/.test(message)));
  assert.ok(answer.problems.some(({ message }) => /"self" leads to no file/.test(message)));
});
