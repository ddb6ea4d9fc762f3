import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryFiles } from '../testing/memory-files.ts';
import { formatSelector, readSelector, requireLocation, splitLocation } from './split-location.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

test('the longest path that is there is taken, and the rest selects', async () => {
  const files = memoryFiles({ '/x.tar': '', '/x.tar:odd': '', '/folder/a': '' });
  const cases: readonly (readonly [location: string, path: string | null, selector: string])[] = [
    ['/x.tar', '/x.tar', ''],
    ['/x.tar:httpd:2.4', '/x.tar', ':httpd:2.4'],
    ['/x.tar:localhost:5000/a:1', '/x.tar', ':localhost:5000/a:1'],
    ['/x.tar:odd', '/x.tar:odd', ''],
    ['/x.tar:odd:tag', '/x.tar:odd', ':tag'],
    ['/x.tar@1', '/x.tar', '@1'],
    [`/folder@${DIGEST}`, '/folder', `@${DIGEST}`],
    ['/y.tar', null, ''],
    ['', null, ''],
    [':a', null, ''],
  ];
  for (const [location, path, selector] of cases) {
    const split = await splitLocation(location, files);
    assert.equal(split?.path ?? null, path, location);
    assert.equal(split === null ? '' : formatSelector(split.selector), selector, location);
  }
  await assert.rejects(requireLocation('/y.tar:a', files), { code: 'not-found', message: '/y.tar:a does not exist' });
});

test('a selector that selects nothing is refused', () => {
  for (const text of [':', '@', '@x', '@sha256:xyz', '@-1', '@1234567']) assert.throws(() => readSelector(text), { code: 'usage' }, text);
});

test('thousands of colons cost no more than a few looks', async () => {
  let looks = 0;
  const files = memoryFiles();
  const status = (path: string) => {
    looks += 1;
    return files.status(path);
  };
  assert.equal(await splitLocation('a:'.repeat(10_000), { ...files, status }), null);
  assert.ok(looks < 100);
});
