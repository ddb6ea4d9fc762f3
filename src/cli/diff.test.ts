/** `fromage diff`: words in, text and an exit code out. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { writeDockerArchive, writeOciArchive } from '../testing/archive-writers.ts';
import { type BuiltImage, buildImage } from '../testing/image-builder.ts';
import type { LayerLine } from '../testing/layer-text.ts';
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

interface Answer {
  readonly same: boolean;
  readonly lineage: { readonly common: readonly { readonly by: string }[]; readonly sharedLayers: number };
  readonly config: readonly { readonly field: string; readonly key: string | null; readonly change: string }[];
  readonly packages: readonly { readonly name: string; readonly change: string; readonly a: string | null; readonly b: string | null }[];
  readonly files: readonly { readonly path: string; readonly change: string; readonly differs: readonly string[] }[];
  readonly uncompared: number;
}

async function diff(a: BuiltImage, b: BuiltImage, flags = ''): Promise<Answer & { readonly code: number }> {
  await writeFile(ports.path('a.tar'), writeOciArchive([{ image: a, names: ['a:1'] }]));
  await writeFile(ports.path('b.tar'), writeDockerArchive([{ image: b, names: ['b:1'] }], { form: 'old' }));
  const { code, out, err } = await fromage(`diff ~/a.tar ~/b.tar --offline --json --exit-code${flags}`);
  assert.ok(code === 0 || code === 1, err);
  return { ...(JSON.parse(out) as Answer), code };
}

const changes = ({ files }: Answer) =>
  files.map(({ path, change, differs }) => [path, change, differs.join()].filter((word) => word !== ''));
const layer = (files: string | readonly LayerLine[]) => buildImage({ layers: [{ files }] });
const packages = (...versions: readonly (readonly [string, string])[]) => ({
  name: 'var/lib/dpkg/status',
  type: 'file' as const,
  body: new TextEncoder().encode(
    versions
      .map(([name, version]) => `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n`)
      .join('\n'),
  ),
});

describe('files', () => {
  test('how they are cut into layers and packed makes no difference', async () => {
    const one = layer('etc/\netc/motd: one\nsrv/\nsrv/a: 12');
    const two = buildImage({
      compression: 'zstd',
      layers: [{ files: 'etc/\netc/motd: two\ntmp/x: 1' }, { files: 'etc/motd: one\n.wh.tmp\nsrv/\nsrv/a: 12' }],
      // As long as the other's history.
      configFile: { history: [] },
    });
    const answer = await diff(buildImage({ base: one, configFile: { history: [] } }), two);
    assert.deepEqual([answer.files, answer.config, answer.same, answer.code, answer.uncompared], [[], [], true, 0, 0]);
  });

  test('each difference is told by its kind, content by the bytes', async () => {
    const base = { type: 'file', body: new TextEncoder().encode('1') } as const;
    const a = layer([
      'same: 12',
      'bytes: 12',
      'size: 12',
      'mode (644): 1',
      'owner (644 1:1): 1',
      'link -> a',
      'kind: 1',
      'gone: 1',
      { ...base, name: 'time', mtime: 1 },
      { ...base, name: 'xattr', xattrs: { 'user.a': Uint8Array.of(1) } },
    ]);
    const b = layer([
      'same: 12',
      'bytes: 21',
      'size: 123',
      'mode (4755): 1',
      'owner (644 1:2): 1',
      'link -> b',
      'kind -> x',
      'new: 1',
      { ...base, name: 'time', mtime: 2 },
      { ...base, name: 'xattr', xattrs: { 'user.a': Uint8Array.of(2) } },
    ]);
    const expected = [
      ['bytes', 'changed', 'content'],
      ['gone', 'removed'],
      ['kind', 'changed', 'type'],
      ['link', 'changed', 'link'],
      ['mode', 'changed', 'mode'],
      ['new', 'added'],
      ['owner', 'changed', 'owner'],
      ['size', 'changed', 'content'],
      ['xattr', 'changed', 'xattrs'],
    ];
    const answer = await diff(a, b);
    assert.deepEqual(changes(answer), expected);
    assert.equal(answer.code, 1);
    assert.deepEqual(
      changes(await diff(a, b, ' --times')).filter(([path]) => path === 'time'),
      [['time', 'changed', 'time']],
    );
    const unread = await diff(a, b, ' --no-content');
    assert.ok(!changes(unread).some(([path]) => path === 'bytes'));
    assert.equal(unread.uncompared, 6);
  });

  test('a layer that both have is not read again', async () => {
    const base = layer('big: 123456');
    const [a, b] = ['1', '2'].map((text) => buildImage({ base, layers: [{ files: `small: ${text}` }] }));
    assert.ok(a !== undefined && b !== undefined);
    const answer = await diff(a, b, ' --no-content');
    // The small one alone: the big one is known to be the same.
    assert.equal(answer.uncompared, 1);
    assert.equal(answer.lineage.sharedLayers, 1);
    assert.deepEqual(changes(await diff(a, b)), [['small', 'changed', 'content']]);
  });
});

test('config, field by field', async () => {
  const a = buildImage({ config: { Cmd: ['a'], Env: ['A=1', 'B=1', 'C=1'], Labels: { x: '1' }, User: 'me', Volumes: { '/v': {} } } });
  const b = buildImage({
    config: { Cmd: ['b'], Env: ['A=2', 'C=1', 'D=1=2'], User: 'me', ExposedPorts: { '80/tcp': {} }, Healthcheck: { Test: ['CMD', 'x'] } },
  });
  const { config } = await diff(a, b);
  assert.deepEqual(
    config.map(({ field, key, change }) => [field, key, change]),
    [
      ['cmd', null, 'changed'],
      ['env', 'A', 'changed'],
      ['env', 'B', 'removed'],
      ['env', 'D', 'added'],
      ['labels', 'x', 'removed'],
      ['ports', '80/tcp', 'added'],
      ['volumes', '/v', 'removed'],
      ['healthcheck', null, 'added'],
    ],
  );
});

test('packages, by name and version', async () => {
  const a = layer([packages(['curl', '1'], ['libc6', '1'], ['old', '1'])]);
  const b = layer([packages(['curl', '2'], ['libc6', '1'], ['new', '1'])]);
  const answer = await diff(a, b, ' --no-files');
  assert.deepEqual(
    answer.packages.map(({ name, change, a: before, b: after }) => [name, change, before, after]),
    [
      ['curl', 'changed', '1', '2'],
      ['new', 'added', null, '1'],
      ['old', 'removed', '1', null],
    ],
  );
  assert.equal(answer.files, null);
  const { out, code } = await fromage('diff ~/a.tar ~/b.tar --offline');
  assert.equal(code, 0);
  assert.match(out, /^- a:1 {2}1 layer, 4 paths, \S+ B\n\+ b:1 {2}1 layer, /);
  assert.match(
    out,
    /^Packages: 1 added, 1 removed, 1 changed\n~ deb {2}curl {2}amd64 {2}1 → 2\n\+ deb {2}new {2}amd64 {2}1\n- deb {2}old {2}amd64 {2}1$/m,
  );
  assert.match(out, /^~ +224 B +\S.*\/var\/lib\/dpkg\/status {2}\(content\)$/m);
});

test('what is no image is refused, and the same twice is the same', async () => {
  await diff(layer('a: 1'), layer('a: 1'));
  assert.match((await fromage('diff ~/a.tar ~/a.tar --offline --exit-code')).out, /^No difference\.$/m);
  assert.equal((await fromage('diff ~/a.tar ~/none.tar --offline')).code, 3);
  assert.equal((await fromage('diff ~/a.tar --offline')).code, 2);
  assert.equal((await fromage('diff ~/a.tar ~/a.tar --offline --most x')).code, 2);
});

test('an image all of whose layers are the lowest of the other stands below it', async () => {
  const base = layer('a: 1');
  const app = buildImage({ base, layers: [{ files: 'b: 2' }] });
  await diff(base, app);
  const below = /^All layers of a:1 are the lowest of b:1: it stands below it\.$/m;
  assert.match((await fromage('diff ~/a.tar ~/b.tar --offline')).out, below);
  assert.match((await fromage('diff ~/b.tar ~/a.tar --offline')).out, below);
  await diff(app, buildImage({ base, layers: [{ files: 'c: 3' }] }));
  assert.match((await fromage('diff ~/a.tar ~/b.tar --offline')).out, /^No ancestor in common; the lowest 1 layer in common\.$/m);
});

test('what an image has to tell is told once where it is compared with itself', async () => {
  await writeFile(ports.path('a.tar'), writeOciArchive([{ image: layer('a\nb => nowhere'), names: ['a:1'] }]));
  const { out, code } = await fromage('diff ~/a.tar ~/a.tar --offline');
  assert.equal(code, 0);
  assert.equal(out.match(/"b" leads to no file/g)?.length, 1, out);
});
