import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Digest } from '../model/digest.ts';
import type { Descriptor } from '../model/manifest.ts';
import { parsePlatform } from '../model/platform.ts';
import type { Built } from '../testing/image-builder.ts';
import { buildImage } from '../testing/image-builder.ts';
import { buildArtifact, buildAttestation, buildIndex } from '../testing/index-builder.ts';
import { testStorePorts } from '../testing/store-ports.ts';
import { chunked } from '../testing/streams.ts';
import { resolveAll, resolveImage } from './resolve-image.ts';
import type { BlobReader } from './source.ts';

function descriptorOf(built: Built): Descriptor {
  const { mediaType, digest, size } = built.descriptor;
  return { mediaType, digest, size, annotations: {}, platform: null, artifactType: null, urls: [] };
}

interface Given {
  readonly platform?: string;
  /** Other bytes for these digests. */
  readonly lies?: ReadonlyMap<string, Uint8Array>;
}

async function resolve(built: Built, given: Given = {}) {
  const opened: string[] = [];
  const closed = { times: 0 };
  const reader: BlobReader = {
    open: (descriptor) => {
      opened.push(descriptor.digest);
      return chunked(given.lies?.get(descriptor.digest) ?? built.blobs.get(descriptor.digest) ?? new Uint8Array(0));
    },
  };
  const close = async () => {
    closed.times += 1;
  };
  const about = { source: 'test', location: 'test:it', reference: null, names: [], close };
  const settings = { platform: given.platform === undefined ? null : parsePlatform(given.platform) };
  const image = resolveImage(descriptorOf(built), reader, about, settings, testStorePorts());
  return { image, opened, closed };
}

const image = (platform: string) => buildImage({ platform, layers: [{ files: `a: ${platform}` }] });
const [AMD, ARM, ARM5, ARM7, S390] = ['linux/amd64', 'linux/arm64', 'linux/arm/v5', 'linux/arm/v7', 'linux/s390x'].map(image) as [
  ReturnType<typeof image>,
  ReturnType<typeof image>,
  ReturnType<typeof image>,
  ReturnType<typeof image>,
  ReturnType<typeof image>,
];

describe('the platform', () => {
  const cases: readonly (readonly [string, readonly Built[], string | undefined, Digest | RegExp])[] = [
    ['is the host’s where it is offered', [ARM, AMD], undefined, AMD.root],
    ['is the one asked for', [AMD, ARM], 'linux/arm64', ARM.root],
    ['is the only one there is', [S390], undefined, S390.root],
    ['is an older variant where there is no newer', [ARM5, AMD], 'linux/arm/v7', ARM5.root],
    ['is the nearest variant', [ARM5, ARM7], 'linux/arm/v7', ARM7.root],
    ['is not a newer variant', [ARM7, AMD], 'linux/arm/v5', /^not-found: .*offers linux\/arm\/v7, linux\/amd64/],
    ['is not there', [AMD, ARM], 'windows/amd64', /^not-found: .*offers linux\/amd64, linux\/arm64/],
    ['can’t be chosen', [ARM, S390], undefined, /^ambiguous: .*choose one with --platform: linux\/arm64, linux\/s390x/],
  ];
  for (const [name, manifests, platform, expected] of cases) {
    test(name, async () => {
      const { image: opening, closed } = await resolve(buildIndex({ manifests }), platform === undefined ? {} : { platform });
      if (typeof expected === 'string') return assert.equal((await opening).manifestDigest, expected);
      await assert.rejects(opening, (error: { code: string; message: string; hint: string }) =>
        expected.test(`${error.code}: ${error.message}; ${error.hint}`),
      );
      assert.equal(closed.times, 1);
    });
  }

  test('of a lone manifest must be what was asked for', async () => {
    await assert.rejects((await resolve(AMD, { platform: 'linux/arm64' })).image, { code: 'not-found', hint: /for linux\/amd64 only/ });
    assert.equal((await (await resolve(AMD, { platform: 'linux/amd64' })).image).platform.architecture, 'amd64');
  });

  test('is read from the configs where the index is silent', async () => {
    const silent = [ARM, AMD].map((built) => {
      const { platform: _, ...descriptor } = built.descriptor;
      return { ...built, descriptor };
    });
    assert.equal((await (await resolve(buildIndex({ manifests: silent }))).image).manifestDigest, AMD.root);
  });
});

