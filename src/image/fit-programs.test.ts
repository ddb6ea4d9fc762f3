import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileTree, TreeEntry } from '../model/file-tree.ts';
import type { ProgramLinks } from '../model/program-links.ts';
import { type LinkedTree, missingOf } from './fit-programs.ts';

type ElfLinks = Extract<ProgramLinks, { kind: 'elf' }>;

function elf(more: Partial<ElfLinks> = {}): ElfLinks {
  return { kind: 'elf', machine: 62, is64: true, interpreter: null, needed: [], soname: null, paths: [], wants: {}, gives: [], ...more };
}

/** A tree of these files; those that are links have `-> target`. */
function around(files: Readonly<Record<string, ProgramLinks | string>>, more: Partial<LinkedTree> = {}): LinkedTree {
  const bare = (path: string): string => {
    const parts: string[] = [];
    for (const part of path.split('/'))
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    return parts.join('/');
  };
  const resolve = (path: string): TreeEntry | null => {
    const found = files[bare(path)];
    if (found === undefined) return null;
    if (typeof found === 'string' && found.startsWith('-> ')) return resolve(found.slice(3));
    return { path: bare(path), type: 'file' } as TreeEntry;
  };
  const linksOf = (path: string): ProgramLinks | null => {
    const found = files[bare(path)];
    return found === undefined || typeof found === 'string' ? null : found;
  };
  return { tree: { resolve } as unknown as FileTree, linksOf, libraryPath: [], programPath: ['/usr/bin'], ...more };
}

const LIBC = elf({ soname: 'libc.so.6', gives: ['GLIBC_2.2.5', 'GLIBC_2.34'] });
const LOADER = '/lib64/ld-linux-x86-64.so.2';
const APP = elf({ interpreter: LOADER, needed: ['libc.so.6'], wants: { 'libc.so.6': ['GLIBC_2.34'] } });
const missing = (path: string, links: ProgramLinks, tree: LinkedTree) =>
  missingOf(path, links, tree).map((one) => `${one.kind} ${one.missing}`);

test('a program that has its loader, its libraries and their versions misses nothing', () => {
  const tree = around({
    'lib64/ld-linux-x86-64.so.2': '-> /usr/lib/ld.so',
    'usr/lib/ld.so': elf(),
    'usr/lib/x86_64-linux-gnu/libc.so.6': LIBC,
  });
  assert.deepEqual(missing('app', APP, tree), []);
});

test('an older library lacks a version, another libc the loader and the library', () => {
  const older = around({ 'lib64/ld-linux-x86-64.so.2': elf(), 'lib/libc.so.6': elf({ gives: ['GLIBC_2.2.5'] }) });
  assert.deepEqual(missing('app', APP, older), ['symbol-version libc.so.6: GLIBC_2.34']);
  const musl = around({ 'lib/ld-musl-x86_64.so.1': elf() });
  assert.deepEqual(missing('app', APP, musl), [`interpreter ${LOADER}`, 'library libc.so.6']);
});

test('a library is where the program says, where the environment says, or in the usual folders; one of another machine is none', () => {
  const near = elf({ needed: ['liba.so'], paths: ['$ORIGIN/../lib'] });
  assert.deepEqual(missing('opt/app/bin/app', near, around({ 'opt/app/lib/liba.so': elf() })), []);
  assert.deepEqual(missing('opt/app', elf({ needed: ['liba.so'] }), around({ 'srv/liba.so': elf() }, { libraryPath: ['/srv'] })), []);
  assert.deepEqual(missing('opt/app', elf({ needed: ['liba.so'] }), around({ 'lib/liba.so': elf({ machine: 183 }) })), ['library liba.so']);
});

test('a script needs its interpreter, also the one that env looks for', () => {
  const script = (...words: string[]): ProgramLinks => ({ kind: 'script', words });
  const tree = around({ 'bin/sh': elf(), 'usr/bin/env': elf(), 'usr/bin/python3': elf() });
  assert.deepEqual(missing('a', script('/bin/sh', '-e'), tree), []);
  assert.deepEqual(missing('a', script('/bin/bash'), tree), ['script-interpreter /bin/bash']);
  assert.deepEqual(missing('a', script('/usr/bin/env', 'python3'), tree), []);
  assert.deepEqual(missing('a', script('/usr/bin/env', '-S', 'node', '--flag'), tree), ['script-interpreter node']);
});
