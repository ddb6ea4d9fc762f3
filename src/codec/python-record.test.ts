import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPythonRecord, resolveFiles } from './python-record.ts';

test('RECORD and installed-files.txt', () => {
  const text = 'six.py,sha256=abc,34703\r\n"a,""b"".py",,\nsix-1.0.dist-info/RECORD,,\n\n../bin/six\n"unclosed,x\n';
  assert.deepEqual(readPythonRecord(text), ['six.py', 'a,"b".py', 'six-1.0.dist-info/RECORD', '../bin/six']);
});

test('names from a folder; what leads out of the image is left out', () => {
  assert.deepEqual(resolveFiles('usr/lib/p', ['six.py', '../../bin/six', '../../../../x', '/etc/x']), [
    'usr/lib/p/six.py',
    'usr/bin/six',
    'etc/x',
  ]);
});
