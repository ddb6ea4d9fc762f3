import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import type { Lineage } from '../model/lineage.ts';
import { testAppPorts } from '../testing/app-ports.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { trace } from './trace.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
  await mkdir(ports.path('root/etc'), { recursive: true });
  await mkdir(ports.path('root/usr/lib'), { recursive: true });
  await writeFile(ports.path('outside'), 'PRETTY_NAME="The host"\n');
});
afterEach(() => ports.close());

async function lineageOf(): Promise<Lineage> {
  const settings = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };
  const request = { asDockerfile: false, buildArgs: {}, stage: null, dockerfile: null, verify: false, learn: false, settings };
  return (await trace({ ...request, target: `dir:${ports.path('root')}` }, testAppPorts(ports))).lineage;
}

const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n';
const told = ({ ancestors }: Lineage) => ancestors.map(({ reference, evidence }) => [reference, evidence.map(({ detail }) => detail)]);

test('a root file system says what it is: an ancestor without a name, and no end', async () => {
  await writeFile(ports.path('root/usr/lib/os-release'), DEBIAN);
  await symlink('../usr/lib/os-release', ports.path('root/etc/os-release'));
  const lineage = await lineageOf();
  assert.deepEqual(told(lineage), [[null, ['etc/os-release says Debian GNU/Linux 12 (bookworm)']]]);
  assert.deepEqual([lineage.end, lineage.missing], ['unknown', 'layers: a root file system has none']);
  assert.equal(lineage.ancestors[0]?.confidence, 'inferred');
});

test('a link out of the folder is not followed; the other place is looked at', async () => {
  await symlink('../../outside', ports.path('root/etc/os-release'));
  await writeFile(ports.path('root/usr/lib/os-release'), DEBIAN);
  assert.deepEqual(told(await lineageOf()), [[null, ['usr/lib/os-release says Debian GNU/Linux 12 (bookworm)']]]);
});

test('nor an absolute one, nor a folder that is a link', async () => {
  await symlink(ports.path('outside'), ports.path('root/etc/os-release'));
  await symlink('/etc', ports.path('root/usr/lib/os-release'));
  assert.deepEqual(told(await lineageOf()), []);
});
