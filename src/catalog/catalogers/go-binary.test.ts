import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { writeElf } from '../../testing/elf-writer.ts';
import { goBinary } from './go-binary.ts';

function program(goVersion: string, modules: string): Uint8Array {
  const utf8 = new TextEncoder();
  const text = utf8.encode(`${'<'.repeat(16)}${modules}${'>'.repeat(16)}`);
  const head = new Uint8Array(32);
  head.set([0xff, ...utf8.encode(' Go buildinf:'), 8, 2]);
  const bytes = [...head, goVersion.length, ...utf8.encode(goVersion), (text.length & 0x7f) | 0x80, text.length >> 7, ...text];
  return writeElf([{ name: '.go.buildinfo', bytes: Uint8Array.from(bytes) }]);
}

async function linesOf(goVersion: string, modules: string): Promise<readonly string[]> {
  const { lines, problems } = await catalogText(goBinary, [
    [{ name: 'app', type: 'file', mode: 0o755, body: program(goVersion, modules) }],
  ]);
  assert.deepEqual(problems, []);
  return lines;
}

test('main module, toolchain, dependencies; a replacement is what was compiled, a folder has no version', async () => {
  const modules =
    'path\texample.com/app\nmod\texample.com/app\tv1.4.0\th1:x\ndep\tgolang.org/x/net\tv0.20.0\th1:y\ndep\ta.b/c\tv1.0.0\n=>\td.e/f\tv1.0.1\th1:z\ndep\tl.m/n\tv0.0.0\n=>\t./n\t\n';
  assert.deepEqual(await linesOf('go1.22.1 X:boringcrypto', modules), [
    'golang example.com/app v1.4.0 app',
    'golang stdlib 1.22.1 app',
    'golang golang.org/x/net v0.20.0 app',
    'golang d.e/f v1.0.1 app',
    'golang l.m/n - app',
  ]);
});

test('a version that the linker set stands in for (devel)', async () => {
  const main = async (flags: string) =>
    (await linesOf('go1.21rc2', `mod\tgithub.com/traefik/traefik/v3\t(devel)\nbuild\t-ldflags="${flags}"\n`))[0];
  const name = 'golang github.com/traefik/traefik/v3';
  assert.equal(
    await main("-s -X 'other.org/lib.Version=9.9.9' -X github.com/traefik/traefik/v3/pkg/version.Version=3.0.1"),
    `${name} 3.0.1 app`,
  );
  assert.equal(await main('-X main.gitVersion=v2.0.0-rc.1 -w'), `${name} v2.0.0-rc.1 app`);
  assert.equal(await main('-X main.version=unknown -X main.goversion=1.22'), `${name} - app`);
  assert.deepEqual(await linesOf('devel +abc', 'mod\tm\t(devel)\n'), ['golang m - app', 'golang stdlib - app']);
});

test('how it was built is told of the main module alone', async () => {
  const modules = 'path\tm\nmod\tm\tv1.0.0\ndep\ta.b/c\tv1.0.0\nbuild\tCGO_ENABLED=0\nbuild\t-ldflags="-s -w"\nbuild\tvcs.revision=abc\n';
  const { found } = await catalogText(goBinary, [[{ name: 'app', type: 'file', mode: 0o755, body: program('go1.22.1', modules) }]]);
  assert.deepEqual(
    found.map(({ package: one }) => [one.name, one.build]),
    [
      ['m', { CGO_ENABLED: '0', '-ldflags': '-s -w', 'vcs.revision': 'abc' }],
      ['stdlib', undefined],
      ['c', undefined],
    ],
  );
});

test("Go's own programs have a name, and the version of their toolchain", async () => {
  const lines = ['golang cmd/go 1.22.1 app', 'golang stdlib 1.22.1 app'];
  assert.deepEqual(await linesOf('go1.22.1', 'path\tcmd/go\nbuild\tGOOS=linux\n'), lines);
  assert.deepEqual(await linesOf('go1.22.1', 'path\tmain.go\nbuild\tGOOS=linux\n'), lines.slice(1));
});

test('only what may be executed and is ELF is looked into', async () => {
  const body = program('go1.22.1', 'mod\tm\tv1.0.0\n');
  const { lines } = await catalogText(goBinary, [
    [
      { name: 'a', type: 'file', mode: 0o644, body },
      { name: 'b', type: 'file', mode: 0o755, body: body.with(0, 0) },
    ],
  ]);
  assert.deepEqual(lines, []);
});
