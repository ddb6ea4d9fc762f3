/** Real images, each traced as if the index had never seen it: what is found must be so, and no note must cry wolf. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseDigest, parseDiffId } from '../model/digest.ts';
import type { Image } from '../model/image.ts';
import { type Platform, parsePlatform } from '../model/platform.ts';
import { parseReference } from '../model/reference.ts';
import { nodeFiles } from '../platform/files.ts';
import { nodeHash } from '../platform/hash.ts';
import type { RandomAccess } from '../ports/index.ts';
import { buildImage } from '../testing/image-builder.ts';
import { imageValue } from '../testing/image-value.ts';
import { repositoryOf } from './ancestors.ts';
import { type BundledImages, openBundledImages } from './bundled-images.ts';
import { follow } from './follow.ts';
import type { KnownImages } from './known-image.ts';
import { type OfficialIndex, openOfficialIndex } from './official-index.ts';
import { type TracedImage, traceImage } from './trace-image.ts';

const facts = fileURLToPath(new URL('../../../shared/data/lineage/image-digests.jsonl', import.meta.url));
const skip = existsSync(facts) ? false : 'the facts of ../shared/data/lineage are absent';

interface Row {
  readonly image: string;
  readonly tag: string;
  readonly platform: string;
  readonly manifestDigest: string;
  readonly layers: readonly { readonly digest: string; readonly diffId?: string; readonly size: number }[];
  readonly history: readonly { readonly created: string; readonly createdBy: string; readonly empty: boolean }[];
}

let files: readonly RandomAccess[];
let bundled: BundledImages;
let official: OfficialIndex;
before(async () => {
  const open = (name: string) => nodeFiles().open(fileURLToPath(new URL(`../../data/${name}`, import.meta.url)));
  files = [await open('known-images.idx'), await open('official-images.idx')];
  const [known, library] = files;
  if (known === undefined || library === undefined) throw new Error('no index');
  bundled = await openBundledImages(known, nodeHash);
  official = await openOfficialIndex(library, '2026-08-21');
});
after(() => Promise.all((files ?? []).map((file) => file.close())));

for (const blobs of [true, false]) {
  test(`every ancestor that is named is of the image’s own chain, ${blobs ? 'with' : 'without'} the digests of blobs`, {
    skip,
  }, async () => {
    const wrong: string[] = [];
    const seen = { named: 0, nameless: 0, scratch: 0 };
    for (const row of rows()) {
      const { lineage, self } = await traceRow(row, blobs);
      const chain = await repositoriesBelow(row);
      for (const { reference } of lineage.ancestors) {
        if (reference === null) seen.nameless++;
        else if (chain.includes(repositoryOf(parseReference(reference)))) seen.named++;
        else wrong.push(`${row.image}:${row.tag} ${row.platform} on ${reference}`);
      }
      if (self !== null && !self.reference.startsWith(`docker.io/library/${row.image}:`))
        wrong.push(`${row.image}:${row.tag} is ${self.reference}`);
      wrong.push(...lineage.problems.map(({ message }) => `${row.image}:${row.tag} ${row.platform}: ${message}`));
      if (lineage.end === 'scratch') seen.scratch++;
    }
    assert.deepEqual(wrong, []);
    assert.ok(seen.named > 10 && seen.nameless > 10, JSON.stringify(seen));
    // A history alone never ends in scratch.
    assert.equal(seen.scratch > 8, blobs, JSON.stringify(seen));
  });
}

function rows(): readonly Row[] {
  return readFileSync(facts, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

async function repositoriesBelow(row: Row): Promise<readonly string[]> {
  const followed = await follow(`docker.io/library/${row.image}:${row.tag}`, platformOf(row), {
    known: { find: async () => [] },
    official,
  });
  const names = followed.ancestors.flatMap(({ reference }) => (reference === null ? [] : [repositoryOf(parseReference(reference))]));
  return names;
}

function platformOf(row: Row): Platform {
  return (
    parsePlatform(
      row.platform
        .split('/')
        .slice(0, row.platform.startsWith('windows') ? 2 : 3)
        .join('/'),
    ) ?? { os: 'linux', architecture: 'amd64' }
  );
}

function traceRow(row: Row, blobs: boolean): Promise<TracedImage> {
  const known: KnownImages = {
    find: async (kind, key) => (await bundled.find(kind, key)).filter(({ manifest }) => manifest !== row.manifestDigest),
  };
  return traceImage(imageOf(row, blobs), { verified: false }, { known, official, hash: nodeHash, openParent: null });
}

function imageOf(row: Row, blobs: boolean): Image {
  const blank = imageValue(buildImage());
  const history = row.history.map(({ created, createdBy, empty }) => ({
    created,
    createdBy,
    emptyLayer: empty,
    author: null,
    comment: null,
  }));
  const layers = row.layers.map(({ digest, diffId, size }) => {
    const parsed = parseDigest(digest);
    const descriptor =
      parsed === null || !blobs
        ? null
        : { digest: parsed, size, mediaType: '', annotations: {}, platform: null, artifactType: null, urls: [] };
    return { diffId: parseDiffId(diffId), descriptor, size, available: false, open: () => assert.fail('no layer is to be read') };
  });
  return {
    ...blank,
    platform: platformOf(row),
    manifestDigest: null,
    manifest: null,
    configDigest: null,
    config: { ...blank.config, history },
    layers,
  };
}
