/** Images of every kind of evidence, traced through archives as a person would. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Trace } from '../model/trace.ts';
import { testAppPorts } from '../testing/app-ports.ts';
import { writeDockerArchive, writeOciArchive } from '../testing/archive-writers.ts';
import { type BuiltImage, buildImage, type ImageSpec } from '../testing/image-builder.ts';
import { buildAttestation, buildIndex } from '../testing/index-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { addImages } from './index-images.ts';
import { trace } from './trace.ts';
import type { TraceRequest } from './trace-request.ts';

const OFFLINE: TraceRequest = {
  target: '',
  asDockerfile: false,
  buildArgs: {},
  stage: null,
  dockerfile: null,
  verify: false,
  learn: false,
  settings: { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null },
};

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

/** Debian's slim base, as debuerreotype leaves it. */
const DEBIAN = buildImage({
  layers: [
    {
      files: 'etc/os-release: ID=debian',
      createdBy: "# debian.sh --arch 'amd64' out/ 'bookworm' '@1754870400'",
      created: '2025-08-11T00:00:00Z',
    },
  ],
  config: { Cmd: ['bash'] },
});

/** What Docker builds upon it: history and DiffIDs, no other sign. */
const RUNTIME = buildImage({
  base: DEBIAN,
  layers: [
    { createdBy: 'ENV A=1', created: '2025-09-01T00:00:01Z' },
    { files: 'usr/bin/run: x', createdBy: 'RUN /bin/sh -c install # buildkit', created: '2025-09-01T00:00:02Z' },
  ],
});

function app(spec: ImageSpec = {}): BuiltImage {
  return buildImage({
    base: RUNTIME,
    layers: [
      { files: 'app/main: hello', createdBy: 'COPY . /app # buildkit', created: '2025-10-01T00:00:01Z' },
      { createdBy: 'CMD ["run"]', created: '2025-10-01T00:00:02Z' },
    ],
    ...spec,
  });
}

describe('by ChainID', () => {
  for (const form of ['old', 'layout', 'oci'] as const) {
    for (const compression of ['none', 'gzip', 'zstd'] as const) {
      test(`every hop is found: ${form}, layers ${compression}`, async () => {
        await add(DEBIAN, 'debian:bookworm-slim');
        await add(RUNTIME, 'registry.example.com/team/runtime:1');
        // Compressed anew, the blobs are others; the DiffIDs stay.
        const { lineage, layers } = await traceOf(rebuilt(compression), form === 'oci' ? 'oci' : form);
        assert.deepEqual(names(lineage), ['registry.example.com/team/runtime:1', 'docker.io/library/debian:bookworm-slim']);
        assert.deepEqual(
          lineage.ancestors.map(({ layers: span, confidence }) => [span, confidence]),
          [
            [{ first: 1, last: 1 }, 'matched'],
            [{ first: 0, last: 0 }, 'matched'],
          ],
        );
        assert.deepEqual(
          lineage.ancestors.map(({ history }) => history),
          [
            { first: 1, last: 2 },
            { first: 0, last: 0 },
          ],
        );
        assert.equal(lineage.end, 'scratch');
        assert.deepEqual(lineage.own, { layers: { first: 2, last: 2 }, history: { first: 3, last: 4 } });
        assert.deepEqual(
          layers.map(({ owner, instruction }) => [owner, instruction]),
          [
            [1, "# debian.sh --arch 'amd64' out/ 'bookworm' '@1754870400'"],
            [0, 'RUN install'],
            ['own', 'COPY . /app'],
          ],
        );
      });
    }
  }

  test('what is not known ends in unknown, and says what is missing', async () => {
    const image = buildImage({
      layers: [
        { files: 'a: 1', createdBy: 'ADD a /' },
        { files: 'b: 2', createdBy: 'RUN b' },
      ],
    });
    const { lineage, layers } = await traceOf(image);
    assert.deepEqual([names(lineage), lineage.end], [[], 'unknown']);
    assert.match(lineage.missing ?? '', /no known image has them/);
    assert.deepEqual(
      layers.map(({ owner }) => owner),
      [null, null],
    );
  });

  test('verified on both sides it is proven', async () => {
    await add(DEBIAN, 'debian:bookworm-slim', { verify: true });
    const path = await save(RUNTIME, 'oci');
    const answer = await trace({ ...OFFLINE, target: path, verify: true }, testAppPorts(ports));
    assert.equal(answer.lineage.ancestors[0]?.confidence, 'proven');
    const unverified = await trace({ ...OFFLINE, target: path }, testAppPorts(ports));
    assert.equal(unverified.lineage.ancestors[0]?.confidence, 'matched');
  });

  test('the name a traced archive gave itself proves nothing', async () => {
    // No sign of debuerreotype or of scratch: only the name.
    const liar = buildImage({ layers: [{ files: 'evil: 1', createdBy: 'ADD evil /', created: '2025-01-01T00:00:00Z' }] });
    const child = buildImage({ base: liar, layers: [{ files: 'b: 2', createdBy: 'RUN b' }] });
    await trace({ ...OFFLINE, target: await save(liar, 'layout', 'debian:bookworm-slim'), learn: true }, testAppPorts(ports));
    const { lineage } = await traceOf(child);
    assert.equal(lineage.end, 'unknown');
    assert.match(lineage.missing ?? '', /index add vouches for it/);
    assert.match(lineage.ancestors[0]?.evidence[0]?.detail ?? '', /learned .* so named by docker-archive/);
  });

  test('an image learned from a trace is recognised in the next one', async () => {
    await add(DEBIAN, 'debian:bookworm-slim');
    await trace({ ...OFFLINE, target: await save(RUNTIME, 'layout', 'team/runtime:1'), learn: true }, testAppPorts(ports));
    const { lineage } = await traceOf(app());
    assert.deepEqual(names(lineage), ['docker.io/team/runtime:1', 'docker.io/library/debian:bookworm-slim']);
    assert.equal(lineage.end, 'scratch');
  });
});

