import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { analysisOfTar, analysisOfText } from '../testing/layer-analyses.ts';
import type { LayerItem } from '../testing/layer-text.ts';
import { layerTar } from '../testing/layer-text.ts';
import { squash } from './squash.ts';

function treeOf(...layers: readonly (string | readonly LayerItem[])[]) {
  return squash(layers.map((layer) => analysisOfText(layer)));
}

const file = (name: string): LayerItem => ({ name, type: 'file' });

describe('ownership', () => {
  const tree = treeOf('a: one\nd/\nd/x: one', 'a: two\nd/y: two', '.wh.a\nd/ (0700)', 'a: four');

  test('a path belongs to the layer that last wrote it, and hides what was there, nearest first', () => {
    assert.deepEqual([tree.get('a')?.layer, tree.get('d')?.layer, tree.get('d/x')?.layer], [3, 2, 0]);
    assert.deepEqual(
      tree.hidden('a').map((entry) => entry.layer),
      [1, 0],
    );
    assert.deepEqual(
      tree.hidden('d').map((entry) => [entry.layer, entry.mode]),
      [[0, 0o755]],
    );
    assert.deepEqual(tree.hidden('none'), []);
  });

  test('what a layer added, changed and removed', () => {
    const words = [0, 1, 2, 3].map((layer) => {
      const { added, changed, removed } = tree.changes(layer);
      return [
        added.map((entry) => entry.path),
        changed.map(({ entry, below }) => `${entry.path} ${below.layer}`),
        removed.map(({ below, cause }) => `${below.path} ${below.layer} ${cause}`),
      ];
    });
    assert.deepEqual(words, [
      [['a', 'd', 'd/x'], [], []],
      [['d/y'], ['a 0'], []],
      [[], ['d 0'], ['a 1 whiteout']],
      [['a'], [], []],
    ]);
  });

  test('a removal tells its cause', () => {
    const cleared = treeOf('a/b: 1\nc/d: 1\ne/f: 1\ng: 1', '.wh.a\nc/.wh..wh..opq\ne: file\n.wh.g\ng: again');
    const { changed, removed } = cleared.changes(1);
    assert.deepEqual(
      removed.map(({ below, cause }) => `${below.path} ${cause}`),
      ['a whiteout', 'a/b parent-whiteout', 'c/d opaque', 'e/f replaced'],
    );
    assert.deepEqual(
      changed.map(({ entry }) => entry.path),
      ['e', 'g'],
    );
  });

  test('which entry of a layer counts', () => {
    const twice = treeOf('a: one\na: two\nb: one', 'b: two');
    const places = [0, 1, 2].map((row) => twice.isCurrent({ layer: 0, row }));
    assert.deepEqual(
      [...places, twice.isCurrent({ layer: 1, row: 0 }), twice.isCurrent({ layer: 1, row: 9 }), twice.isCurrent({ layer: 7, row: 0 })],
      [false, true, false, true, false, false],
    );
  });

  test('a hard link has the metadata of its file, and says where that is', () => {
    const linked = treeOf('a (4711 1:2): content', 'b => a');
    const { type, mode, uid, size, layer, row, content, hardLink } = linked.get('b') ?? {};
    assert.deepEqual(
      { type, mode, uid, size, layer, row, content, hardLink },
      { type: 'file', mode: 0o4711, uid: 1, size: 7, layer: 1, row: 0, content: { layer: 0, row: 0 }, hardLink: true },
    );
  });

  test('hard links in a circle and into nothing are told', () => {
    const broken = treeOf('a => b\nb => a\nc => none\nd => d\nl => e\ne => f\nf: x');
    assert.deepEqual(
      broken.problems.map((problem) => problem.message),
      ['"a", "b", "c", "d"'].flatMap((text) => text.split(', ')).map((path) => `the hard link ${path} leads to no file`),
    );
    assert.deepEqual([broken.get('a')?.type, broken.get('a')?.content, broken.get('l')?.content?.row], ['hardlink', null, 6]);
  });
});

