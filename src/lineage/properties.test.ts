/** What must hold of every answer, whatever images and claims there are. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Image } from '../model/image.ts';
import { type BuiltImage, buildImage, type StepSpec } from '../testing/image-builder.ts';
import { imageValue, knownValue } from '../testing/image-value.ts';
import { traceValue } from '../testing/trace-values.ts';
import type { KnownImage } from './known-image.ts';
import type { TracedImage } from './trace-image.ts';

/** A step: makes layer `layer`, or none; with buildah's comment, or none. */
const step = fc.record({
  layer: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 3 }),
  text: fc.integer({ min: 0, max: 2 }),
  comment: fc.option(fc.constantFrom('FROM docker.io/library/base:0', 'FROM docker.io/library/base:1', 'FROM 1ad39fa00e18'), { freq: 1 }),
  time: fc.constantFrom('2025-01-01T00:00:01Z', '1970-01-01T00:00:00Z', ''),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const word = fc.constantFrom(null, null, nameOf(0), nameOf(0), nameOf(1), 'x.example.com/none:1', 'scratch', '');
const claims = fc.record({
  /** Gives the digest of the known image of that number too. */
  digest: fc.constantFrom(null, 0, 0, 1),
  annotation: word,
  label: word,
  buildah: fc.boolean(),
  strip: fc.constantFrom('no', 'no', 'no', 'history', 'diffIds'),
});

const scene = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 7 }),
  claims,
  /** Each known image is the first steps of the subject, or those with one step more. */
  bases: fc.array(
    fc.record({
      cut: fc.integer({ min: 1, max: 7 }),
      extra: fc.option(step, { freq: 2 }),
      scratch: fc.boolean(),
      foreign: fc.boolean(),
      origin: fc.constantFrom('added' as const, 'bundled' as const, 'learned' as const),
      strip: fc.constantFrom('no', 'no', 'history', 'diffIds'),
      claims,
    }),
    { minLength: 1, maxLength: 4 },
  ),
  online: fc.boolean(),
});
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

test('spans are disjoint, in order and without gaps; scratch is only said where every layer has an owner or the subject is known', async () => {
  const seen = { scratch: 0, unknown: 0, contradicted: 0, registry: 0 };
  await fc.assert(
    fc.asyncProperty(scene, async (made) => {
      const { subject, answer } = await traceScene(made);
      const { lineage, self } = answer;
      seen[lineage.end]++;
      if (lineage.problems.some(({ kind }) => kind === 'claim-contradicted')) seen.contradicted++;
      if (lineage.ancestors.some(({ evidence }) => evidence.some(({ tracer }) => tracer === 'registry'))) seen.registry++;
      checkSpans(subject, answer);
      const isOwned = subject.layers.every((_, index) => ownersOf(index, answer).length === 1);
      const isShown = self?.evidence.some(({ confidence }) => confidence === 'matched') === true;
      if (lineage.end === 'scratch') assert.ok(isOwned || isShown, 'an owner of every layer');
      assert.equal(lineage.end === 'scratch', lineage.missing === null);
      assert.ok(lineage.ancestors.every(({ reference }) => reference === null || !reference.endsWith('/scratch:latest')));
      const parent = lineage.ancestors[0];
      if (parent !== undefined)
        assert.ok(
          parent.evidence.some(({ contradicted }) => contradicted !== true),
          'a parent that nothing contradicts',
        );
      assert.deepEqual((await traceScene(made)).answer, answer);
    }),
    { numRuns: 150 },
  );
  // The scenes are worth their name.
  assert.ok(
    Object.values(seen).every((count) => count > 0),
    JSON.stringify(seen),
  );
});

function checkSpans({ layers, config }: Image, { lineage }: TracedImage): void {
  const spans = [...lineage.ancestors.toReversed().map((ancestor) => ancestor.layers), lineage.own.layers].filter((span) => span !== null);
  let next = 0;
  for (const span of spans) {
    assert.equal(span.first, next);
    assert.ok(span.last >= span.first && span.last < layers.length);
    next = span.last + 1;
  }
  const steps = [...lineage.ancestors.toReversed().map(({ history }) => history), lineage.own.history].filter((span) => span !== null);
  let step = -1;
  for (const span of steps) {
    assert.ok(span.first > step && span.last >= span.first && span.last < config.history.length, JSON.stringify(steps));
    step = span.last;
  }
}

function ownersOf(index: number, { lineage }: TracedImage): readonly unknown[] {
  const spans = [lineage.own.layers, ...lineage.ancestors.map(({ layers }) => layers)];
  return spans.filter((span) => span !== null && index >= span.first && index <= span.last);
}

async function traceScene(made: Scene): Promise<{ readonly subject: Image; readonly answer: TracedImage }> {
  const images = made.bases.map(({ foreign, cut, extra, claims }) =>
    build([...(foreign ? FOREIGN : []), ...made.steps.slice(0, cut), ...(extra === null ? [] : [extra])], claims),
  );
  const subject = imageValue(build(made.steps, made.claims, images));
  const known = images.map((image, index) => recordOf(image, index, made.bases[index]));
  const named = images.map((image, index) => [nameOf(index), imageValue(image)] as const);
  const registry = made.online ? { registry: Object.fromEntries(named) } : {};
  return { subject, answer: await traceValue(subject, { known, ...registry }) };
}

const FOREIGN: readonly Step[] = [{ layer: 9, text: 9, comment: null, time: '' }];

function nameOf(index: number): string {
  return `docker.io/library/base:${index}`;
}

function recordOf(image: BuiltImage, index: number, base: Scene['bases'][number] | undefined): KnownImage {
  return knownValue(image, nameOf(index), {
    origin: base?.origin ?? 'added',
    below: base?.origin === 'bundled' ? null : { ancestors: [], end: base?.scratch === true ? 'scratch' : 'unknown' },
    ...(base?.strip === 'history' ? { history: null } : {}),
    ...(base?.strip === 'diffIds' ? { diffIds: null } : {}),
  });
}

function build(
  steps: readonly Step[],
  { annotation, label, buildah, strip, digest }: Scene['claims'],
  images: readonly BuiltImage[] = [],
): BuiltImage {
  const claimed = digest === null ? undefined : images[digest];
  const base = (value: string | null) => (value === null ? {} : { 'org.opencontainers.image.base.name': value });
  return buildImage({
    compression: 'none',
    layers: steps.map(
      ({ layer, text, comment, time }): StepSpec => ({
        createdBy: `RUN ${text}`,
        ...(layer === null ? {} : { files: `f${layer}: ${layer}` }),
        ...(comment === null ? {} : { comment }),
        ...(time === '' ? {} : { created: time }),
      }),
    ),
    annotations: { ...base(annotation), ...(claimed === undefined ? {} : { 'org.opencontainers.image.base.digest': claimed.root }) },
    config: { Labels: { ...base(label), ...(buildah ? { 'io.buildah.version': '1' } : {}) } },
    ...(strip === 'history' ? { configFile: { history: [] } } : {}),
    ...(strip === 'diffIds' ? { configFile: { rootfs: { type: 'layers', diff_ids: [] } } } : {}),
  });
}
