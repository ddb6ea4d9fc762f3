import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './project.mjs';
import { withProject } from './sample-project.mjs';

/** The least that the generator reads: one image upon scratch. */
const FACTS = {
  'official-images-head': {
    image: 'x',
    tags: ['1'],
    sharedTags: [],
    architectures: ['amd64'],
    gitRepo: 'r',
    gitCommit: 'c',
    directory: '.',
  },
  'dockerfiles-head': { gitRepo: 'r', gitCommit: 'c', directory: '.', file: 'Dockerfile', from: 'scratch', exact: true },
  activity: { image: 'x', lastUpdated: '2026-01-01', updates12m: 1 },
  eol: { product: 'x', cycle: '1', eol: '2030-01-01' },
  'image-digests': {
    image: 'x',
    tag: '1',
    platform: 'linux/amd64',
    fileDate: '2026-01-01',
    layers: [{ digest: `sha256:${'0'.repeat(64)}` }],
  },
  'builds-2023-11': {
    tags: ['x:1'],
    arch: 'amd64',
    digest: `sha256:${'2'.repeat(64)}`,
    indexDigest: null,
    parents: [{ ref: 'y:1', digest: `sha256:${'3'.repeat(64)}`, indexDigest: null }],
  },
  'external-pins': { ref: 'y/z:1', digest: `sha256:${'1'.repeat(64)}`, lastChange: '2026-01-01' },
};
FACTS['official-images-head'].file = 'Dockerfile';
FACTS['official-images-head'].perArch = {};

test('a bundled index that is not what the facts give is told', async () => {
  const files = Object.fromEntries(Object.entries(FACTS).map(([name, row]) => [`${name}.jsonl`, `${JSON.stringify(row)}\n`]));
  const { status, output } = await withProject(files, check);
  assert.equal(status, 1, output);
  for (const name of ['official-images.idx', 'known-images.idx'])
    assert.ok(output.includes(`data/${name} is not what the facts give: run node tools/build-index.mjs`), output);
});

test('without the facts it says so, and passes', async () => {
  const { status, output } = await withProject({}, check);
  assert.equal(status, 0, output);
  assert.match(output, /^no facts in .*: the bundled index stays as it is\n$/);
});

function check(folder) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'tools/build-index.mjs'), folder, '--check'], {
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}
