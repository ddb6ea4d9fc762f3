import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDatabase } from '../advisories/open-database.ts';
import { bytesAsFile } from '../codec/read-at.ts';
import { buildImage } from '../testing/image-builder.ts';
import type { RegistryAuth } from '../testing/in-process-registry.ts';
import { memoryFiles } from '../testing/memory-files.ts';
import { testStorePorts } from '../testing/store-ports.ts';
import { withRegistry } from '../testing/with-registry.ts';
import { importAdvisories } from './import-advisories.ts';
import { pullAdvisories, pushAdvisories } from './share-advisories.ts';

const SETTINGS = { platform: null, offline: false, tlsVerify: null, plainHttp: true, credentials: { username: 'me', password: 'hunter2' } };
const FOLDER = '/home/test/.local/share/fromage/advisories';
const TYPE = 'application/vnd.fromage.advisories.v1';

async function world() {
  const range = { type: 'SEMVER', events: [{ introduced: '0' }] };
  const record = { id: 'TEST-1', modified: '2026-01-01', affected: [{ package: { ecosystem: 'npm', name: 'left' }, ranges: [range] }] };
  const files = memoryFiles({ '/one.json': JSON.stringify(record) });
  const store = testStorePorts({ files });
  const { path } = await importAdvisories({ paths: ['/one.json'], name: null, complete: [], date: null }, store);
  const databases = async () => [{ name: 'one', path, size: 0, open: async () => openDatabase(await files.open(path), path) }];
  return { files, store, databases };
}

const auths: readonly RegistryAuth[] = [
  { kind: 'none' },
  { kind: 'basic', username: 'me', password: 'hunter2' },
  { kind: 'bearer', username: 'me', password: 'hunter2' },
];
for (const auth of auths) {
  test(`a database goes to a registry and comes back (${auth.kind})`, () =>
    withRegistry({ auth }, async (registry) => {
      const { files, ...ports } = await world();
      const pushed = await pushAdvisories(`${registry.host}/team/db:1`, SETTINGS, ports);
      const pulled = await pullAdvisories(`${registry.host}/team/db:1`, 'pulled', SETTINGS, ports.store);
      assert.deepEqual(pulled, pushed);
      assert.deepEqual(await files.read(`${FOLDER}/pulled.adv`, 1e6), await files.read(`${FOLDER}/one.adv`, 1e6));
      // Once more: what is there is not sent again.
      const before = registry.requests.length;
      assert.equal((await pushAdvisories(`${registry.host}/team/db:2`, SETTINGS, ports)).digest, pushed.digest);
      const again = registry.requests.slice(before).map(({ method }) => method);
      assert.ok(!again.includes('POST'), again.join(' '));
      assert.equal(
        (await pullAdvisories(`${registry.host}/team/db@${pushed.digest}`, 'digest', SETTINGS, ports.store)).digest,
        pushed.digest,
      );
    }));
}

test('what is no such artifact is refused, and what is there stays', () =>
  withRegistry({}, async (registry) => {
    const { files, store } = await world();
    const before = await files.read(`${FOLDER}/one.adv`, 1e6);
    registry.push(buildImage({}), 'app:1');
    const pull = (reference: string) => pullAdvisories(`${registry.host}/${reference}`, 'one', SETTINGS, store);
    await assert.rejects(pull('app:1'), { code: 'unsupported', message: /no artifact of the type/ });
    await assert.rejects(pull('app:2'), { code: 'not-found' });
    const digest = registry.putBlob('app', new TextEncoder().encode('x'.repeat(99)));
    const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: `sha256:${'0'.repeat(64)}`, size: 2 };
    const layers = [{ mediaType: TYPE, digest, size: 99 }];
    registry.putManifest('app', { schemaVersion: 2, artifactType: TYPE, config, layers }, '3');
    await assert.rejects(pull('app:3'), { code: 'malformed' });
    registry.putManifest('app', { schemaVersion: 2, artifactType: TYPE, config, layers: [{ ...layers[0], size: 2 ** 40 }] }, '4');
    await assert.rejects(pull('app:4'), { code: 'too-large' });
    registry.faults.push({ match: `blobs/${digest}`, wrongDigest: true, times: 9 });
    await assert.rejects(pull('app:3'), { code: 'digest-mismatch' });
    assert.deepEqual(await files.read(`${FOLDER}/one.adv`, 1e6), before);
  }));

test('what is sent goes to the registry itself, and nowhere it points to', () =>
  withRegistry({}, async (registry) => {
    const ports = await world();
    const push = () => pushAdvisories(`${registry.host}/team/db:1`, SETTINGS, ports);
    registry.faults.push({ match: 'POST', redirectTo: 'https://elsewhere.example/v2/', times: 1 });
    await assert.rejects(push(), { code: 'server-error', message: /answers 307/ });
    registry.faults.push({ match: 'PUT', status: 400, times: 1 });
    await assert.rejects(push(), { code: 'server-error', message: /answers 400/ });
    await assert.rejects(pushAdvisories(`${registry.host}/team/db@sha256:${'0'.repeat(64)}`, SETTINGS, ports), { code: 'usage' });
    await assert.rejects(pushAdvisories(`${registry.host}/team/db:1`, { ...SETTINGS, offline: true }, ports), { code: 'offline' });
    await push();
    const stored = await openDatabase(bytesAsFile(await ports.files.read(`${FOLDER}/one.adv`, 1e6)), 'one');
    assert.equal((await stored.packages('npm', 'left')).length, 1);
  }));
