import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildImage } from '../testing/image-builder.ts';
import { imageValue, knownValue } from '../testing/image-value.ts';
import { kinshipOf } from './kinship.ts';

const base = buildImage({
  layers: [
    { files: 'a: 1', createdBy: 'ADD a /', created: '2025-01-01T00:00:01Z' },
    { createdBy: 'CMD ["sh"]', created: '2025-01-01T00:00:02Z' },
  ],
});
const env = (name: string) => buildImage({ base, layers: [{ createdBy: `ENV ${name}=1`, created: '2025-02-01T00:00:00Z' }] });
const child = buildImage({ base, layers: [{ files: 'b: 1', createdBy: 'RUN b', created: '2025-02-01T00:00:00Z' }] });

describe('with the same layers', () => {
  const cases = [
    ['the very image', base, base, 'same', null],
    ['steps without files on top', env('A'), base, 'ancestor', 2],
    ['an image made from the subject by steps without files', base, env('A'), 'descendant', null],
    ['two that add different steps without files', env('A'), env('B'), 'cousin', 2],
    [
      'no history, and another config',
      buildImage({ base, config: { Entrypoint: ['/evil'] }, configFile: { history: [] } }),
      base,
      'ancestor',
      null,
    ],
    ['another history altogether', buildImage({ base, configFile: { history: [{ created_by: 'x' }] } }), base, 'ancestor', null],
    ['a rebuild', buildImage({ base, created: '2026-02-02T00:00:00Z' }), base, 'same', 2],
  ] as const;
  for (const [name, image, known, kind, steps] of cases) {
    test(`${name}: ${kind}`, () => {
      assert.deepEqual(kinshipOf(imageValue(image), knownValue(known, 'x:1'), 1), { kind, steps });
    });
  }
});

describe('with more layers', () => {
  test('the parent', () => assert.deepEqual(kinshipOf(imageValue(child), knownValue(base, 'x:1'), 1), { kind: 'ancestor', steps: 2 }));
  test('one beside the parent', () => {
    assert.deepEqual(kinshipOf(imageValue(child), knownValue(env('A'), 'x:1'), 1), { kind: 'cousin', steps: 2 });
  });
  test('a history that was cut short by a list', () => {
    const long = `RUN /bin/sh -c set -eux; ${'apk add x; '.repeat(40)} # buildkit`;
    const real = buildImage({
      layers: [
        { files: 'a: 1', createdBy: long },
        { files: 'b: 1', createdBy: 'RUN b' },
      ],
    });
    const listed = buildImage({ layers: [{ files: 'a: 1', createdBy: long.replace('/bin/sh -c ', '').slice(0, 120) }] });
    assert.deepEqual(kinshipOf(imageValue(real), knownValue(listed, 'x:1'), 1), { kind: 'ancestor', steps: 1 });
  });
  test('a history that does not fit the layers tells nothing', () => {
    const image = buildImage({ base: child, configFile: { history: [{ created_by: 'only one' }] } });
    assert.deepEqual(kinshipOf(imageValue(image), knownValue(base, 'x:1'), 1), { kind: 'ancestor', steps: null });
  });
});