describe('claims', () => {
  test('an annotation alone names the parent, as a claim, and the end stays unknown', async () => {
    const image = app({ annotations: { 'org.opencontainers.image.base.name': 'docker.io/library/httpd:2.4' } });
    const { lineage } = await traceOf(image, 'oci');
    assert.equal(names(lineage)[0], 'docker.io/library/httpd:2.4');
    assert.equal(lineage.ancestors[0]?.confidence, 'claimed');
    assert.equal(lineage.end, 'unknown');
  });

  test('a claim that the layers contradict is told as contradicted', async () => {
    await add(DEBIAN, 'debian:bookworm-slim');
    const other = buildImage({ layers: [{ files: 'other: 1', createdBy: 'ADD other /', created: '2025-01-01T00:00:00Z' }] });
    await add(other, 'alpine:3.22');
    const image = buildImage({
      base: DEBIAN,
      layers: [{ files: 'x: 1', createdBy: 'RUN x' }],
      annotations: {
        'org.opencontainers.image.base.name': 'docker.io/library/alpine:3.22',
        'org.opencontainers.image.base.digest': other.root,
      },
    });
    const { lineage } = await traceOf(image, 'oci');
    assert.equal(names(lineage)[0], 'docker.io/library/debian:bookworm-slim');
    assert.ok(
      lineage.problems.some(({ kind }) => kind === 'claim-contradicted'),
      JSON.stringify(lineage.problems),
    );
  });

  test('an inherited label speaks of the parent’s parent, and is told so', async () => {
    await add(DEBIAN, 'debian:bookworm-slim');
    const labelled = buildImage({
      base: DEBIAN,
      layers: [{ files: 'usr/bin/run: x', createdBy: 'RUN install', created: '2025-09-01T00:00:02Z' }],
      config: { Labels: { 'org.opencontainers.image.base.name': 'docker.io/library/debian:bookworm-slim' } },
    });
    await add(labelled, 'registry.example.com/team/runtime:1');
    const { lineage } = await traceOf(buildImage({ base: labelled, layers: [{ files: 'a: 1', createdBy: 'COPY a /' }] }));
    assert.deepEqual(names(lineage), ['registry.example.com/team/runtime:1', 'docker.io/library/debian:bookworm-slim']);
    const told = lineage.problems.find(({ kind }) => kind === 'claim-contradicted');
    assert.match(told?.message ?? '', /labels are inherited/);
  });

  test('buildah’s comment tells the exact boundary', async () => {
    const image = buildImage({
      base: DEBIAN,
      layers: [
        { createdBy: '/bin/sh -c #(nop) ENV A=1', comment: 'FROM docker.io/library/debian:bookworm-slim' },
        { files: 'a: 1', createdBy: '/bin/sh -c install', comment: 'FROM 1ad39fa00e18' },
      ],
    });
    const { lineage } = await traceOf(image);
    assert.deepEqual(
      lineage.ancestors.map(({ reference, layers, history }) => [reference, layers, history]),
      [['docker.io/library/debian:bookworm-slim', { first: 0, last: 0 }, { first: 0, last: 0 }]],
    );
    assert.deepEqual(lineage.own, { layers: { first: 1, last: 1 }, history: { first: 1, last: 2 } });
  });
});

