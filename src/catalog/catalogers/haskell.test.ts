import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { haskell } from './haskell.ts';

const FREEZE = `active-repositories: hackage.haskell.org:merge
constraints: any.aeson ==2.0.3.0,
             aeson -bytestring-builder +ordered-keymap,
             -- a comment ==1.0,
             any.range ==1.0 || ==1.1,
             base ==4.15.1.0
index-state: hackage.haskell.org 2022-06-01T00:00:00Z
`;
const STACK = `packages:
- completed:
    hackage: acme-missiles-0.3@sha256:2ba66a,613
    pantry-tree:
      size: 226
  original:
    hackage: acme-missiles-0.3@sha256:2ba66a,613
- original:
    hackage: text-2.0
snapshots:
- original: lts-19.0
`;

test('what is pinned is declared, once', async () => {
  const { lines } = await catalogText(haskell, [[`a/cabal.project.freeze: ${FREEZE}`, `b/stack.yaml.lock: ${STACK}`]]);
  assert.deepEqual(lines, [
    'hackage aeson 2.0.3.0 a/cabal.project.freeze',
    'hackage base 4.15.1.0 a/cabal.project.freeze',
    'hackage acme-missiles 0.3 b/stack.yaml.lock',
    'hackage text 2.0 b/stack.yaml.lock',
  ]);
});
