import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysisOfText } from '../testing/layer-analyses.ts';
import { findWaste, type Waste } from './find-waste.ts';
import { squash } from './squash.ts';
import { WASTE_KINDS } from './waste-kinds.ts';
import { wasteKindOf } from './waste-places.ts';

function wasteOf(...texts: readonly string[]): Waste {
  const layers = texts.map(analysisOfText);
  return findWaste(squash(layers), layers);
}

test('what is hidden is told with its cause and its kind, what is left apart from it', () => {
  const { files, groups, leftovers, kinds } = wasteOf(
    'var/lib/apt/lists/a: 12345\nvar/lib/apt/lists/b: 123\nusr/share/doc/x/copyright: 1\nusr/share/doc/x/README: 12\netc/motd: 12\netc/same: 1',
    'var/lib/apt/lists/.wh.a\nvar/lib/apt/lists/.wh.b\netc/motd: 123\netc/same: 2',
  );
  assert.deepEqual(
    files.map(({ path, size, cause, kind }) => [path, size, cause, kind]),
    [
      ['var/lib/apt/lists/a', 5, 'deleted', 'apt-lists'],
      ['var/lib/apt/lists/b', 3, 'deleted', 'apt-lists'],
      ['etc/motd', 2, 'overwritten', null],
      ['etc/same', 1, 'touched', null],
    ],
  );
  assert.deepEqual(groups[0], { cause: 'deleted', kind: 'apt-lists', layer: 0, by: 1, files: 2, bytes: 8 });
  assert.deepEqual(leftovers, [{ kind: 'documentation', layer: 0, files: 1, bytes: 2 }]);
  assert.deepEqual(
    kinds.map(({ id }) => id),
    ['apt-lists', 'documentation'],
  );
});

test('a body that a hard link still leads to is neither', () => {
  assert.deepEqual(wasteOf('a: 123\nb => a', '.wh.a').files, []);
  assert.deepEqual(
    wasteOf('a: 123\nb => a', '.wh.a\n.wh.b').files.map(({ path }) => path),
    ['a'],
  );
  assert.deepEqual(wasteOf('root/.npm/a: 123\nsrv/b => root/.npm/a').leftovers, []);
  assert.equal(wasteOf('root/.npm/a: 123\nsrv/b: 123').leftovers[0]?.bytes, 3);
});

/** Path and kind; nothing where it must be none. */
const PLACES: Readonly<Record<string, string>> = {
  'var/cache/apt/pkgcache.bin': 'apt-archives',
  'srv/var/cache/apt/x': '',
  'root/.cache/pip/http/a/b': 'pip-cache',
  '.cache/pip/a': 'pip-cache',
  'root/.cache/huggingface/model': '',
  'srv/app/.yarn/cache/x.zip': '',
  'usr/lib/python3/dist-packages/a/__pycache__/b.pyc': 'python-compiled',
  'tmp/x/__pycache__/b.pyc': 'python-compiled',
  'tmp/x': 'temporary',
  'srv/tmp/x': '',
  'go/pkg/mod/x': 'go-cache',
  'root/go/pkg/mod/x': 'go-cache',
  'srv/cargo/pkg/mod/x': '',
  'usr/local/lib/ruby/gems/3.3.0/cache/x.gem': 'gem-cache',
  'usr/local/lib/ruby/gems/3.3.0/gems/y-1/cache/x': '',
  'var/lib/dpkg/status-old': 'dpkg-backups',
  'var/lib/dpkg/status': '',
  'usr/share/doc/bash/copyright': '',
  'usr/share/doc/bash/README': 'documentation',
  tmp: '',
};

for (const [path, kind] of Object.entries(PLACES)) {
  test(`${path}: ${kind || 'of no kind'}`, () => {
    assert.equal(wasteKindOf(path)?.id ?? '', kind);
    assert.equal(wasteOf(`${path}: 1`).leftovers[0]?.kind ?? '', kind);
  });
}

test('no two kinds have one id or claim one place', () => {
  const ids = WASTE_KINDS.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  const places = WASTE_KINDS.flatMap(({ folders = [], files = [] }) => [...folders, ...files]);
  assert.equal(new Set(places).size, places.length);
  for (const place of places) assert.match(place, /[^*]$/);
});
