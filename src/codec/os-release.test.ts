import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOsRelease } from './os-release.ts';

test('Debian', () => {
  const text =
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nID=debian\n';
  assert.deepEqual(parseOsRelease(text), {
    id: 'debian',
    versionId: '12',
    codename: 'bookworm',
    prettyName: 'Debian GNU/Linux 12 (bookworm)',
  });
});

test('what is left out is made of what is there', () => {
  assert.deepEqual(parseOsRelease('ID=alpine\nVERSION_ID=3.22.1'), {
    id: 'alpine',
    versionId: '3.22.1',
    codename: null,
    prettyName: 'alpine 3.22.1',
  });
  assert.equal(parseOsRelease("NAME='Arch Linux'\n# comment\nnonsense")?.prettyName, 'Arch Linux');
});

test('quotes as a shell reads them, long values cut, nothing where nothing is said', () => {
  assert.equal(parseOsRelease(String.raw`PRETTY_NAME="a \"b\" \$c \\d"`)?.prettyName, String.raw`a "b" $c \d`);
  assert.equal(parseOsRelease(`PRETTY_NAME=${'x'.repeat(10_000)}`)?.prettyName.length, 200);
  assert.equal(parseOsRelease(''), null);
  assert.equal(parseOsRelease('ID=\nFOO=bar'), null);
});
