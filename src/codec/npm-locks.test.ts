import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type LockedPackage, readBunLock, readPackageLock, readPnpmLock, readYarnLock } from './npm-locks.ts';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const names = (found: readonly LockedPackage[]) => found.map(([name, version]) => `${name}@${version}`);

describe('package-lock.json', () => {
  test('version 1 is nested; an alias has its real name; git and files are left out', () => {
    const lock = {
      lockfileVersion: 1,
      dependencies: {
        a: { version: '1.0.0', dependencies: { '@s/b': { version: '2.0.0' } } },
        alias: { version: 'npm:@r/real@3.0.0' },
        git: { version: 'git+ssh://git@example.com/x.git#abc' },
        local: { version: 'file:../local' },
        odd: 7,
      },
    };
    assert.deepEqual(names(readPackageLock(bytes(lock))), ['a@1.0.0', '@s/b@2.0.0', '@r/real@3.0.0']);
  });

  test('versions 2 and 3 list places; the project and its workspaces are left out', () => {
    const lock = {
      lockfileVersion: 2,
      packages: {
        '': { name: 'app', version: '1.0.0' },
        'packages/w': { version: '1.0.0' },
        'node_modules/w': { link: true, resolved: 'packages/w' },
        'node_modules/a': { version: '1.0.0' },
        'packages/w/node_modules/a/node_modules/@s/b': { version: '2.0.0', dev: true },
        'node_modules/alias': { name: 'real', version: '3.0.0' },
        'node_modules/none': {},
      },
      dependencies: { ignored: { version: '9.0.0' } },
    };
    assert.deepEqual(names(readPackageLock(bytes(lock))), ['a@1.0.0', '@s/b@2.0.0', 'real@3.0.0']);
  });

  test('what is no lock, or nested beyond reason, is an error of the file', () => {
    assert.throws(() => readPackageLock(new TextEncoder().encode('[]')), /not a JSON object/);
    let deep: Record<string, unknown> = { version: '1' };
    for (let i = 0; i < 200; i += 1) deep = { version: '1', dependencies: { a: deep } };
    assert.throws(() => readPackageLock(bytes(deep)), /nested too deeply/);
    assert.deepEqual(readPackageLock(bytes({ packages: 'x', dependencies: [] })), []);
  });
});

describe('yarn.lock', () => {
  test('of yarn 1', () => {
    const lock = `# yarn lockfile v1


"@s/b@^2.0.0", "@s/b@^2.1.0":
  version "2.1.3"
  resolved "https://example.com/b.tgz#1"
  dependencies:
    version "^1.0.0"

a@^1.0.0, a@~1.2.0:
  version "1.2.0"

"alias@npm:real@^3.0.0":
  version "3.0.1"

"local@file:../local":
  version "0.0.1"
`;
    assert.deepEqual(names(readYarnLock(lock)), ['@s/b@2.1.3', 'a@1.2.0', 'real@3.0.1']);
  });

  test('of yarn 2 and later', () => {
    const lock = `__metadata:
  version: 8

"@s/b@npm:^2.0.0, @s/b@npm:^2.1.0":
  version: 2.1.3
  resolution: "@s/b@npm:2.1.3"
  dependencies:
    a: "npm:^1.0.0"
  languageName: node

"alias@npm:real@^3.0.0":
  version: 3.0.1
  resolution: "real@npm:3.0.1"

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."

"p@patch:p@npm%3A1.0.0#optional!builtin<compat/p>":
  version: 1.0.0
  resolution: "p@patch:p@npm%3A1.0.0#optional!builtin<compat/p>::version=1.0.0&hash=1"
`;
    assert.deepEqual(names(readYarnLock(lock)), ['@s/b@2.1.3', 'real@3.0.1', 'p@1.0.0']);
  });
});

test('pnpm-lock.yaml of versions 5, 6 and 9', () => {
  const lock = (keys: readonly string[]) =>
    `lockfileVersion: 'x'\nimporters:\n\n  .:\n    dependencies:\n\npackages:\n\n${keys.map((key) => `  ${key}:\n    resolution: {integrity: sha512-x==}\n    dev: false\n\n`).join('')}snapshots:\n\n  z@9.9.9: {}\n  y@8.8.8:\n    dependencies:\n`;
  const expected = ['a@1.0.0', '@s/b@2.0.0-rc.1'];
  assert.deepEqual(names(readPnpmLock(lock(['/a/1.0.0', '/@s/b/2.0.0-rc.1_react@18.0.0']))), expected);
  assert.deepEqual(names(readPnpmLock(lock(['/a@1.0.0', '/@s/b@2.0.0-rc.1(react@18.0.0)']))), expected);
  assert.deepEqual(
    names(readPnpmLock(lock(['a@1.0.0', "'@s/b@2.0.0-rc.1'", 'g@https://codeload.example.com/x/tar.gz/abc', "'@l@file:x'"]))),
    expected,
  );
});

test('bun.lock has comments, trailing commas, and text that looks like both', () => {
  const lock = `{
  // a comment
  "packages": {
    "a": ["a@1.0.0", "", { "bin": "x // no comment, ]" }, "sha512-x",],
    "alias": ["real@3.0.0", "",],
    "w": ["w@workspace:packages/w"], /* another, } */
    "@s/b": ["@s/b@2.0.0", "", {}, "sha512-y=="],
  },
}`;
  assert.deepEqual(names(readBunLock(lock)), ['a@1.0.0', 'real@3.0.0', '@s/b@2.0.0']);
});
