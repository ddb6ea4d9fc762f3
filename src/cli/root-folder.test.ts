/** `layers`, `files`, `cat` and `sbom` of a root file system in a folder. */
import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { type RanLine, runLine } from './run-line.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
  await mkdir(ports.path('root/var/lib/dpkg'), { recursive: true });
  await mkdir(ports.path('root/etc'));
  await writeFile(ports.path('root/etc/os-release'), 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n');
  await writeFile(ports.path('root/var/lib/dpkg/status'), 'Package: x\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n');
  await writeFile(ports.path('outside'), 'secret');
  await symlink('../../outside', ports.path('root/etc/out'));
});
afterEach(() => ports.close());

function fromage(line: string): Promise<RanLine> {
  return runLine(line, ports.folder);
}

test('its files are listed, and its packages', async () => {
  const files = await fromage('files dir:~/root --offline');
  assert.equal(files.code, 0, files.err);
  assert.match(files.out, /^lrwxrwxrwx .*\/etc\/out -> \.\.\/\.\.\/outside$/m);
  assert.match((await fromage('layers dir:~/root --offline')).out, /^1 layer, \d+ B of files, 0 B of them/m);
  const sbom = await fromage('sbom dir:~/root --offline -o purls');
  assert.deepEqual([sbom.code, sbom.out], [0, 'pkg:deb/debian/x@1?arch=all&distro=debian-12\n']);
});

test('a link leads nowhere out of it', async () => {
  assert.match((await fromage('cat dir:~/root etc/os-release --offline')).out, /^ID=debian/);
  const out = await fromage('cat dir:~/root etc/out --offline');
  assert.deepEqual([out.code, out.out], [3, '']);
  await symlink('../../root/etc/os-release', ports.path('root/etc/in'));
  assert.equal((await fromage('cat dir:~/root etc/in --offline')).code, 3);
});

test('a folder of sources is read, and called what it is', async () => {
  await mkdir(ports.path('source/bin'), { recursive: true });
  await writeFile(
    ports.path('source/package-lock.json'),
    JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/x': { version: '1.0.0' } } }),
  );
  const sbom = await fromage('sbom ~/source --offline');
  assert.equal(sbom.code, 0, sbom.err);
  assert.match(sbom.out, /^a folder of files · 1 package, brought by$/m);
  for (const command of ['sbom', 'layers', 'files'])
    assert.match(
      (await fromage(`${command} ~/source --offline`)).out.replaceAll('\n', ' '),
      /note: dir:\S+ does not look like a root file system/,
    );
  for (const command of ['sbom', 'layers', 'files'])
    assert.doesNotMatch((await fromage(`${command} ~/root --offline`)).out, /does not look like/);
});
