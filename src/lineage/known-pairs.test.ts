/** Real images of which one is built upon another, recognised by the digests of their layers. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { emptyImageConfig } from '../codec/image-config.ts';
import { parseDiffId, parseDigest } from '../model/digest.ts';
import type { Image, Layer } from '../model/image.ts';
import { nodeFiles } from '../platform/files.ts';
import { nodeHash } from '../platform/hash.ts';
import { openBundledImages } from './bundled-images.ts';
import { shortName } from './short-name.ts';
import { openOfficialIndex } from './official-index.ts';
import { traceImage } from './trace-image.ts';

const facts = fileURLToPath(new URL('../../../shared/data/lineage/image-digests.jsonl', import.meta.url));
const skip = existsSync(facts) ? false : 'the facts of ../shared/data/lineage are absent';
const data = fileURLToPath(new URL('../../data/', import.meta.url));

interface Row {
  readonly image: string;
  readonly tag: string;
  readonly platform: string;
  readonly layers: readonly { readonly digest: string; readonly diffId?: string }[];
}

test('of the real pairs each parent is found by the digests of its layers alone', { skip }, async () => {
  const all = readFileSync(facts, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
  const pairs = all.flatMap((child) => parentsOf(child, all).map((parent) => ({ child, parent })));
  const found: string[] = [];
  const missed: string[] = [];
  const records = await nodeFiles().open(`${data}known-images.idx`);
  const bundled = await openBundledImages(records, nodeHash);
  const file = await nodeFiles().open(`${data}official-images.idx`);
  const official = await openOfficialIndex(file, '2026-08-21');
  for (const { child, parent } of pairs) {
    const { lineage } = await traceImage(
      imageOf(child),
      { verified: false },
      { known: bundled, official, hash: nodeHash, openParent: null },
    );
    const name = `${parent.image}:${parent.tag}`;
    const ancestor = lineage.ancestors.find(({ reference, aliases }) =>
      [reference, ...aliases].some((one) => one !== null && shortName(one) === name),
    );
    const isShown = ancestor?.evidence.some(({ tracer }) => tracer === 'layer-digest') === true && ancestor.confidence === 'matched';
    const pair = `${child.image}:${child.tag} ${child.platform} on ${name}`;
    if (isShown) found.push(pair);
    else
      missed.push(
        `${pair}: ${JSON.stringify(lineage.ancestors.map(({ reference, aliases, evidence }) => ({ reference, aliases, evidence })))}`,
      );
  }
  await file.close();
  await records.close();
  assert.deepEqual(missed, []);
  assert.ok(found.length >= 12, `only ${found.length} pairs`);
});

/** Images whose layers are the child's lower ones, and fewer. */
function parentsOf(child: Row, all: readonly Row[]): readonly Row[] {
  return all.filter(
    (row) =>
      row.platform === child.platform &&
      row.layers.length > 0 &&
      row.layers.length < child.layers.length &&
      row.layers.every((layer, index) => layer.digest === child.layers[index]?.digest),
  );
}

/** What is known of an image where only its manifest is at hand. */
function imageOf(row: Row): Image {
  const [os = '', architecture = ''] = row.platform.split('/');
  const platform = { os, architecture };
  const layers = row.layers.map(
    ({ digest }): Layer => ({
      diffId: parseDiffId(null),
      descriptor: {
        mediaType: '',
        digest: parseDigest(digest) as never,
        size: 1,
        annotations: {},
        platform: null,
        artifactType: null,
        urls: [],
      },
      size: 1,
      available: false,
      open: () => {
        throw new Error('no layer is read');
      },
    }),
  );
  const config = emptyImageConfig(platform);
  return {
    source: 'oci',
    location: 'oci:x',
    reference: null,
    names: [],
    platform,
    otherPlatforms: [],
    indexDigest: null,
    manifestDigest: null,
    manifest: null,
    configDigest: null,
    configVerified: false,
    config,
    layers,
    problems: [],
    attachments: async () => [],
    close: async () => undefined,
  };
}
