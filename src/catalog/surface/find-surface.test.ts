/** Each kind in an image of a few lines: what is told, and what is not. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FoundSurface } from '../../model/surface.ts';
import { catalogText } from '../../testing/catalog-text.ts';
import type { LayerLine } from '../../testing/layer-text.ts';
import { findSurface } from './find-surface.ts';
import { secretFiles } from './secret-files.ts';

async function surfaceOf(...layers: readonly (string | readonly LayerLine[])[]): Promise<FoundSurface> {
  const { tree, analyses, problems } = await catalogText([], layers, [secretFiles]);
  assert.deepEqual(problems, []);
  return findSurface(tree, analyses);
}

const programs = async (...layers: readonly string[]) =>
  (await surfaceOf(...layers)).programs.map(
    ({ kind, path, target, layer }) => `${kind} ${path}${target === null ? '' : ` -> ${target}`} ${layer + 1}`,
  );

describe('programs', () => {
  test('are told by kind, path and layer', async () => {
    assert.deepEqual(
      await programs(
        'bin/dash (755): ELF\nusr/bin/apt-get (755): ELF',
        'usr/local/bin/curl (755): ELF\nusr/bin/gcc-12 (755): ELF\nusr/bin/python3.11 (755): ELF',
      ),
      [
        'shell bin/dash 1',
        'package-manager usr/bin/apt-get 1',
        'build usr/bin/gcc-12 2',
        'interpreter usr/bin/python3.11 2',
        'network usr/local/bin/curl 2',
      ],
    );
  });

  test('links are told with what they lead to: applets of busybox, alternatives, an upper layer’s link to a lower one’s file', async () => {
    assert.deepEqual(
      await programs(
        'bin/busybox (755): ELF\nbin/sh -> /bin/busybox\nbin/wget => bin/busybox\nbin/nc.openbsd (755): ELF\netc/alternatives/nc -> /bin/nc.openbsd\nbin/nc -> /etc/alternatives/nc\nopt/x (755): ELF',
        'usr/bin/bash -> /opt/x',
      ),
      [
        'shell bin/busybox 1',
        'network bin/nc -> bin/nc.openbsd 1',
        'network bin/nc.openbsd 1',
        'shell bin/sh -> bin/busybox 1',
        'network bin/wget 1',
        'shell usr/bin/bash -> opt/x 2',
      ],
    );
  });

  test('are not told where a file cannot be run, is empty, deleted, elsewhere, or where a link leads nowhere', async () => {
    assert.deepEqual(
      await programs(
        'usr/share/bash-completion/completions/curl (755): text\nbin/wget (644): ELF\nbin/zsh (755): \nbin/nc -> gone\nbin/ssh -> ssh\nbin/bash (755): ELF\nusr/bin/sh/',
        'bin/.wh.bash: ',
      ),
      [],
    );
  });
});

describe('what runs with more rights', () => {
  const capability = Uint8Array.from([1, 0, 0, 2, 0, 0x20, ...Array.from({ length: 14 }, () => 0)]);

  test('setuid, setgid and capabilities, once each, in the tree alone', async () => {
    const { privileged } = await surfaceOf(
      [
        'usr/bin/su (4755 0:0): ELF',
        'usr/bin/wall (2755 0:5): ELF',
        'usr/bin/both (6755 1:1): ELF',
        'usr/bin/old (4755 0:0): ELF',
        { name: 'usr/bin/ping', type: 'file', mode: 0o755, body: new Uint8Array(3), xattrs: { 'security.capability': capability } },
        {
          name: 'usr/bin/odd',
          type: 'file',
          mode: 0o755,
          body: new Uint8Array(3),
          xattrs: { 'security.capability': capability.subarray(3) },
        },
        'var/mail/ (2775 0:8)',
        'srv/locked (2644 0:0): text',
      ],
      'usr/bin/old (755 0:0): ELF',
    );
    assert.deepEqual(
      privileged.map(({ path, setuid, setgid, uid, gid, capabilities }) => [path, setuid, setgid, uid, gid, capabilities]),
      [
        ['usr/bin/both', true, true, 1, 1, null],
        ['usr/bin/odd', false, false, 0, 0, 'not readable'],
        ['usr/bin/ping', false, false, 0, 0, 'cap_net_raw=ep'],
        ['usr/bin/su', true, false, 0, 0, null],
        ['usr/bin/wall', false, true, 0, 5, null],
      ],
    );
  });

  test('a hard link has the rights of its file, also where that is gone by its first name', async () => {
    const { privileged } = await surfaceOf('bin/su (4755 0:0): ELF\nopt/x (755) => bin/su', 'bin/.wh.su: ');
    assert.deepEqual(
      privileged.map(({ path, setuid, layer }) => [path, setuid, layer]),
      [['opt/x', true, 0]],
    );
  });
});

test('what anybody may write is counted, sticky folders and links left out', async () => {
  const { writable } = await surfaceOf('tmp/ (1777)\nsrv/ (777)\nsrv/a (666): x\nsrv/b (664): x\nsrv/l -> a\nvar/ (755)');
  assert.deepEqual(writable, { files: 1, folders: 1, examples: ['srv', 'srv/a'] });
});

test('headers are those below the folders of includes', async () => {
  const { headers } = await surfaceOf(
    'usr/include/stdio.h: 12345\nusr/include/x86_64-linux-gnu/sys/cdefs.h: 123\nusr/include/README: text\nopt/usr/include/x.h: 1\nusr/local/include/a/b/c/d.hpp: 12',
  );
  assert.deepEqual(headers, { files: 3, bytes: 10 });
});

test('names with control characters, of no program and of object members break nothing', async () => {
  const { programs: found, privileged } = await surfaceOf([
    'usr/bin/\u001b[31mbash (4755 0:0): ELF',
    '..…/bin/sh (755): ELF',
    'bin/constructor (755): ELF',
    'bin/__proto__ (755): ELF',
  ]);
  assert.deepEqual(
    [found, privileged].map((list) => list.map(({ path }) => path)),
    [['..…/bin/sh'], ['usr/bin/\u001b[31mbash']],
  );
});
