import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readApkDatabase } from './apk-database.ts';

const MUSL = `C:Q1abc=
P:musl
V:1.2.5-r9
A:x86_64
S:405664
I:667648
T:the musl c library (libc) implementation
U:https://musl.libc.org/
L:MIT
o:musl
m:Somebody <s@example.org>
t:1736262127
c:0784374561435f2c787a555ac23ab68ad3ab1c8e
p:so:libc.musl-x86_64.so.1=1
F:lib
R:ld-musl-x86_64.so.1
a:0:0:755
Z:Q1xyz=
R:libc.musl-x86_64.so.1
F:
R:.stamp
`;

test('a record: package, source package, licence, files with their folders', () => {
  const { records, damaged } = readApkDatabase(`${MUSL}\nP:busybox\nV:1.37.0-r12\nD:so:libc.musl-x86_64.so.1 musl>=1.2\n\n`);
  assert.equal(damaged, 0);
  assert.deepEqual(records[0], {
    name: 'musl',
    version: '1.2.5-r9',
    architecture: 'x86_64',
    origin: 'musl',
    licence: 'MIT',
    maintainer: 'Somebody <s@example.org>',
    url: 'https://musl.libc.org/',
    size: 667648,
    commit: '0784374561435f2c787a555ac23ab68ad3ab1c8e',
    depends: [],
    provides: ['so:libc.musl-x86_64.so.1=1'],
    files: ['lib/ld-musl-x86_64.so.1', 'lib/libc.musl-x86_64.so.1', '.stamp'],
  });
  assert.deepEqual([records[1]?.name, records[1]?.size, records[1]?.depends], ['busybox', null, ['so:libc.musl-x86_64.so.1', 'musl>=1.2']]);
});

test('Windows line ends, several empty lines, none at the end, and unknown letters', () => {
  const { records } = readApkDatabase('\r\nP:a\r\nV:1\r\n?:new\r\nxx\r\n\r\n \r\n\r\nP:b\r\nV:2');
  assert.deepEqual(
    records.map(({ name, version }) => `${name} ${version}`),
    ['a 1', 'b 2'],
  );
});

test('a record without name or version is counted, and the others stay', () => {
  assert.deepEqual(readApkDatabase('V:1\n\nP:a\nV:1\n\nP:\nV:3\n\nP:c\n'), {
    records: [readApkDatabase('P:a\nV:1').records[0]],
    damaged: 3,
  });
  assert.deepEqual(readApkDatabase(''), { records: [], damaged: 0 });
});
