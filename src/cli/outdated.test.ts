/** `fromage outdated`, against a registry in this process. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { writeOciArchive } from '../testing/archive-writers.ts';
import { closedSchema } from '../testing/closed-schema.ts';
import { buildImage } from '../testing/image-builder.ts';
import type { InProcessRegistry } from '../testing/in-process-registry.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { withRegistry } from '../testing/with-registry.ts';
import { type RanLine, runLine } from './run-line.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

function fromage(line: string): Promise<RanLine> {
  return runLine(line, ports.folder);
}

const LOWEST = { files: 'etc/os-release: ID=debian', createdBy: 'ADD rootfs.tar /', created: '2026-01-01T00:00:00Z' };
const version = (of: string, created: string) =>
  buildImage({
    layers: [LOWEST, { files: `usr/bin/python: ${of}`, createdBy: 'RUN make', created }],
    config: { Env: [`PYTHON_VERSION=${of}`, 'PATH=/bin'] },
    created,
  });
const OLD = version('3.13.1', '2026-01-10T00:00:00Z');
const NEW = version('3.13.2', '2026-03-01T00:00:00Z');

interface Base {
  readonly line: number | null;
  readonly state: string;
  readonly days: number | null;
  readonly moved: readonly object[];
  readonly layers: object | null;
}

/** `team/python:3` means the new build; the old one is there by its digest. */
async function withBoth(use: (registry: InProcessRegistry) => Promise<void>): Promise<void> {
  await withRegistry({}, async (registry) => {
    registry.push(OLD, `team/python@${OLD.root}`);
    registry.push(NEW, 'team/python:3');
    await use(registry);
  });
}

async function basesOf(target: string): Promise<readonly Base[]> {
  return (JSON.parse((await fromage(`outdated ${target} --json`)).out) as { readonly bases: readonly Base[] }).bases;
}

test('a pinned digest that is behind its tag: by how much, and what moved', async () => {
  await withBoth(async ({ host }) => {
    await writeFile(
      ports.path('Dockerfile'),
      `FROM ${host}/team/python:3@${OLD.root} AS a\nFROM ${host}/team/python:3@${NEW.root}\nCOPY --from=a /x /x\nCOPY --from=${host}/team/python:3 /y /y\n`,
    );
    const bases = await basesOf('~/Dockerfile');
    assert.deepEqual(
      bases.map(({ line, state, days }) => [line, state, days]),
      [
        [1, 'behind', 50],
        [2, 'current', 0],
        [4, 'floating', null],
      ],
    );
    assert.deepEqual(bases[0]?.moved, [{ name: 'PYTHON_VERSION', before: '3.13.1', after: '3.13.2' }]);
    assert.deepEqual(bases[0]?.layers, { shared: 1, before: 2, after: 2 });
    const { out, code } = await fromage('outdated ~/Dockerfile --exit-code');
    assert.equal(code, 1);
    assert.match(out, /Dockerfile:1 {2}127\.0\.0\.1:\d+\/team\/python:3 {2}is 50 days behind its tag\n {2}pinned sha256:/);
    assert.match(out, /PYTHON_VERSION: 3\.13\.1 → 3\.13\.2/);
  });
});

test('an image, by the layers of what it stands on', async () => {
  await withBoth(async ({ host }) => {
    const app = (base: typeof OLD) =>
      buildImage({ base, layers: [{ files: 'app: 1', createdBy: 'COPY app /', created: '2026-04-01T00:00:00Z' }] });
    for (const [name, base] of [
      ['old', OLD],
      ['new', NEW],
    ] as const) {
      await writeFile(ports.path(`${name}-base.tar`), writeOciArchive([{ image: base, names: [`${host}/team/python:3`] }]));
      await writeFile(ports.path(`${name}.tar`), writeOciArchive([{ image: app(base), names: ['app:1'] }]));
      assert.equal((await fromage(`index add ~/${name}-base.tar`)).code, 0);
    }
    assert.deepEqual(
      (await basesOf('~/old.tar')).map(({ state }) => state),
      ['behind'],
    );
    assert.deepEqual(
      (await basesOf('~/new.tar')).map(({ state }) => state),
      ['current'],
    );
  });
});

test('what nobody can be asked about is unknown, and the answer incomplete', async () => {
  await writeFile(ports.path('Dockerfile'), `FROM httpd:2.4@sha256:${'0'.repeat(64)}\n`);
  const { code, out } = await fromage('outdated ~/Dockerfile --offline');
  assert.deepEqual([code, /httpd:2\.4 {2}unknown\n {2}offline, nobody can be asked/.test(out)], [4, true]);
  await writeFile(ports.path('Dockerfile'), `FROM httpd@sha256:${'0'.repeat(64)}\n`);
  assert.match((await fromage('outdated ~/Dockerfile --offline')).out, /pinned by digest alone/);
  assert.equal((await fromage('outdated')).code, 2);
  assert.equal((await fromage('outdated ~/nothing/Dockerfile')).code, 3);
});

test('the JSON is what schema/outdated.schema.json says, which leaves no member out', async () => {
  await withBoth(async ({ host }) => {
    await writeFile(ports.path('Dockerfile'), `FROM ${host}/team/python:3@${OLD.root}\n`);
    const validate = new Ajv2020({ strict: false }).compile(closedSchema('outdated'));
    const document = JSON.parse((await fromage('outdated ~/Dockerfile --json')).out) as object;
    assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
    assert.equal(validate({ ...document, more: 1 }), false);
  });
});
