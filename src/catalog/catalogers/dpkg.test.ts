import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LayerLine } from '../../testing/index.ts';
import { catalogText } from '../../testing/catalog-text.ts';
import { dpkg } from './dpkg.ts';

const STATUS = 'var/lib/dpkg/status';
const INFO = 'var/lib/dpkg/info';

const paragraph = (name: string, status: string | null, more = '') =>
  `Package: ${name}\n${status === null ? '' : `Status: ${status}\n`}Version: 1.0\nArchitecture: amd64\n${more}\n`;

function file(name: string, text: string): LayerLine {
  return { name, type: 'file', body: new TextEncoder().encode(text) };
}

async function namesIn(text: string): Promise<readonly string[]> {
  const { found } = await catalogText(dpkg, [[file(STATUS, text)]]);
  return found.map((one) => one.package.name);
}

test('what has files in place is there, with its state where that is not installed; what is removed is not', async () => {
  const states = [
    'install ok installed',
    'hold ok installed',
    'install ok unpacked',
    'install ok half-configured',
    'install ok triggers-pending',
    'install ok triggers-awaited',
    'install reinstreq half-installed',
  ];
  const gone = ['deinstall ok config-files', 'purge ok not-installed', 'garbage'];
  const text = [...states, ...gone].map((status, at) => paragraph(`p${at}`, status)).join('');
  const { found } = await catalogText(dpkg, [[file(STATUS, text)]]);
  assert.deepEqual(
    found.map(({ package: { name, state } }) => [name, state]),
    [undefined, undefined, 'unpacked', 'half-configured', 'triggers-pending', 'triggers-awaited', 'half-installed'].map((state, at) => [
      `p${at}`,
      state,
    ]),
  );
});

test('the source package, and its version where that is another', async () => {
  const text =
    paragraph('libc6', 'install ok installed', 'Source: glibc\n') +
    paragraph('g++', 'install ok installed', 'Source: gcc-defaults (1.203)\n') +
    paragraph('bash', 'install ok installed');
  const { found } = await catalogText(dpkg, [[file(STATUS, text)]]);
  assert.deepEqual(
    found.map(({ package: { name, source } }) => [name, source]),
    [
      ['libc6', { name: 'glibc', version: '1.0' }],
      ['g++', { name: 'gcc-defaults', version: '1.203' }],
      ['bash', null],
    ],
  );
  assert.deepEqual(found[0]?.package.locations, [{ path: STATUS, place: { layer: 0, row: 0 } }]);
});

test('distroless: a file for each package, without a status; its files are those of the checksums beside it', async () => {
  const sums = 'd41d8cd98f00b204e9800998ecf8427e  usr/share/zone info\nd41d8cd98f00b204e9800998ecf8427e *./usr/share/x\nno sum\n';
  const { found } = await catalogText(dpkg, [
    [file(`${STATUS}.d/tzdata`, paragraph('tzdata', null)), file(`${STATUS}.d/tzdata.md5sums`, sums)],
  ]);
  assert.deepEqual(
    found.map((one) => [one.package.name, one.owned.flatMap(({ files = [] }) => files)]),
    [['tzdata', ['usr/share/zone info', 'usr/share/x']]],
  );
});

test('a paragraph without name or version is no package, and hides no other', async () => {
  const text = `Status: install ok installed\nVersion: 1\n\nPackage: a\nStatus: install ok installed\n\n${paragraph('b', 'install ok installed')}`;
  assert.deepEqual(await namesIn(text), ['b']);
  assert.deepEqual(await namesIn(''), []);
});

test('lists by name, and by name and architecture; licences, through links of the folder too', async () => {
  const { found } = await catalogText(dpkg, [
    [
      file(
        STATUS,
        paragraph('a', 'install ok installed') + paragraph('b', 'install ok installed') + paragraph('c', 'install ok installed'),
      ),
      `${INFO}/a.postinst: x`,
      file('var/lib/dpkg/info/a.list', '/.\n/bin\n/bin/a\n'),
      file('var/lib/dpkg/info/b:amd64.list', '/usr/lib/b\n'),
      file('var/lib/dpkg/info/c:arm64.list', '/usr/lib/c\n'),
      file('usr/share/doc/a/copyright', 'see /usr/share/common-licenses/GPL-2'),
      { name: 'usr/share/doc/b', type: 'symlink', linkName: 'a' },
    ],
  ]);
  assert.deepEqual(
    found.map((one) => [one.package.name, one.package.licences, one.owned.flatMap(({ files = [] }) => files)]),
    [
      ['a', ['GPL-2'], [`${INFO}/a.list`, `${INFO}/a.postinst`, '.', 'bin', 'bin/a']],
      ['b', ['GPL-2'], [`${INFO}/b:amd64.list`, 'usr/lib/b']],
      ['c', [], []],
    ],
  );
});

test('a state that breaks off, and a file that is none, are told', async () => {
  const cut = await catalogText(dpkg, [[file(STATUS, `${paragraph('a', 'install ok installed')}Package: b\nStatus: install ok inst`)]]);
  assert.deepEqual(cut.lines.length, 1);
  assert.deepEqual(cut.problems, [`"${STATUS}" has paragraphs without a name, a version or a state that dpkg knows (1)`]);
  const none = await catalogText(dpkg, [[file(STATUS, '\u0000\u0001 nothing of the kind')]]);
  assert.deepEqual(none.problems, [`"${STATUS}" has no paragraph of a package`]);
});

test('a package whose upgrade broke off is not gone: its history goes on', async () => {
  const { found, gone } = await catalogText(dpkg, [
    [file(STATUS, paragraph('a', 'install ok installed'))],
    [file(STATUS, paragraph('a', 'install reinstreq half-installed'))],
  ]);
  assert.deepEqual(gone, []);
  assert.deepEqual(
    found.map(({ package: one, layer, history }) => [one.name, one.state, layer, history.map(({ kind }) => kind)]),
    [['a', 'half-installed', 0, ['introduced']]],
  );
});
