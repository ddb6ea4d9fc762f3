import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { swift } from './swift.ts';

const V1 = {
  object: { pins: [{ package: 'Vapor', repositoryURL: 'https://github.com/vapor/vapor.git', state: { version: '4.0.0' } }] },
  version: 1,
};
const V2 = {
  pins: [
    { identity: 'swift-nio', location: 'https://github.com/apple/swift-nio', state: { revision: 'a', version: '2.62.0' } },
    { identity: 'ssh', location: 'git@example.com:group/sub/ssh.git', state: { version: '1.0.0' } },
    { identity: 'port', location: 'ssh://git@example.com:2222/a/port.git', state: { version: '1.0.1' } },
    { identity: 'mona.list', kind: 'registry', location: '', state: { version: '1.2.0' } },
    { identity: 'branch', location: 'https://example.com/a/b', state: { branch: 'main', version: null } },
    7,
  ],
  version: 2,
};

test('what is pinned to a version is declared, under the address of its repository', async () => {
  const { lines, problems } = await catalogText(swift, [
    [
      `a/Package.resolved: ${JSON.stringify(V1)}`,
      `b/Package.resolved: ${JSON.stringify(V2)}`,
      `b/.build/checkouts/x/Package.resolved: ${JSON.stringify(V1)}`,
      'c/Package.resolved: {',
    ],
  ]);
  assert.deepEqual(lines, [
    'swift github.com/vapor/vapor 4.0.0 a/Package.resolved',
    'swift github.com/apple/swift-nio 2.62.0 b/Package.resolved',
    'swift example.com/group/sub/ssh 1.0.0 b/Package.resolved',
    'swift example.com:2222/a/port 1.0.1 b/Package.resolved',
    'swift mona.list 1.2.0 b/Package.resolved',
  ]);
  assert.deepEqual(problems, ['"c/Package.resolved" could not be read: Package.resolved is not valid JSON']);
});
