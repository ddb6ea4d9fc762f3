import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileBody } from '../cataloger.ts';
import { dpkg } from './dpkg.ts';

function body(text: string): FileBody {
  const bytes = new TextEncoder().encode(text);
  return {
    size: bytes.length,
    read: async (offset, into) => {
      const part = bytes.subarray(offset, offset + into.length);
      into.set(part);
      return part.length;
    },
  };
}

const extract = (path: string, text: string) => dpkg.extract(path, body(text));
const paragraph = (name: string, status: string | null, more = '') =>
  `Package: ${name}\n${status === null ? '' : `Status: ${status}\n`}Version: 1.0\nArchitecture: amd64\n${more}\n`;

test('what is unpacked is there, whatever is still to be configured; what is removed is not', async () => {
  const states = [
    'install ok installed',
    'hold ok installed',
    'install ok unpacked',
    'install ok half-configured',
    'install ok triggers-pending',
    'install ok triggers-awaited',
  ];
  const gone = ['deinstall ok config-files', 'purge ok not-installed', 'install ok half-installed', 'garbage'];
  const text = [...states, ...gone].map((status, at) => paragraph(`p${at}`, status)).join('');
  assert.deepEqual(
    (await extract('var/lib/dpkg/status', text))?.map(([name]) => name),
    states.map((_, at) => `p${at}`),
  );
});

test('the source package, and its version where that is another', async () => {
  const text =
    paragraph('libc6', 'install ok installed', 'Source: glibc\n') +
    paragraph('g++', 'install ok installed', 'Source: gcc-defaults (1.203)\n') +
    paragraph('bash', 'install ok installed');
  const facts = await extract('var/lib/dpkg/status', text);
  const place = { layer: 0, row: 0 };
  const packages = dpkg.assemble(null as never, [{ path: 'var/lib/dpkg/status', place, value: facts ?? [] }]);
  assert.deepEqual(
    packages.map(({ name, source }) => [name, source]),
    [
      ['libc6', { name: 'glibc', version: '1.0' }],
      ['g++', { name: 'gcc-defaults', version: '1.203' }],
      ['bash', null],
    ],
  );
  assert.deepEqual(packages[0]?.locations, [{ path: 'var/lib/dpkg/status', place }]);
});

test('distroless: a file for each package, without a status; checksums beside it say nothing', async () => {
  assert.deepEqual(await extract('var/lib/dpkg/status.d/tzdata', paragraph('tzdata', null)), [['tzdata', '1.0', 'amd64', null, null]]);
  assert.equal(await extract('var/lib/dpkg/status.d/tzdata.md5sums', 'd41d8cd98f00b204e9800998ecf8427e  usr/share/x\n'), null);
});

test('a paragraph without name or version is no package, and hides no other', async () => {
  const text = `Status: install ok installed\nVersion: 1\n\nPackage: a\nStatus: install ok installed\n\n${paragraph('b', 'install ok installed')}`;
  assert.deepEqual(
    (await extract('var/lib/dpkg/status', text))?.map(([name]) => name),
    ['b'],
  );
  assert.equal(await extract('var/lib/dpkg/status', ''), null);
});
