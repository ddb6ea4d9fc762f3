/** All files of all layers, in plain layers and in compressed ones, in chunks of any size. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { squash } from '../../image/squash.ts';
import type { Layer } from '../../model/image.ts';
import { analysisOfTar } from '../../testing/layer-analyses.ts';
import { type LayerLine, layerTar } from '../../testing/layer-text.ts';
import { chunked } from '../../testing/streams.ts';
import { searchContents } from './search-contents.ts';

const GITHUB = ['ghp', 'a1B2'.repeat(9)].join('_');
const file = (name: string, body: string | Uint8Array): LayerLine => ({
  name,
  type: 'file',
  body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
});

async function search(chunk: number, ...layers: readonly (readonly LayerLine[])[]) {
  const tars = layers.map((lines) => layerTar(lines));
  const analyses = tars.map((tar) => analysisOfTar(tar));
  const opened = tars.map(
    (tar): Layer => ({ diffId: null, descriptor: null, size: tar.length, available: true, open: () => chunked(tar, chunk) }),
  );
  const { secrets, ...counts } = await searchContents(squash(analyses), opened, analyses);
  return {
    ...counts,
    secrets: secrets.map(
      ({ path, kind, masked, layer, hiddenBy }) =>
        `${kind} ${path} ${masked} ${layer + 1}${hiddenBy === null ? '' : ` until ${hiddenBy + 1}`}`,
    ),
  };
}

for (const chunk of [7, 512, 1000, 64 * 1024]) {
  test(`in chunks of ${chunk} bytes: texts of any length, deleted ones too; binary files are told`, async () => {
    const long = `${'x '.repeat(20_000)}${GITHUB} ${'y '.repeat(20_000)}`;
    const binary = new Uint8Array([...new TextEncoder().encode(`ELF ${GITHUB}`), 0, 1]);
    const found = await search(
      chunk,
      [file('a.js', long), file('b', `k=${GITHUB}\nk=${GITHUB}`), file('bin/x', binary)],
      [file('.wh.b', ''), file('c', 'none')],
    );
    assert.deepEqual(found, {
      contents: true,
      files: 3,
      bytes: long.length + 85 + 4,
      binaryFiles: 1,
      binaryBytes: binary.length,
      secrets: ['github-token a.js ghp_… 1', 'github-token b ghp_… 1 until 2'],
    });
  });
}

test('what one file ends with and the next begins with is no secret', async () => {
  const { secrets } = await search(512, [file('a', `x ${GITHUB.slice(0, 20)}`), file('b', `${GITHUB.slice(20)} x`)]);
  assert.deepEqual(secrets, []);
});
