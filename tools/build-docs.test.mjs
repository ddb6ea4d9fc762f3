import assert from 'node:assert/strict';
import { test } from 'node:test';
import { between, checkDocs, sourcesPage, tracersPage } from './build-docs.mjs';
import { drawLayers } from './layer-diagram.mjs';
import { withProject } from './sample-project.mjs';

test('a page that is not what the code says is told, and one that is missing too', async () => {
  const pages = [
    { path: 'a.md', make: () => 'new' },
    { path: 'b.md', make: async (_root, before) => before },
    { path: 'c.md', make: () => 'c' },
  ];
  const { looked, problems } = await withProject({ 'a.md': 'old', 'b.md': 'same' }, (root) => checkDocs(root, pages));
  assert.equal(looked, '3 pages');
  assert.deepEqual(problems, ['a.md is not what the code says: run npm run docs', 'c.md is not what the code says: run npm run docs']);
});

test('only what stands between the markers is replaced', () => {
  assert.equal(between('a <!-- x -->old<!-- /x --> b', 'x', 'new'), 'a <!-- x -->\nnew\n<!-- /x --> b');
  assert.throws(() => between('no markers', 'x', 'new'), /no <!-- x -->/);
});

test('the pages hold a row for each plugin, and an empty registry is no page', () => {
  const source = { scheme: 'oci', summary: 'a | b', example: 'oci:x', network: false, role: 'file' };
  assert.match(sourcesPage([source]), /^\| `oci` \| a \\\| b \| `oci:x` \| no \| a path that exists/m);
  assert.match(tracersPage([{ id: 't', summary: 'looks', confidence: 'claimed' }]), /^\| `t` \| looks \| claimed \|$/m);
  assert.throws(() => tracersPage([]), /lists nothing/);
});

test('the picture has the top row first, and arrows to the row below', async () => {
  const rows = [
    { rank: 0, folders: ['model'], what: 'nouns' },
    { rank: 2, folders: ['codec', 'image'], what: 'algebra' },
  ];
  const picture = await withProject({ 'src/model/a.ts': '', 'src/codec/a.ts': '' }, (root) => drawLayers(root, rows));
  assert.equal(
    picture,
    '```mermaid\nflowchart TB\n  row2_codec["codec · (image)<br/><i>algebra</i>"]\n  row0_model["model<br/><i>nouns</i>"]\n  row2_codec --> row0_model\n```',
  );
});
