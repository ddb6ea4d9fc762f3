import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileTree, TreeEntry } from '../model/file-tree.ts';
import { analysisOfTar } from '../testing/layer-analyses.ts';
import { whiteoutCases } from '../testing/whiteout-cases.ts';
import { squash } from './squash.ts';

for (const { name, layers, expected } of whiteoutCases()) {
  test(`testdata/whiteouts/${name}`, () => {
    assert.deepEqual(answer(squash(layers.map(analysisOfTar)), layers), expected);
  });
}

function answer(tree: FileTree, tars: readonly Uint8Array[]): readonly string[] {
  const there = [...tree.entries()].map((entry) => describeEntry(entry, tars));
  assert.equal(there.length, tree.count);
  const gone = new Map<string, number>();
  for (let layer = 0; layer < tree.layers; layer += 1) {
    for (const { below } of tree.changes(layer).removed) if (tree.get(below.path) === null) gone.set(below.path, layer + 1);
  }
  return [...there, ...[...gone].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, layer]) => `${layer} - ${path}`)];
}

function describeEntry(entry: TreeEntry, tars: readonly Uint8Array[]): string {
  const { layer, path, type, mode, uid, gid, link } = entry;
  if (type === 'symlink') return `${layer + 1} ${path} -> ${link}`;
  const isPlain = mode === (type === 'directory' ? 0o755 : 0o644) && uid === 0 && gid === 0;
  const attributes = isPlain || entry.hardLink ? '' : ` (${mode.toString(8).padStart(4, '0')} ${uid}:${gid})`;
  if (type === 'directory') return `${layer + 1} ${path}/${attributes}`;
  assert.equal(type, 'file');
  const content = bodyOf(entry, tars);
  return `${layer + 1} ${path}${attributes}${content === '' ? '' : `: ${content}`}`;
}

function bodyOf({ content, offset, size }: TreeEntry, tars: readonly Uint8Array[]): string {
  assert.ok(content !== null && offset !== null);
  return new TextDecoder().decode(tars[content.layer]?.subarray(offset, offset + size));
}
