/** Images as the builders of this world leave them, among known images. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nodeHash } from '../platform/hash.ts';
import { buildImage, type ImageSpec } from '../testing/image-builder.ts';
import { imageValue, knownValue, NO_OFFICIAL } from '../testing/image-value.ts';
import { chainText, traceValue } from '../testing/trace-values.ts';
import { traceImage } from './trace-image.ts';

const SCRATCH = { ancestors: [], end: 'scratch' } as const;
const BASE = 'registry.example.com/base:1';
const RUNTIME = 'registry.example.com/runtime:1';

const base = buildImage({ layers: [{ files: 'a: 1', createdBy: 'ADD a /', created: '2025-01-01T01:00:00Z' }] });
const runtime = buildImage({
  base,
  layers: [
    { createdBy: 'ENV A=1', created: '2025-02-01T01:00:00Z' },
    { files: 'b: 1', createdBy: 'RUN b', created: '2025-02-01T01:00:00Z' },
  ],
});
const known = [knownValue(base, BASE, { below: SCRATCH }), knownValue(runtime, RUNTIME, { below: { ancestors: [BASE], end: 'scratch' } })];
const upon = (spec: ImageSpec, below = runtime) => buildImage({ base: below, ...spec });
const copy = { files: 'c: 1', createdBy: 'COPY c /', created: '2025-03-01T01:00:00Z' };
const chain = async (image: ReturnType<typeof buildImage>, records = known) =>
  chainText((await traceValue(imageValue(image), { known: records })).lineage);
const FULL = 'registry.example.com/runtime:1 | registry.example.com/base:1 | scratch';

describe('every hop is found whatever the builder made of history and config', () => {
  const cases: readonly (readonly [string, ImageSpec])[] = [
    ['BuildKit', { layers: [{ ...copy, comment: 'buildkit.dockerfile.v0' }] }],
    ['BuildKit, WORKDIR and COPY --link as layers', { layers: [{ files: 'app/: ', createdBy: 'WORKDIR /app' }, copy] }],
    ['the classic builder', { layers: [{ ...copy, createdBy: `/bin/sh -c #(nop) COPY file:${'1'.repeat(64)} in / ` }] }],
    ['kaniko, which leaves times at zero', { layers: [{ ...copy, created: '0001-01-01T00:00:00Z' }] }],
    ['Jib', { layers: [{ ...copy, createdBy: 'jib-maven-plugin:3.4.0', created: '1970-01-01T00:00:00Z' }] }],
    ['docker commit', { layers: [{ ...copy, createdBy: 'bash', comment: 'by hand' }] }],
    ['a history that was thrown away', { layers: [copy], configFile: { history: [] } }],
    ['a history with entries too few', { layers: [copy], configFile: { history: [{ created_by: 'COPY c /' }] } }],
    ['a history whose steps all claim to be empty', { layers: [copy], configFile: { history: [{ created_by: 'x', empty_layer: true }] } }],
    ['layers packed anew', { layers: [copy], compression: 'zstd' }],
  ];
  for (const [name, spec] of cases) test(name, async () => assert.equal(await chain(upon(spec)), FULL));
});

test('steps without files on top: all layers are the parent’s, the history shows the step', async () => {
  const { lineage, self } = await traceValue(imageValue(upon({ layers: [{ createdBy: 'CMD ["x"]' }] })), { known });
  assert.equal(chainText(lineage), FULL);
  assert.equal(self, null);
  assert.deepEqual(lineage.own, { layers: null, history: { first: 3, last: 3 } });
});

describe('an image between that no index knows', () => {
  const between = buildImage({ base, layers: [{ files: 'p: 1', createdBy: 'RUN p' }, { createdBy: 'CMD ["python3"]' }] });
  const layers = [copy, { createdBy: 'CMD ["app"]' }];
  const notes = async (image: ReturnType<typeof buildImage>) =>
    (await traceValue(imageValue(image), { known })).lineage.problems.map(({ kind }) => kind);

  test('is told of where the history sets CMD twice', async () =>
    assert.deepEqual(await notes(upon({ layers }, between)), ['image-between']));
  test('not where it is set once', async () => assert.deepEqual(await notes(upon({ layers }, base)), []));
  test('nor where the image names its parent', async () => {
    const [first, ...rest] = layers;
    const named = [{ files: 'p: 1', createdBy: 'RUN p', comment: `FROM ${BASE}` }, { createdBy: 'CMD ["python3"]' }, { ...first }, ...rest];
    assert.deepEqual(await notes(upon({ layers: named }, base)), []);
  });
});

describe('buildah, from scratch, a step a layer', () => {
  const id = 'FROM 1ad39fa00e18';
  const layers = [
    { files: 'a: 1', createdBy: '/bin/sh -c #(nop) COPY file:1 in / ' },
    { createdBy: '/bin/sh -c #(nop) CMD ["x"]', comment: id },
  ];
  test('shows that nothing is below', async () => assert.equal(await chain(buildImage({ layers }), []), 'scratch'));
  test('with another builder’s steps on top it shows no boundary', async () => {
    assert.equal(await chain(buildImage({ layers: [...layers, copy] }), []), 'unknown');
  });
});

test('tags of one digest are other names of one ancestor', async () => {
  const tags = ['1.2', '1.2.3', 'latest'].map((tag) => knownValue(base, `registry.example.com/base:${tag}`, { below: SCRATCH }));
  const { lineage } = await traceValue(imageValue(upon({ layers: [copy] }, base)), { known: tags });
  assert.equal(chainText(lineage), 'registry.example.com/base:1.2 | scratch');
  assert.deepEqual(lineage.ancestors[0]?.aliases.toSorted(), ['registry.example.com/base:1.2.3', 'registry.example.com/base:latest']);
});

test('the tag that the image itself names is shown first', async () => {
  const tags = ['1.2', 'latest'].map((tag) => knownValue(base, `registry.example.com/base:${tag}`, { below: SCRATCH }));
  const image = upon({ layers: [copy], annotations: { 'org.opencontainers.image.base.name': 'registry.example.com/base:latest' } }, base);
  const { lineage } = await traceValue(imageValue(image), { known: tags });
  assert.equal(lineage.ancestors[0]?.reference, 'registry.example.com/base:latest');
  assert.deepEqual(lineage.problems, []);
});

test('images that begin with the subject, or go on otherwise from its parent, are no ancestors', async () => {
  const sibling = knownValue(upon({ layers: [{ createdBy: 'ENV B=1' }] }), 'registry.example.com/sibling:1');
  const child = knownValue(upon({ layers: [copy, { createdBy: 'ENV C=1' }] }), 'registry.example.com/child:1');
  assert.equal(await chain(upon({ layers: [copy] }), [sibling, child, ...known]), FULL);
  const alone = await traceValue(imageValue(upon({ layers: [copy] })), { known: [sibling] });
  assert.equal(chainText(alone.lineage), '? | unknown');
  assert.match(alone.lineage.ancestors[0]?.evidence[0]?.detail ?? '', /sibling:1 .* goes another way after history step 3/);
});

test('a child of a child without layers of its own: each layer still has one owner', async () => {
  const env = upon({ layers: [{ createdBy: 'ENV X=1' }] });
  const records = [...known, knownValue(env, 'registry.example.com/env:1', { below: { ancestors: [RUNTIME, BASE], end: 'scratch' } })];
  const { lineage } = await traceValue(imageValue(upon({ layers: [copy] }, env)), { known: records });
  assert.equal(chainText(lineage), `registry.example.com/env:1 | ${FULL}`);
  assert.deepEqual(
    [lineage.own.layers, ...lineage.ancestors.map(({ layers }) => layers)],
    [{ first: 2, last: 2 }, null, { first: 1, last: 1 }, { first: 0, last: 0 }],
  );
});

test('a label inherited through two generations speaks of the lowest', async () => {
  const labelled = buildImage({
    base,
    layers: [{ files: 'b: 2', createdBy: 'RUN b' }],
    config: { Labels: { 'org.opencontainers.image.base.name': BASE, 'org.opencontainers.image.base.digest': base.root } },
  });
  const middle = buildImage({ base: labelled, layers: [{ files: 'm: 1', createdBy: 'RUN m' }] });
  const records = [
    knownValue(base, BASE, { below: SCRATCH }),
    knownValue(labelled, 'registry.example.com/labelled:1', { below: { ancestors: [BASE], end: 'scratch' } }),
    knownValue(middle, 'registry.example.com/middle:1', {
      below: { ancestors: ['registry.example.com/labelled:1', BASE], end: 'scratch' },
    }),
  ];
  const { lineage } = await traceValue(imageValue(buildImage({ base: middle, layers: [copy] })), { known: records });
  assert.equal(
    chainText(lineage),
    'registry.example.com/middle:1 | registry.example.com/labelled:1 | registry.example.com/base:1 | scratch',
  );
  assert.match(lineage.problems[0]?.message ?? '', /labels are inherited/);
});

describe('a label that was inherited, beside the image’s own word', () => {
  const NAME = 'org.opencontainers.image.base.name';
  const label = { config: { Labels: { [NAME]: 'docker.io/library/alpine:3.22' } } };
  const commented = { layers: [{ createdBy: 'LABEL a=b', comment: `FROM ${BASE}` }, copy] };
  const cases: readonly (readonly [string, ImageSpec])[] = [
    ['a history comment', { ...label, ...commented }],
    ['a history comment and an annotation', { ...label, ...commented, annotations: { [NAME]: BASE } }],
  ];
  for (const [name, spec] of cases) {
    test(`${name}: no ancestor, but a note`, async () => {
      const { lineage } = await traceValue(imageValue(upon(spec, base)));
      assert.equal(chainText(lineage), `${BASE} | unknown`);
      assert.match(lineage.problems.map(({ message }) => message).join('\n'), /says alpine:3.22, but history step 2 says FROM .*inherited/);
    });
  }
  test('alone it is all there is', async () => {
    const { lineage } = await traceValue(imageValue(upon({ ...label, layers: [copy] }, base)));
    assert.equal(chainText(lineage), 'alpine:3.22 | unknown');
  });
});

describe('buildah, a stage a layer: the FROM stands on a later step than the boundary', () => {
  const stage = (below: typeof base, name: string, file: string) =>
    upon(
      {
        layers: [
          { createdBy: `LABEL of=${name}`, created: '2025-05-01T01:00:00Z' },
          { files: `${file}: 1`, createdBy: `COPY ${file} /`, comment: `FROM ${name}`, created: '2025-05-01T01:00:00Z' },
        ],
        annotations: { 'org.opencontainers.image.base.name': name },
      },
      below,
    );
  const middle = stage(base, BASE, 'm');
  const app = stage(middle, 'registry.example.com/middle:1', 'n');
  const records = [
    knownValue(base, BASE, { below: SCRATCH }),
    knownValue(middle, 'registry.example.com/middle:1', { below: { ancestors: [BASE], end: 'scratch' } }),
  ];
  test('each ancestor once, where the index says it ends', async () => {
    const { lineage } = await traceValue(imageValue(app), { known: records });
    assert.equal(chainText(lineage), `registry.example.com/middle:1 | ${BASE} | scratch`);
    assert.deepEqual(
      [lineage.own, ...lineage.ancestors].map(({ history }) => history),
      [
        { first: 3, last: 4 },
        { first: 1, last: 2 },
        { first: 0, last: 0 },
      ],
    );
    assert.deepEqual(lineage.problems, []);
  });
  test('without an index each once too', async () => {
    const { lineage } = await traceValue(imageValue(app));
    assert.equal(chainText(lineage), `registry.example.com/middle:1 | ${BASE} | unknown`);
  });
  test('another name at the same layers is told, and not taken for one', async () => {
    const other = knownValue(base, 'registry.example.com/other:1', { below: SCRATCH });
    const { lineage } = await traceValue(imageValue(stage(base, BASE, 'm')), { known: [other] });
    assert.equal(lineage.ancestors.filter(({ layers }) => layers !== null).length, 1);
  });
});

test('all squashed into one layer: nothing is known, whatever the history tells', async () => {
  const history = (runtime.config['history'] as object[]).map((step) => ({ ...step, empty_layer: true }));
  const image = buildImage({
    layers: [{ files: 'all: 1' }],
    configFile: { history: [...history, { comment: 'merge sha256:1 to sha256:2', created: '2025-04-01T01:00:00Z' }] },
  });
  assert.equal(await chain(image), 'unknown');
});

test('the buildpacks lifecycle names the run image and its top layer', async () => {
  const metadata = JSON.stringify({ runImage: { topLayer: base.diffIds[0], image: BASE } });
  const image = upon({ layers: [copy], config: { Labels: { 'io.buildpacks.lifecycle.metadata': metadata } } }, base);
  const { lineage } = await traceValue(imageValue(image));
  assert.equal(chainText(lineage), 'registry.example.com/base:1 | unknown');
  assert.equal(lineage.ancestors[0]?.confidence, 'claimed');
  assert.deepEqual(lineage.own.layers, { first: 1, last: 1 });
});

test('Windows: the same by DiffIDs, and never scratch by itself', async () => {
  const server = buildImage({ platform: 'windows/amd64', layers: [{ files: 'Files/x: 1', createdBy: 'Apply image 10.0.20348.587' }] });
  const records = [knownValue(server, 'mcr.microsoft.com/windows/nanoserver:ltsc2022')];
  const image = buildImage({ base: server, layers: [copy] });
  assert.equal(await chain(image, records), 'mcr.microsoft.com/windows/nanoserver:ltsc2022 | unknown');
});

test('a 120-layer image asks the index a few times for each layer, and its history and digest no more', async () => {
  const layers = Array.from({ length: 120 }, (_, index) => ({
    files: `f${index}: 1`,
    createdBy: `RUN ${index}`,
    created: '2025-01-01T01:00:00Z',
  }));
  let asked = 0;
  const counting = {
    find: async () => {
      asked++;
      return [];
    },
  };
  await traceImage(
    imageValue(buildImage({ layers })),
    { verified: false },
    { known: counting, official: NO_OFFICIAL, hash: nodeHash, openParent: null },
  );
  assert.ok(asked <= 3 * 120 + 1, `${asked} look-ups`);
});