describe('looking up', () => {
  const tree = treeOf(
    'usr/bin/env: e\nbin -> usr/bin\nusr/lib/os-release: o\netc/os-release -> ../usr/lib/os-release\nabs -> /bin\nup -> ../../../usr/bin\nloop -> pool\npool -> loop\nself -> self/x\ntrail -> bin/\ndangling -> none\nfile: f\nodd -> file/..',
  );

  test('links are followed within the root, as merged /usr needs it', () => {
    for (const path of ['bin/env', '/bin/env', 'abs/env', 'up/env', 'trail/env', 'usr/bin/../bin/env', '../../bin/env'])
      assert.equal(tree.resolve(path)?.path, 'usr/bin/env', path);
    assert.equal(tree.resolve('etc/os-release')?.path, 'usr/lib/os-release');
    assert.equal(tree.resolve('bin')?.path, 'usr/bin');
    assert.equal(tree.resolve('')?.path, '');
  });

  test('what leads nowhere is null: circles, gaps, a file taken for a folder', () => {
    for (const path of ['loop', 'self', 'dangling', 'none', 'file/x', 'file/..', 'odd', 'bin/none'])
      assert.equal(tree.resolve(path), null, path);
  });

  test('get follows nothing', () => {
    assert.equal(tree.get('bin/env'), null);
    assert.equal(tree.get('/bin')?.link, 'usr/bin');
    assert.deepEqual(tree.list('usr'), ['bin', 'lib']);
    assert.deepEqual(tree.list('bin'), []);
  });

  test('at most 40 links are followed', () => {
    const chain = (length: number) =>
      treeOf([
        ...Array.from({ length }, (_, i): LayerItem => ({ name: `l${i}`, type: 'symlink', linkName: `l${i + 1}` })),
        file(`l${length}`),
      ]);
    assert.equal(chain(40).resolve('l0')?.path, 'l40');
    assert.equal(chain(41).resolve('l0'), null);
  });
});

describe('hostile layers', () => {
  test('paths out of the image, with a NUL or without end are passed over and told, the rest is there', () => {
    const analysis = analysisOfText([
      file('../../etc/cron'),
      file('/abs/file'),
      file('a/../b'),
      file('x/'.repeat(3000) + 'y'),
      file('good'),
    ]);
    assert.deepEqual(
      analysis.problems.map((problem) => [problem.kind, problem.incomplete]),
      [
        ['unusable-path', true],
        ['odd-path', false],
        ['odd-path', false],
        ['unusable-path', true],
      ],
    );
    assert.deepEqual(
      [...squash([analysis]).entries()].map((entry) => entry.path),
      ['abs', 'abs/file', 'b', 'good'],
    );
  });

  test('problems are counted, not kept without end', () => {
    const { problems } = analysisOfText(Array.from({ length: 500 }, (_, i) => file(`../${i}`)));
    assert.equal(problems.length, 101);
    assert.match(problems[100]?.message ?? '', /400 more/);
  });

  test('trees deeper than any path, made through links, are walked and removed', () => {
    const deep = 'd/'.repeat(1500);
    const items: LayerItem[] = [];
    for (let i = 0; i < 12; i += 1) {
      const here = Array.from({ length: i }, (_, k) => `s${k}`).join('/');
      items.push({ name: here === '' ? 's0' : `${here}/s${i}`, type: 'symlink', linkName: deep });
    }
    items.push(file(`${Array.from({ length: 12 }, (_, k) => `s${k}`).join('/')}/end`));
    const tree = treeOf(items);
    assert.ok(tree.count > 12 * 1500);
    assert.equal(treeOf(items, '.wh.d').get('d'), null);
    assert.equal([...tree.entries()].length, tree.count);
  });

  test('many layers that clear a large folder cost no more than what they clear', () => {
    const large = analysisOfText(Array.from({ length: 5_000 }, (_, i) => file(`d/f${i}`)));
    const opaque = analysisOfText('d/.wh..wh..opq');
    const tree = squash([large, ...Array.from({ length: 500 }, () => opaque)]);
    assert.deepEqual([tree.count, tree.hidden('d/f7').length], [1, 1]);
  });

  test('names that are no UTF-8 stay apart', () => {
    const tar = layerTar([file('caf1'), file('caf2')]);
    // 0xe8 and 0xe9 for the digits, and the checksum with them.
    for (const [block, byte, digit] of [
      [0, 0xe8, 0x31],
      [512, 0xe9, 0x32],
    ] as const) {
      tar[block + 3] = byte;
      const sum = Number.parseInt(new TextDecoder().decode(tar.subarray(block + 148, block + 154)), 8) + byte - digit;
      tar.set(new TextEncoder().encode(sum.toString(8).padStart(6, '0')), block + 148);
    }
    assert.deepEqual(
      [...squash([analysisOfTar(tar)]).entries()].map((entry) => entry.path),
      ['caf\udce8', 'caf\udce9'],
    );
  });
});

