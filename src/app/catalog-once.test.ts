/** A kept answer is the same, spares the analyses, and is kept for nothing that was not read as it stands there. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { FromageError } from '../model/error.ts';
import type { Sbom } from '../model/sbom.ts';
import type { AnalysisKey } from '../ports/index.ts';
import { testAppPorts } from '../testing/app-ports.ts';
import { writeDockerArchive, writeOciArchive } from '../testing/archive-writers.ts';
import { type BuiltImage, buildImage } from '../testing/image-builder.ts';
import { layerTar } from '../testing/layer-text.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import type { AppPorts } from './app-ports.ts';
import { makeSbom } from './make-sbom.ts';

let world: TestPorts;
let ports: AppPorts;
let asked: AnalysisKey[];
let put: string[];
beforeEach(async () => {
  world = await testPorts();
  const plain = testAppPorts(world);
  asked = [];
  put = [];
  const { analyses, answers } = plain;
  ports = {
    ...plain,
    analyses: {
      ...analyses,
      async get(key) {
        asked.push(key);
        return analyses.get(key);
      },
    },
    answers: {
      ...answers,
      async put(question, answer) {
        put.push(question);
        await answers.put(question, answer);
      },
    },
  };
});
afterEach(() => world.close());

const SETTINGS = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };

const status = (...packages: readonly string[]) =>
  `var/lib/dpkg/status: ${packages.map((one) => `Package: ${one}\\nStatus: install ok installed\\nVersion: 1\\nArchitecture: amd64\\n\\n`).join('')}`;
const image = (...layers: readonly string[]) =>
  buildImage({ layers: layers.map((files, i) => ({ files, createdBy: `ADD ${i} /`, created: '2025-01-01T01:00:00Z' })) });

const APP = image(status('a', 'b'), status('a', 'c'));
const OTHER = image(status('a', 'b'), status('a', 'd'));

const WRITERS = {
  'docker archive': (built: BuiltImage) => writeDockerArchive([{ image: built, names: ['team/app:1'] }], { form: 'old' }),
  'oci archive': (built: BuiltImage) => writeOciArchive([{ image: built, names: ['team/app:1'] }]),
};

async function sbom(bytes: Uint8Array): Promise<Sbom> {
  const target = world.path('image.tar');
  await writeFile(target, bytes);
  return makeSbom({ target, dockerfile: null, settings: SETTINGS }, ports);
}

for (const [form, write] of Object.entries(WRITERS)) {
  test(`asked again of the same ${form} it is the same, and no analysis is read`, async () => {
    const first = await sbom(write(APP));
    const count = asked.length;
    assert.equal(count, 2);
    const target = world.path('image.tar');
    const again = await makeSbom({ target, dockerfile: null, settings: SETTINGS }, ports);
    assert.deepEqual(again, first);
    assert.deepEqual([asked.length, put.length], [count, 1]);
    assert.deepEqual(
      first.packages.map((one) => one.package.name),
      ['a', 'c'],
    );
  });

  test(`another image in the place of a ${form} has its own answer`, async () => {
    await sbom(write(APP));
    const other = await sbom(write(OTHER));
    assert.deepEqual(
      other.packages.map((one) => one.package.name),
      ['a', 'd'],
    );
    assert.equal(put.length, 2);
  });
}

test('a layer that is not what its DiffID says leaves no answer under that DiffID', async () => {
  const rootfs = { type: 'layers', diff_ids: OTHER.diffIds };
  const lying = buildImage({ layers: [{ files: status('a', 'b') }, { files: status('a', 'c') }], configFile: { rootfs } });
  await assert.rejects(sbom(WRITERS['oci archive'](lying)), (error) => FromageError.is(error) && error.code === 'digest-mismatch');
  assert.deepEqual(put, []);
});

test('an answer that lacks the rest of a layer is not kept', async () => {
  const cut = buildImage({ layers: [{ files: status('a') }, { tar: layerTar(status('a', 'c')).subarray(0, 530) }] });
  const { problems } = await sbom(WRITERS['docker archive'](cut));
  assert.deepEqual([problems.filter(({ incomplete }) => incomplete).length, put.length], [1, 0]);
});
