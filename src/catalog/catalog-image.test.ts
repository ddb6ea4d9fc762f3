import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { catalogText } from '../testing/catalog-text.ts';
import { writeElf } from '../testing/elf-writer.ts';
import type { LayerLine } from '../testing/index.ts';
import { type CatalogedPackage, catalogImage } from './catalog-image.ts';
import type { Cataloger } from './cataloger.ts';
import { dpkg } from './catalogers/dpkg.ts';
import { goMod } from './catalogers/go-mod.ts';
import { npm } from './catalogers/npm.ts';
import { npmLock } from './catalogers/npm-lock.ts';
import { python } from './catalogers/python.ts';
import { software } from './catalogers/software.ts';

const CATALOGERS = [dpkg, npm, npmLock, python, goMod] as unknown as readonly Cataloger[];

type Layer = string | readonly LayerLine[];

async function catalog(...layers: readonly Layer[]) {
  const { tree, analyses } = await catalogText(CATALOGERS, layers);
  return catalogImage(tree, analyses, CATALOGERS);
}

/** `a=1 b=2` → a status file. */
function status(packages: string): string {
  const paragraphs = packages.split(' ').filter((one) => one !== '');
  const text = paragraphs.map(
    (one) => `Package: ${one.split('=')[0]}\\nStatus: install ok installed\\nVersion: ${one.split('=')[1]}\\nArchitecture: amd64\\n\\n`,
  );
  return `var/lib/dpkg/status: ${text.join('')}`;
}

function nodePackage(path: string, version: string): string {
  return `${path}/package.json: {"name":"${path.split('node_modules/').at(-1)}","version":"${version}"}`;
}

/** `name version @layer: events` */
function told({ package: found, layer, history }: CatalogedPackage): string {
  return `${found.name} ${found.version} @${layer}: ${history.map(eventText).join(', ')}`;
}

function eventText({ kind, layer, version, from }: CatalogedPackage['history'][number]): string {
  return `${kind} ${from === null ? '' : `${from}>`}${version}@${layer}`;
}

describe('history', () => {
  test('a package belongs to the layer from which on it always was there, however often its database is written', async () => {
    const { packages, gone } = await catalog(
      status('base=1 tool=1 lib=1 short=1'),
      'etc/motd: nothing of packages',
      status('base=1 tool=2 lib=1'),
      status('base=1 tool=2 new=1'),
      status('base=1 tool=2 new=1 lib=1'),
    );
    assert.deepEqual(packages.map(told), [
      'base 1 @0: introduced 1@0',
      'tool 2 @2: introduced 1@0, upgraded 1>2@2',
      'new 1 @3: introduced 1@3',
      'lib 1 @4: introduced 1@0, removed 1@3, reinstalled 1@4',
    ]);
    assert.deepEqual(
      gone.map((one) => [one.package.name, one.history.map(eventText)]),
      [['short', ['introduced 1@0', 'removed 1@2']]],
    );
  });

  test('a version that comes back is of the layer that brought it back', async () => {
    const { packages } = await catalog(status('tool=1'), status('tool=2'), status('tool=1'));
    assert.deepEqual(packages.map(told), ['tool 1 @2: introduced 1@0, upgraded 1>2@1, downgraded 2>1@2']);
  });

  test('a database that is deleted, and one that comes back', async () => {
    const lost = await catalog(status('a=1'), 'var/lib/dpkg/.wh.status');
    assert.deepEqual([lost.packages, lost.gone.map((one) => one.history.map(eventText))], [[], [['introduced 1@0', 'removed 1@1']]]);
    const back = await catalog(status('a=1'), 'var/lib/.wh.dpkg', status('a=1'));
    assert.deepEqual(back.packages.map(told), ['a 1 @2: introduced 1@0, removed 1@1, reinstalled 1@2']);
  });

  test('packages with a file each: upgraded in place, by another path, deleted, hidden by an opaque folder', async () => {
    const { packages, gone } = await catalog(
      [
        nodePackage('app/node_modules/a', '1.0'),
        nodePackage('app/node_modules/b', '1.0'),
        nodePackage('old/node_modules/c', '1.0'),
        'site/x-1.0.dist-info/METADATA: Name: x\nVersion: 1.0\n',
      ],
      [
        nodePackage('app/node_modules/a', '2.0'),
        'app/node_modules/.wh.b',
        'old/.wh..wh..opq',
        'site/.wh.x-1.0.dist-info',
        'site/x-1.1.dist-info/METADATA: Name: x\nVersion: 1.1\n',
      ],
    );
    assert.deepEqual(packages.map(told), [
      'a 2.0 @1: introduced 1.0@0, upgraded 1.0>2.0@1',
      'x 1.1 @1: introduced 1.0@0, upgraded 1.0>1.1@1',
    ]);
    assert.deepEqual(
      gone.map((one) => one.package.name),
      ['b', 'c'],
    );
  });

  test('what is only declared is no ghost', async () => {
    const { gone } = await catalog('app/go.mod: module x\\ngo 1.22\\nrequire golang.org/x/net v0.1.0', 'app/.wh.go.mod');
    assert.deepEqual(gone, []);
  });
});

