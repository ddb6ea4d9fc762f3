import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toJson } from '../testing/image-builder.ts';
import { artifactTypeOf, MAX_DESCRIPTORS, MAX_MANIFEST_BYTES, MEDIA_TYPES, readManifest, requireImage } from './manifests.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const CONFIG = { mediaType: MEDIA_TYPES.ociConfig, digest: DIGEST, size: 2 };
const LAYER = { mediaType: `${MEDIA_TYPES.ociLayer}+gzip`, digest: DIGEST, size: 3 };
const MANIFEST = { schemaVersion: 2, mediaType: MEDIA_TYPES.ociManifest, config: CONFIG, layers: [LAYER] };

const read = (value: unknown) => readManifest(toJson(value), 'it');

describe('a manifest', () => {
  test('is told from an index by its shape, whether it says what it is or not', () => {
    assert.equal(read(MANIFEST).kind, 'manifest');
    assert.equal(read({ ...MANIFEST, mediaType: undefined }).kind, 'manifest');
    assert.equal(read({ schemaVersion: 2, manifests: [] }).kind, 'index');
  });

  test('that is two things at once, or not what it says, is refused', () => {
    assert.throws(() => read({ ...MANIFEST, manifests: [] }), { code: 'malformed', message: /at once/ });
    assert.throws(() => read({ ...MANIFEST, mediaType: MEDIA_TYPES.ociIndex }), { code: 'malformed', message: /calls itself/ });
    assert.throws(() => read({ schemaVersion: 2, mediaType: MEDIA_TYPES.dockerManifest, manifests: [] }), { code: 'malformed' });
  });

  test('of Docker’s schema 1 is named, with the way out', () => {
    for (const old of [
      { schemaVersion: 1, fsLayers: [] },
      { fsLayers: [] },
      { mediaType: 'application/vnd.docker.distribution.manifest.v1+prettyjws' },
    ]) {
      assert.throws(() => read(old), { code: 'unsupported', message: /schema 1/, hint: /skopeo copy/ });
    }
  });

  test('that is no JSON, no object, or neither manifest nor index is malformed', () => {
    for (const bad of ['', '{', 'null', '[]', '"a"', '7', '{}', '{"layers":7}', '{"manifests":{}}', '{"config":[]}']) {
      assert.throws(() => readManifest(new TextEncoder().encode(bad), 'it'), { code: 'malformed' }, bad);
    }
  });

  test('with a bad descriptor is malformed', () => {
    const bad = [
      null,
      7,
      {},
      { ...LAYER, digest: 'sha256:x' },
      { ...LAYER, digest: 'md5:abc' },
      { ...LAYER, size: -1 },
      { ...LAYER, size: 1.5 },
      { ...LAYER, size: '3' },
    ];
    for (const layer of bad) assert.throws(() => read({ ...MANIFEST, layers: [layer] }), { code: 'malformed', message: /layer 1 of it/ });
    assert.throws(() => read({ ...MANIFEST, config: undefined }), { code: 'malformed', message: /config of it/ });
  });

  test('is bounded: in bytes, in layers, and in what a descriptor may claim', () => {
    assert.throws(() => readManifest(new Uint8Array(MAX_MANIFEST_BYTES + 1), 'it'), { code: 'too-large' });
    assert.throws(() => read({ ...MANIFEST, layers: Array.from({ length: MAX_DESCRIPTORS + 1 }, () => LAYER) }), { code: 'too-large' });
    assert.throws(() => read({ ...MANIFEST, layers: [{ ...LAYER, size: 2 ** 50 }] }), { code: 'too-large', message: /claims to have/ });
  });
});

describe('an artifact', () => {
  const cases: readonly (readonly [string, object, RegExp])[] = [
    ['a chart', { ...MANIFEST, config: { ...CONFIG, mediaType: 'application/vnd.cncf.helm.config.v1+json' } }, /a Helm chart/],
    ['a wasm module', { ...MANIFEST, config: { ...CONFIG, mediaType: 'application/vnd.wasm.config.v0+json' } }, /a WebAssembly module/],
    [
      'a cosign signature',
      { ...MANIFEST, layers: [{ ...LAYER, mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json' }] },
      /a signature/,
    ],
    ['an attestation', { ...MANIFEST, layers: [{ ...LAYER, mediaType: 'application/vnd.in-toto+json' }] }, /an attestation/],
    [
      'an SBOM',
      { ...MANIFEST, artifactType: 'application/spdx+json', config: { ...CONFIG, mediaType: 'application/vnd.oci.empty.v1+json' } },
      /an SBOM/,
    ],
    ['a model', { ...MANIFEST, config: { ...CONFIG, mediaType: 'application/vnd.docker.ai.model.config.v0.1+json' } }, /a model/],
    ['something new', { ...MANIFEST, config: { ...CONFIG, mediaType: 'application/x-thing' } }, /an artifact of type application\/x-thing/],
  ];
  for (const [name, json, words] of cases) {
    test(`${name} is no image`, () => {
      const document = read(json);
      assert.equal(document.kind, 'manifest');
      if (document.kind !== 'manifest') return;
      assert.throws(() => requireImage(document.manifest, 'it'), { code: 'not-an-image', message: words });
    });
  }

  test('manifest of the withdrawn kind is named too', () => {
    assert.throws(() => read({ mediaType: 'application/vnd.oci.artifact.manifest.v1+json', artifactType: 'a/b', blobs: [] }), {
      code: 'not-an-image',
      message: /a\/b/,
    });
  });

  test('is not what an image without layers or with odd layers is', () => {
    for (const layers of [[], [{ ...LAYER, mediaType: 'application/octet-stream' }], [{ ...LAYER, mediaType: 'application/x-gtar' }]]) {
      const document = read({ ...MANIFEST, layers });
      assert.equal(document.kind === 'manifest' ? artifactTypeOf(document.manifest) : '', null);
    }
  });
});
