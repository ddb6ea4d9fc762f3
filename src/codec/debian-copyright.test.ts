import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDebianCopyright } from './debian-copyright.ts';

test('the License fields of a machine-readable file', () => {
  const text = [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    'Upstream-Name: tool',
    '',
    'Files: *',
    'Copyright: 2001 A. Author',
    'License: GPL-2+',
    '',
    'Files: lib/*',
    'License:  Expat  or  BSD-3-clause',
    '',
    'License: GPL-2+',
    ' This program is free software; see /usr/share/common-licenses/GPL-2.',
    '',
    'License:',
    ' a text without a name',
  ].join('\n');
  assert.deepEqual(readDebianCopyright(text), ['Expat or BSD-3-clause', 'GPL-2+']);
});

test('of any other the common licences that it refers to', () => {
  const text =
    "On Debian systems, see `/usr/share/common-licenses/LGPL-2.1' and\n/usr/share/common-licenses/GPL-3.\n/usr/share/common-licenses/GPL-3";
  assert.deepEqual(readDebianCopyright(text), ['GPL-3', 'LGPL-2.1']);
  assert.deepEqual(readDebianCopyright('License: in words, not by the format'), []);
  assert.deepEqual(readDebianCopyright(''), []);
});