describe('owners and merging', () => {
  const list = (name: string, files: string) => `var/lib/dpkg/info/${name}.list: ${files.replaceAll(' ', '\\n')}`;

  test('a language package in files of a distribution is a part of its package; beside them it is its own', async () => {
    const { packages } = await catalog([
      status('python3-six=1.16').replaceAll('\\n', '\n'),
      list('python3-six', '/usr/lib/six.py /usr/lib/six-1.16.dist-info/METADATA').replaceAll('\\n', '\n'),
      'usr/lib/six-1.16.dist-info/METADATA: Name: six\nVersion: 1.16\n',
      'usr/lib/own-1.0.dist-info/METADATA: Name: own\nVersion: 1.0\n',
    ]);
    assert.deepEqual(
      packages.map((one) => [one.package.type, one.package.name, one.contains.map(({ type, name }) => `${type} ${name}`)]),
      [
        ['deb', 'python3-six', ['pypi six']],
        ['pypi', 'own', []],
      ],
    );
  });

  test('what is in files of two packages of a distribution is a part of the first; of one and of none it is its own', async () => {
    const program = writeElf([{ name: '.rodata', bytes: new TextEncoder().encode('\0\x003.12.7\0') }]);
    const file = (name: string) => ({ name, type: 'file', body: program }) as const;
    const catalogers = [dpkg, software] as unknown as readonly Cataloger[];
    const containsOf = async (...files: readonly LayerLine[]) => {
      const lists = [list('py', '/usr/bin/python3.12'), list('libpy', '/usr/lib/libpython3.12.so.1.0')];
      const { tree, analyses } = await catalogText(catalogers, [
        [status('libpy=3.12.7 py=3.12.7'), ...lists].map((line) => line.replaceAll('\\n', '\n')),
        files,
      ]);
      return catalogImage(tree, analyses, catalogers).packages.map((one) => [one.package.name, one.contains.map(({ name }) => name)]);
    };
    const both = [file('usr/bin/python3.12'), file('usr/lib/libpython3.12.so.1.0')];
    assert.deepEqual(await containsOf(...both), [
      ['libpy', []],
      ['py', ['python']],
    ]);
    assert.deepEqual(await containsOf(...both, file('opt/bin/python3.12')), [
      ['libpy', []],
      ['py', []],
      ['python', []],
    ]);
  });

  test('what is both installed and declared is one, with both places; two copies are two', async () => {
    const lock = '{"lockfileVersion":3,"packages":{"node_modules/a":{"version":"1.0"}}}';
    const { packages } = await catalog([
      nodePackage('x/node_modules/a', '1.0'),
      nodePackage('y/node_modules/a', '1.0'),
      `other/package-lock.json: ${lock}`,
    ]);
    assert.deepEqual(
      packages.map((one) => one.package.locations.map(({ path }) => path)),
      [['x/node_modules/a/package.json', 'other/package-lock.json'], ['y/node_modules/a/package.json']],
    );
  });

  test('files by merged folders of /usr, by the nearest folder, and of compiled Python; what no package has is a number', async () => {
    const { packages, account } = await catalog(
      [
        status('tool=1').replaceAll('\\n', '\n'),
        list('tool', '/bin/tool /usr/lib/tool.py /usr/lib/absent').replaceAll('\\n', '\n'),
        'bin -> usr/bin',
        'usr/bin/tool: 12345',
        'usr/lib/tool.py: 123',
        'usr/lib/__pycache__/tool.cpython-311.pyc: 1234567',
        'usr/lib/__pycache__/other.cpython-311.pyc: 12',
        nodePackage('app/node_modules/a', '1.0'),
        'app/node_modules/a/index.js: 1234',
        nodePackage('app/node_modules/a/node_modules/b', '1.0'),
        'app/node_modules/a/node_modules/b/lib/index.js: 12345678',
        'srv/data: 1234567890',
        'srv/link => srv/data',
      ],
      ['usr/lib/tool.py: 1'],
    );
    const shares = packages.map(({ package: { name }, share }) => [name, share]);
    const a = '{"name":"a","version":"1.0"}'.length;
    const listLength = '/bin/tool /usr/lib/tool.py /usr/lib/absent'.length;
    assert.deepEqual(shares, [
      ['tool', { files: 4, bytes: 5 + 1 + 7 + listLength, touched: 1 }],
      ['a', { files: 2, bytes: a + 4, touched: 0 }],
      ['b', { files: 2, bytes: a + 8, touched: 0 }],
    ]);
    assert.deepEqual(
      [account.unaccountedFiles, account.unaccountedBytes, account.largest],
      [
        2,
        12,
        [
          { path: 'srv/data', size: 10, layer: 0 },
          { path: 'usr/lib/__pycache__/other.cpython-311.pyc', size: 2, layer: 0 },
        ],
      ],
    );
  });

  test('an image of one unknown file says so', async () => {
    const { packages, account } = await catalog('app: 123456789');
    assert.deepEqual(
      [packages, account],
      [[], { files: 1, bytes: 9, unaccountedFiles: 1, unaccountedBytes: 9, largest: [{ path: 'app', size: 9, layer: 0 }] }],
    );
  });
});