describe('squash against a plain model', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const line = fc.oneof(
    path.map((one) => ({ kind: 'file' as const, path: one })),
    path.map((one) => ({ kind: 'directory' as const, path: one })),
    path.map((one) => ({ kind: 'whiteout' as const, path: one })),
    path.map((one) => ({ kind: 'opaque' as const, path: one })),
  );

  test('any layers of files, folders and markers', () => {
    fc.assert(
      fc.property(fc.array(fc.array(line, { maxLength: 6 }), { maxLength: 5 }), (layers) => {
        const tree = treeOf(...layers.map((lines) => lines.map((one) => itemOf(one))));
        const found = [...tree.entries()].map((entry) => `${entry.path} ${entry.type} ${entry.layer}`);
        assert.deepEqual(found, model(layers));
      }),
      { numRuns: 200 },
    );
  });

  type Line = { readonly kind: 'file' | 'directory' | 'whiteout' | 'opaque'; readonly path: string };

  function itemOf({ kind, path: at }: Line): LayerItem {
    if (kind === 'file' || kind === 'directory') return { name: at, type: kind };
    const parts = at.split('/');
    return file(kind === 'opaque' ? `${at}/.wh..wh..opq` : [...parts.slice(0, -1), `.wh.${parts.at(-1)}`].join('/'));
  }

  /** The same by the slowest means: a map of paths. */
  function model(layers: readonly (readonly Line[])[]): readonly string[] {
    const paths = new Map<string, { type: string; layer: number }>();
    const clear = (at: string) => {
      for (const one of [...paths.keys()]) if (one.startsWith(`${at}/`)) paths.delete(one);
    };
    const makeFolder = (at: string, layer: number) => {
      const parts = at.split('/');
      for (let i = 1; i <= parts.length; i += 1) {
        const one = parts.slice(0, i).join('/');
        if (one !== '' && paths.get(one)?.type !== 'directory') paths.set(one, { type: 'directory', layer });
      }
    };
    for (const [layer, lines] of layers.entries()) {
      for (const { kind, path: at } of lines) {
        if (kind === 'whiteout' || kind === 'opaque') clear(at);
        if (kind === 'whiteout') paths.delete(at);
      }
      for (const { kind, path: at } of lines)
        if (kind === 'opaque' || kind === 'whiteout') makeFolder(kind === 'opaque' ? at : at.split('/').slice(0, -1).join('/'), layer);
      for (const { kind, path: at } of lines) {
        if (kind !== 'file' && kind !== 'directory') continue;
        makeFolder(at.split('/').slice(0, -1).join('/'), layer);
        if (kind === 'file') clear(at);
        paths.set(at, { type: kind, layer });
      }
    }
    return [...paths].map(([at, { type, layer }]) => `${at} ${type} ${layer}`).sort((x, y) => (sortKey(x) < sortKey(y) ? -1 : 1));
  }

  /** A folder before what lies in it, siblings by name. */
  function sortKey(text: string): string {
    return text.split(' ')[0]?.replaceAll('/', '\u0001') ?? '';
  }
});
