/** What an author might write to have a lineage told that is not so. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildImage, type ImageSpec } from '../testing/image-builder.ts';
import { imageValue, knownValue, knownValues, NO_OFFICIAL, officialValue } from '../testing/image-value.ts';
import { chainText, traceValue } from '../testing/trace-values.ts';
import { nodeHash } from '../platform/hash.ts';
import type { Hash } from '../ports/index.ts';
import { follow } from './follow.ts';
import { traceImage } from './trace-image.ts';

const NAME = 'docker.io/library/debian:bookworm-slim';
const SCRATCH = { ancestors: [], end: 'scratch' } as const;

const debian = buildImage({
  layers: [
    {
      files: 'etc/debian_version: 12',
      createdBy: "# debian.sh --arch 'amd64' out/ 'bookworm' '@1754870400'",
      created: '2025-08-11T01:02:03Z',
    },
    { createdBy: 'CMD ["bash"]', created: '2025-08-11T01:02:03Z' },
  ],
});
const known = knownValue(debian, NAME, { origin: 'bundled', source: null, below: null });

const official = officialValue({ debian: 'scratch', httpd: 'debian:bookworm-slim' });

const evil = (more: ImageSpec = {}) =>
  buildImage({ layers: [{ files: 'evil: 1', createdBy: 'ADD evil /', created: '2025-01-01T01:02:03Z' }], ...more });
const upon = (base: ReturnType<typeof buildImage>, more: ImageSpec = {}) =>
  buildImage({ base, layers: [{ files: 'app: 1', createdBy: 'COPY app /', created: '2025-09-01T01:02:03Z' }], ...more });

describe('a copied history', () => {
  const copied = (index: number, files: string) => ({
    files,
    createdBy: String((debian.config['history'] as { created_by: string }[])[index]?.created_by),
    created: '2025-08-11T01:02:03Z',
  });
  const faked = buildImage({ layers: [copied(0, 'evil: 1'), { createdBy: 'CMD ["bash"]', created: '2025-08-11T01:02:03Z' }] });

  test('does not make the subject the image it was copied from', async () => {
    const { lineage, self } = await traceValue(imageValue(faked), { known: [known], official });
    assert.equal(chainText(lineage), 'unknown');
    assert.equal(self, null);
    assert.match(lineage.problems[0]?.message ?? '', /but the layers are others/);
  });
  test('nor its parent', async () => {
    const { lineage } = await traceValue(imageValue(upon(faked)), { known: [known], official });
    assert.equal(chainText(lineage), '? | unknown');
  });
  test('where no DiffIDs are known it names the image, and is no proof', async () => {
    const noDiffIds = { ...known, diffIds: null };
    const { lineage } = await traceValue(imageValue(upon(faked)), { known: [noDiffIds], official });
    assert.equal(chainText(lineage), 'debian:bookworm-slim | unknown');
    assert.equal(lineage.ancestors[0]?.confidence, 'inferred');
    assert.match(lineage.missing ?? '', /the history says so, and no digest/);
    const self = await traceValue(imageValue(faked), { known: [noDiffIds], official });
    assert.equal(self.lineage.end, 'unknown');
  });
});

describe('a name that only the author gives', () => {
  const cases: readonly (readonly [string, ImageSpec])[] = [
    ['annotation', { annotations: { 'org.opencontainers.image.base.name': NAME, 'org.opencontainers.image.base.digest': debian.root } }],
    ['label', { config: { Labels: { 'org.opencontainers.image.base.name': NAME } } }],
    ['comment', { layers: [{ files: 'app: 1', createdBy: 'COPY app /', comment: `FROM ${NAME}` }] }],
  ];
  for (const [name, spec] of cases) {
    test(`${name}: never scratch`, async () => {
      const image = imageValue(upon(evil(), spec));
      const offline = await traceValue(image, { known: [{ ...known, origin: 'added' }], official });
      assert.equal(offline.lineage.end, 'unknown');
      assert.ok(offline.lineage.ancestors.every(({ confidence }) => confidence === 'claimed'));
      assert.ok(offline.lineage.problems.length > 0, 'told');
      const online = await traceValue(image, { official, registry: { [NAME]: imageValue(debian) } });
      assert.equal(online.lineage.end, 'unknown');
      assert.ok(
        online.lineage.problems.some(({ kind, message }) => kind === 'tag-moved' && /squashed or rewritten/.test(message)),
        JSON.stringify(online.lineage.problems),
      );
    });
  }

  test('does not become another name of the image that the layers show', async () => {
    const image = imageValue(upon(evil(), { layers: [{ files: 'app: 1', createdBy: 'COPY app /', comment: `FROM ${NAME}` }] }));
    const shown = knownValue(evil(), 'registry.example.com/evil:1', { below: SCRATCH });
    const { lineage } = await traceValue(image, { known: [shown], official });
    assert.equal(chainText(lineage), 'registry.example.com/evil:1 | scratch');
    assert.deepEqual(lineage.ancestors[0]?.aliases, []);
    assert.ok(lineage.problems.some(({ message }) => message.includes('the index knows these layers as registry.example.com/evil:1')));
  });

  test('at a boundary where the named image does not end it is contradicted', async () => {
    const two = upon(debian, { layers: [{ files: 'evil: 1', createdBy: 'RUN evil' }] });
    const image = imageValue(upon(two, { layers: [{ files: 'app: 1', createdBy: 'COPY app /', comment: `FROM ${NAME}` }] }));
    const { lineage } = await traceValue(image, { known: [known], official });
    assert.equal(chainText(lineage), 'debian:bookworm-slim | scratch');
    assert.deepEqual(lineage.ancestors[0]?.layers, { first: 0, last: 0 });
    assert.deepEqual(lineage.own.layers, { first: 1, last: 2 });
    assert.ok(lineage.ancestors[0]?.evidence.some(({ contradicted }) => contradicted === true));
  });

  test('an archive that calls itself an official image is none for that', async () => {
    const { lineage } = await traceValue(imageValue(evil(), { reference: NAME, names: [NAME] }), { official });
    assert.equal(lineage.end, 'unknown');
  });
});

describe('what a trace has learned', () => {
  const fake = evil({ annotations: { 'org.opencontainers.image.base.name': '' }, config: { Labels: { 'io.buildah.version': '1' } } });
  const learned = knownValue(fake, NAME, { origin: 'learned', source: 'docker-archive', below: SCRATCH });

  test('an archive that calls itself an official image vouches for no child', async () => {
    const { lineage } = await traceValue(imageValue(upon(fake)), { known: [learned], official });
    assert.equal(lineage.end, 'unknown');
    assert.match(lineage.missing ?? '', /index add vouches for it/);
  });
  test('nor for itself, traced again', async () => {
    const again = knownValue(evil(), NAME, { origin: 'learned', source: 'docker-archive' });
    const { lineage } = await traceValue(imageValue(evil(), { reference: NAME }), { known: [again], official });
    assert.equal(lineage.end, 'unknown');
  });
  test('nor does it stand before the official index where a Dockerfile’s chain passes that name', async () => {
    const poison = { ...learned, below: { ancestors: ['registry.example.com/evil:1'], end: 'unknown' as const } };
    const followed = await follow('docker.io/library/httpd:2.4', null, { known: knownValues([poison]), official });
    assert.deepEqual(
      followed.ancestors.map(({ reference }) => reference),
      [NAME],
    );
    assert.equal(followed.end, 'scratch');
  });
});

describe('a claim to stand on scratch', () => {
  const spec = { annotations: { 'org.opencontainers.image.base.name': '' }, config: { Labels: { 'io.buildah.version': '1' } } };

  test('is contradicted by layers that are known', async () => {
    const other = knownValue(evil(), 'registry.example.com/evil:1');
    const { lineage } = await traceValue(imageValue(upon(evil(), spec)), { known: [other] });
    assert.equal(chainText(lineage), 'registry.example.com/evil:1 | unknown');
    assert.ok(lineage.problems.some(({ kind, message }) => kind === 'claim-contradicted' && message.includes('FROM scratch')));
  });
  test('is in doubt beside the sign of a maker', async () => {
    const marked = buildImage({
      layers: [
        { files: 'a: 1', createdBy: "# debian.sh --arch 'amd64' out/ 'bookworm' '@1754870400'" },
        { files: 'b: 1', createdBy: 'RUN b' },
      ],
      ...spec,
    });
    const { lineage } = await traceValue(imageValue(marked));
    assert.equal(chainText(lineage), '? | unknown');
  });
  test('holds where nothing is against it', async () => {
    const { lineage } = await traceValue(imageValue(evil(spec)));
    assert.equal(chainText(lineage), 'scratch');
    assert.deepEqual(lineage.own.layers, { first: 0, last: 0 });
  });
});

test('an image recognised by its layers stands on what its own record says, not on what another of that name does', async () => {
  const other = knownValue(debian, 'registry.example.com/base:1', { below: SCRATCH });
  const here = knownValue(evil(), 'registry.example.com/base:1');
  const { lineage } = await traceValue(imageValue(upon(evil())), { known: [other, here] });
  assert.equal(chainText(lineage), 'registry.example.com/base:1 | unknown');
});

test('a record for arm64 tells nothing of arm', async () => {
  const records = knownValues([knownValue(debian, 'registry.example.com/base:1', { platform: 'linux/arm64', below: SCRATCH })]);
  const ask = (architecture: string) =>
    follow('registry.example.com/base:1', { os: 'linux', architecture }, { known: records, official: NO_OFFICIAL });
  assert.equal((await ask('arm')).end, 'unknown');
  assert.equal((await ask('arm64')).end, 'scratch');
});

test('of two thousand boundaries that the author tells some are weighed, and each stack is hashed a few times', async () => {
  const layers = Array.from({ length: 2000 }, (_, index) => ({ tar: new Uint8Array([index % 251]), comment: `FROM a/b${index}:1` }));
  const image = imageValue(buildImage({ layers, compression: 'none' }));
  let hashed = 0;
  const hash: Hash = {
    start: (algorithm) => {
      hashed++;
      return nodeHash.start(algorithm);
    },
  };
  const { lineage } = await traceImage(
    image,
    { verified: false },
    { known: knownValues([]), official: NO_OFFICIAL, hash, openParent: null },
  );
  assert.equal(lineage.ancestors.length, 128);
  assert.deepEqual(lineage.own.layers, { first: 1999, last: 1999 });
  assert.ok(lineage.problems.some(({ kind, message }) => kind === 'claims-left-out' && message.includes('1871 more things')));
  assert.ok(hashed < 10 * layers.length, String(hashed));
});