describe('provenance', () => {
  test('materials of SLSA v1, in the index: one alone is the parent', async () => {
    const image = app();
    const statement = slsa1(image, [material('pkg:docker/team/runtime@1?platform=linux%2Famd64', RUNTIME.root)]);
    const { lineage } = await traceOf(buildIndex({ manifests: [image, buildAttestation(image, [statement])] }), 'oci');
    assert.equal(names(lineage)[0], 'docker.io/team/runtime:1');
    assert.equal(lineage.ancestors[0]?.evidence[0]?.tracer, 'provenance');
  });

  test('with the blobs of mode=max the boundary is known, and other images of the build are no ancestors', async () => {
    const image = app();
    const stack = RUNTIME.layers.map(({ digest, bytes, mediaType }) => ({ mediaType, digest, size: bytes.length }));
    const statement = {
      _type: 'https://in-toto.io/Statement/v0.1',
      predicateType: 'https://slsa.dev/provenance/v0.2',
      subject: [{ name: 'x', digest: { sha256: image.root.slice(7) } }],
      predicate: {
        materials: [
          material('pkg:docker/golang@1.25?platform=linux%2Famd64', DEBIAN.root),
          material('pkg:docker/team/runtime@1', RUNTIME.root),
        ],
        buildConfig: {
          llbDefinition: [
            { id: 'step0', op: { Op: { source: { identifier: 'docker-image://docker.io/team/runtime:1@' + RUNTIME.root } } } },
            { id: 'step1', op: { Op: { source: { identifier: 'docker-image://docker.io/library/golang:1.25@' + DEBIAN.root } } } },
          ],
        },
        metadata: {
          'https://mobyproject.org/buildkit@v1#metadata': {
            layers: { 'step0:0': [stack], 'step1:0': [[{ mediaType: '', digest: image.root, size: 1 }]] },
          },
        },
      },
    };
    const { lineage } = await traceOf(buildIndex({ manifests: [image, buildAttestation(image, [statement])] }), 'oci');
    assert.deepEqual(
      lineage.ancestors.map(({ reference, layers }) => [reference, layers]),
      [
        ['docker.io/team/runtime:1', { first: 1, last: 1 }],
        // debuerreotype's mark.
        [null, { first: 0, last: 0 }],
      ],
    );
  });

  test('a statement about another image is left out, aloud', async () => {
    const image = app();
    const statement = slsa1(DEBIAN, [material('pkg:docker/team/runtime@1', RUNTIME.root)]);
    const { lineage } = await traceOf(buildIndex({ manifests: [image, buildAttestation(image, [statement])] }), 'oci');
    assert.deepEqual(
      names(lineage).filter((name) => name.includes('runtime')),
      [],
    );
    assert.ok(lineage.problems.some(({ message }) => message.includes('about another image')));
  });
});

function rebuilt(compression: 'none' | 'gzip' | 'zstd'): BuiltImage {
  const image = app();
  const steps = (image.config['history'] as { created_by: string; created: string; empty_layer?: boolean }[]).map((entry) => entry);
  let next = 0;
  return buildImage({
    compression,
    layers: steps.map((entry) => ({
      createdBy: entry.created_by,
      created: entry.created,
      ...(entry.empty_layer === true ? {} : { tar: image.layers[next++]?.tar ?? new Uint8Array() }),
    })),
  });
}

function material(uri: string, digest: string): object {
  return { uri, digest: { sha256: digest.slice(7) } };
}

function slsa1(about: BuiltImage, materials: readonly object[]) {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: 'https://slsa.dev/provenance/v1',
    subject: [{ name: 'x', digest: { sha256: about.root.slice(7) } }],
    predicate: { buildDefinition: { resolvedDependencies: materials }, runDetails: {} },
  };
}

async function traceOf(image: BuiltImage | ReturnType<typeof buildIndex>, form: 'old' | 'layout' | 'oci' = 'layout'): Promise<Trace> {
  return trace({ ...OFFLINE, target: await save(image, form) }, testAppPorts(ports));
}

async function add(image: BuiltImage, name: string, more: { verify?: boolean } = {}): Promise<void> {
  const path = await save(image, 'oci', name);
  const { settings } = OFFLINE;
  await addImages(
    { targets: [path], folder: null, registry: null, as: null, base: false, settings, verify: more.verify ?? false },
    testAppPorts(ports),
  );
}

let saved = 0;
async function save(image: BuiltImage | ReturnType<typeof buildIndex>, form: 'old' | 'layout' | 'oci', name?: string): Promise<string> {
  const path = ports.path(`image-${saved++}.tar`);
  const names = name === undefined ? [] : [name];
  const bytes =
    form === 'oci' ? writeOciArchive([{ image, names }]) : writeDockerArchive([{ image: image as BuiltImage, names }], { form });
  await writeFile(path, bytes);
  return path;
}

function names(lineage: Trace['lineage']): readonly string[] {
  return lineage.ancestors.map(({ reference }) => reference ?? '');
}
