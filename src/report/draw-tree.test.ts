import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawTree } from './draw-tree.ts';

test('folders are drawn for what lies in them, names sorted, once each', () => {
  const lines = drawTree(['usr/bin/b', 'etc', 'usr/bin', 'usr/bin/a', 'usr/lib/x/y']);
  assert.deepEqual(
    lines.map(({ branch, name }) => branch + name),
    ['├── etc', '└── usr', '    ├── bin', '    │   ├── a', '    │   └── b', '    └── lib', '        └── x', '            └── y'],
  );
  assert.equal(lines.at(-1)?.path, 'usr/lib/x/y');
  assert.deepEqual(drawTree([]), []);
});
