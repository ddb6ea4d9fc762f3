/** `fromage sbom --attached`. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { writeOciArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { startRegistry } from '../testing/in-process-registry.ts';
import { buildAttestation, buildIndex, buildReferrer } from '../testing/index-builder.ts';
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

const IMAGE = buildImage({ layers: [{ files: 'app: 1', createdBy: 'COPY app /' }] });
const subject = (digest: string) => [{ name: 'app', digest: { sha256: digest.replace('sha256:', '') } }];
const SPDX = {
  spdxVersion: 'SPDX-2.3',
  creationInfo: { creators: ['Organization: x', 'Tool: syft-1.0'] },
  packages: [{ name: 'a', externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:npm/a@1' }] }, { name: 'b' }],
};
const CYCLONEDX = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  metadata: { tools: { components: [{ name: 'trivy', version: '0.5' }] } },
  components: [{ name: 'c', purl: 'pkg:npm/c@1' }],
};
const STATEMENT = { predicateType: 'https://spdx.dev/Document', subject: subject(IMAGE.root), predicate: SPDX };

async function save(statements: Parameters<typeof buildAttestation>[1]): Promise<void> {
  const index = buildIndex({ manifests: [IMAGE, buildAttestation(IMAGE, statements)] });
  await writeFile(ports.path('app.tar'), writeOciArchive([{ image: index, names: ['team/app:1'] }]));
}

test('statements in the index: listed, and each as the document it holds', async () => {
  await save([STATEMENT, { predicateType: 'https://cyclonedx.org/bom', subject: [], predicate: CYCLONEDX }]);
  const { code, out } = await fromage('sbom ~/app.tar --attached');
  assert.equal(code, 0);
  assert.match(out, /^team\/app:1: 2 SBOMs attached; whose word they are was not verified\n/);
  assert.match(out, /^spdx 2\.3 +2 +index +syft-1\.0 +sha256:/m);
  assert.match(out, /^cyclonedx 1\.5 +1 +index +trivy 0\.5 +sha256:/m);
  assert.deepEqual(JSON.parse((await fromage('sbom ~/app.tar --attached -o spdx-json')).out), SPDX);
  assert.deepEqual(JSON.parse((await fromage('sbom ~/app.tar --attached -o cyclonedx-json')).out), CYCLONEDX);
  assert.equal((await fromage('sbom ~/app.tar --attached -o purls')).out, 'pkg:npm/a@1\npkg:npm/c@1\n');
});

test('one about another image is left out, and said; a broken one makes the answer incomplete', async () => {
  const other = { ...STATEMENT, subject: subject(`sha256:${'0'.repeat(64)}`) };
  await save([STATEMENT, other]);
  const found = await fromage('sbom ~/app.tar --attached');
  assert.deepEqual([found.code, /1 SBOM attached/.test(found.out), /about another image/.test(found.err)], [0, true, true]);
  await save([other]);
  const none = await fromage('sbom ~/app.tar --attached');
  assert.equal(none.code, 3);
  assert.match(none.err, /no SBOM is attached to .*team\/app:1 that can be read: An SBOM in the image index is about another image/);
});

test('where none is attached, or none of that kind, that is told with what to do', async () => {
  await writeFile(ports.path('bare.tar'), writeOciArchive([{ image: IMAGE, names: ['team/app:1'] }]));
  const { code, err } = await fromage('sbom ~/bare.tar --attached');
  assert.equal(code, 3);
  assert.match(err, /no SBOM is attached to .*team\/app:1\n.*Without --attached one is made/s);
  await save([STATEMENT]);
  assert.match((await fromage('sbom ~/app.tar --attached -o cyclonedx-json')).err, /There is one as spdx-json/);
  assert.equal((await fromage('sbom ~/app.tar --attached -o spdx-tag')).code, 2);
});

test('referrers of a registry: a bare document, and a statement in an envelope', async () => {
  const registry = await startRegistry();
  try {
    registry.push(IMAGE, 'team/app:1');
    const envelope = { payloadType: 'application/vnd.in-toto+json', payload: btoa(JSON.stringify(STATEMENT)), signatures: [] };
    const bare = buildReferrer(IMAGE, layerOf('application/vnd.cyclonedx+json', CYCLONEDX));
    const wrapped = buildReferrer(IMAGE, layerOf('application/vnd.dsse.envelope.v1+json', envelope));
    for (const one of [bare, wrapped]) registry.push(one, `team/app@${one.root}`);
    const { out, err } = await fromage(`sbom docker://${registry.host}/team/app:1 --plain-http --attached -o json`);
    const { attached } = JSON.parse(out || assert.fail(err)) as { attached: { format: string; foundBy: string; document: unknown }[] };
    assert.deepEqual(attached.map((one) => [one.format, one.foundBy, one.document]).toSorted(), [
      ['cyclonedx', 'referrers', CYCLONEDX],
      ['spdx', 'referrers', SPDX],
    ]);
  } finally {
    await registry.close();
  }
});

function layerOf(mediaType: string, document: object): Parameters<typeof buildReferrer>[1] {
  return { artifactType: mediaType, layers: [{ mediaType, bytes: new TextEncoder().encode(JSON.stringify(document)) }] };
}
