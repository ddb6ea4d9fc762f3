/** Parents that are asked of their registries. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildImage } from '../testing/image-builder.ts';
import { imageValue, knownValue, officialValue } from '../testing/image-value.ts';
import { chainText, traceValue } from '../testing/trace-values.ts';

const DEBIAN = 'docker.io/library/debian:bookworm-slim';
const HTTPD = 'docker.io/library/httpd:2.4';
const official = officialValue({ debian: 'scratch', httpd: 'debian:bookworm-slim' });

const debian = buildImage({ layers: [{ files: 'a: 1', createdBy: 'ADD a /', created: '2025-01-01T00:00:00Z' }] });
const httpd = buildImage({ base: debian, layers: [{ files: 'b: 1', createdBy: 'RUN b', created: '2025-02-01T00:00:00Z' }] });
const app = buildImage({
  base: httpd,
  layers: [{ files: 'c: 1', createdBy: 'COPY c /' }],
  annotations: { 'org.opencontainers.image.base.name': HTTPD, 'org.opencontainers.image.base.digest': httpd.root },
});
const pulled = (image: typeof debian, reference: string) => imageValue(image, { source: 'docker', reference, location: reference });

describe('an official image pulled from its registry', () => {
  test('its parent is asked too, and every layer has an owner', async () => {
    const { lineage } = await traceValue(pulled(httpd, HTTPD), { official, registry: { [DEBIAN]: pulled(debian, DEBIAN) } });
    assert.equal(chainText(lineage), 'debian:bookworm-slim | scratch');
    assert.deepEqual(
      [lineage.ancestors[0]?.layers, lineage.own.layers],
      [
        { first: 0, last: 0 },
        { first: 1, last: 1 },
      ],
    );
    assert.equal(lineage.ancestors[0]?.confidence, 'matched');
    assert.equal(lineage.declared, false);
  });
  test('where the parent’s tag has moved, the name stays, the layers are nobody’s, and it is told', async () => {
    const moved = buildImage({ layers: [{ files: 'a: 2', createdBy: 'ADD a /' }] });
    const { lineage } = await traceValue(pulled(httpd, HTTPD), { official, registry: { [DEBIAN]: pulled(moved, DEBIAN) } });
    assert.equal(chainText(lineage), 'debian:bookworm-slim | scratch');
    assert.deepEqual([lineage.ancestors[0]?.layers, lineage.own.layers], [null, null]);
    assert.ok(lineage.problems.some(({ kind }) => kind === 'tag-moved'));
    assert.equal(lineage.declared, true);
    assert.match(
      lineage.problems.find(({ kind }) => kind === 'layers-unowned')?.message ?? '',
      /Which of the 2 layers are those of debian/,
    );
  });
  test('with a digest beside the tag, the tag is not what was asked for', async () => {
    const pinned = pulled(httpd, `${HTTPD}@${httpd.root}`);
    assert.equal((await traceValue(pinned, { official })).lineage.end, 'unknown');
    const { lineage } = await traceValue(pinned, { official, registry: { [DEBIAN]: pulled(debian, DEBIAN) } });
    assert.equal(chainText(lineage), 'debian:bookworm-slim | scratch');
  });
  test('a digest does no harm where all tags stand on the same', async () => {
    const { lineage } = await traceValue(pulled(debian, `${DEBIAN}@${debian.root}`), { official });
    assert.equal(chainText(lineage), 'scratch');
  });
});

test('an image whose digest is known by a build of one day goes on by the parent of that day', async () => {
  const parent = `${DEBIAN}@${debian.root}`;
  const build = { origin: 'bundled', source: null, blobs: [], diffIds: null, history: null, config: null, otherNames: [] } as const;
  const known = [knownValue(httpd, 'docker.io/library/httpd:2.2', { ...build, below: { ancestors: [parent], end: 'unknown' } })];
  const { lineage, self } = await traceValue(imageValue(httpd), { official, known });
  assert.equal(self?.reference, 'docker.io/library/httpd:2.2');
  assert.equal(lineage.ancestors[0]?.reference, parent);
  assert.equal(lineage.ancestors[0]?.resolution, 'exact');
  assert.deepEqual([lineage.end, lineage.resolution, lineage.declared], ['scratch', 'inferred', true]);
  const online = await traceValue(imageValue(httpd), { official, known, registry: { [parent]: pulled(debian, parent) } });
  assert.deepEqual(online.lineage.ancestors[0]?.layers, { first: 0, last: 0 });
  // A manifest that was not checked against its digest may be any.
  assert.equal((await traceValue(imageValue(httpd, { configVerified: false }), { official, known })).self, null);
});

describe('an image that names its parent', () => {
  test('goes on from the parent to scratch', async () => {
    const registry = { [HTTPD]: pulled(httpd, HTTPD), [DEBIAN]: pulled(debian, DEBIAN) };
    const { lineage } = await traceValue(imageValue(app), { official, registry });
    assert.equal(chainText(lineage), 'httpd:2.4 | debian:bookworm-slim | scratch');
    assert.deepEqual(
      lineage.ancestors.map(({ layers }) => layers),
      [
        { first: 1, last: 1 },
        { first: 0, last: 0 },
      ],
    );
  });
  test('whose tag has moved: by its digest it is still there', async () => {
    const newer = buildImage({ base: debian, layers: [{ files: 'b: 2', createdBy: 'RUN b' }] });
    const registry = {
      [HTTPD]: pulled(newer, HTTPD),
      [`${HTTPD}@${httpd.root}`]: pulled(httpd, `${HTTPD}@${httpd.root}`),
      [DEBIAN]: pulled(debian, DEBIAN),
    };
    const { lineage } = await traceValue(imageValue(app), { official, registry });
    assert.equal(chainText(lineage), 'httpd:2.4 | debian:bookworm-slim | scratch');
  });
});