describe('what is asked for', () => {
  test('is the index, one manifest and its config, each once', async () => {
    const index = buildIndex({ manifests: [ARM, AMD, buildAttestation(AMD, [{ predicateType: 'x' }])] });
    const { image: opening, opened } = await resolve(index);
    await opening;
    assert.deepEqual(opened, [index.root, AMD.root, AMD.configDigest]);
  });

  test('for all platforms is each manifest and config, and the source is closed with the last', async () => {
    const index = buildIndex({ manifests: [ARM, AMD] });
    let closed = 0;
    const reader: BlobReader = { open: (descriptor) => chunked(index.blobs.get(descriptor.digest) ?? new Uint8Array(0)) };
    const close = async () => {
      closed += 1;
    };
    const about = { source: 'test', location: 'test:it', reference: null, names: [], close };
    const images = await resolveAll(descriptorOf(index), reader, about, { platform: null }, testStorePorts());
    assert.deepEqual(
      images.map((item) => item.manifestDigest),
      [ARM.root, AMD.root],
    );
    await images[0]?.close();
    await images[0]?.close();
    assert.equal(closed, 0);
    await images[1]?.close();
    assert.equal(closed, 1);
  });
});

describe('an index', () => {
  test('within an index is followed, but not without end', async () => {
    let nested: Built = AMD;
    for (let depth = 0; depth < 4; depth += 1) nested = buildIndex({ manifests: [nested], annotations: { depth: String(depth) } });
    assert.equal((await (await resolve(nested)).image).manifestDigest, AMD.root);
    for (let depth = 0; depth < 2; depth += 1) nested = buildIndex({ manifests: [nested], annotations: { depth: String(depth) } });
    await assert.rejects((await resolve(nested)).image, { code: 'malformed', message: /nests deeper than 4/ });
  });

  test('that is served in place of another, to make a circle, is not what its digest says', async () => {
    const inner = buildIndex({ manifests: [AMD], annotations: { a: 'inner' } });
    const outer = buildIndex({ manifests: [inner] });
    const outerBytes = outer.blobs.get(outer.root) ?? new Uint8Array(0);
    const { image: opening, closed } = await resolve(outer, { lies: new Map([[inner.root, outerBytes]]) });
    await assert.rejects(opening, { code: /^(digest-mismatch|truncated)$/ });
    assert.equal(closed.times, 1);
  });

  test('with thousands of indexes is not read through', async () => {
    const inner = Array.from({ length: 120 }, (_, i) => buildIndex({ manifests: [AMD], annotations: { i: String(i) } }));
    await assert.rejects((await resolve(buildIndex({ manifests: inner }))).image, { code: 'too-large', message: /more than 100 indexes/ });
  });

  test('without an image in it is no image', async () => {
    await assert.rejects((await resolve(buildIndex({ manifests: [] }))).image, { code: 'not-an-image', message: /without any image/ });
    const attested = buildIndex({ manifests: [buildAttestation(AMD, [{ predicateType: 'x' }])] });
    await assert.rejects((await resolve(attested)).image, { code: 'not-an-image' });
  });

  test('of artifacts alone is named after what it holds', async () => {
    const chart = buildArtifact({
      artifactType: 'application/vnd.cncf.helm.config.v1+json',
      config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', bytes: new TextEncoder().encode('{}') },
      layers: [],
    });
    await assert.rejects((await resolve(chart)).image, { code: 'not-an-image', message: /a Helm chart/ });
    await assert.rejects((await resolve(buildIndex({ manifests: [chart] }))).image, { code: 'not-an-image', message: /a Helm chart/ });
  });
});

test('layers that are not here are told, and can’t be opened', async () => {
  const built = buildImage({
    layers: [
      { files: 'a: b' },
      {
        files: 'b: c',
        mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
        stored: false,
        urls: ['https://example.com/b'],
      },
      { files: 'c: d', mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted' },
      { files: 'd: e', mediaType: 'application/x-odd' },
    ],
  });
  const opened = await (await resolve(built)).image;
  assert.deepEqual(
    opened.layers.map((layer) => layer.available),
    [true, false, false, false],
  );
  assert.deepEqual(opened.problems.map((problem) => problem.kind).sort(), [
    'encrypted-layer',
    'foreign-layer',
    'unchecked-layers',
    'unsupported-layer',
  ]);
  for (const layer of opened.layers.slice(1)) {
    await assert.rejects(
      async () => {
        for await (const chunk of layer.open()) assert.fail(`got ${chunk.length} bytes`);
      },
      { code: 'unsupported' },
    );
  }
});
