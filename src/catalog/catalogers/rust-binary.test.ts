import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { catalogText } from '../../testing/catalog-text.ts';
import { writeElf } from '../../testing/elf-writer.ts';
import { cargoLock } from './cargo-lock.ts';
import { rustBinary } from './rust-binary.ts';

const CRATES = {
  packages: [
    { name: 'app', version: '0.1.0', source: 'local', dependencies: [1, 2], root: true },
    { name: 'serde', version: '1.0.200', source: 'crates.io' },
    { name: 'cc', version: '1.0.90', source: 'crates.io', kind: 'build' },
    { name: 'odd' },
  ],
};

function program(section: Uint8Array) {
  return { name: 'usr/bin/app', type: 'file', mode: 0o755, body: writeElf([{ name: '.dep-v0', bytes: section, flags: 0 }]) } as const;
}

test('the crates that cargo-auditable left, but those of the build', async () => {
  const { lines, problems } = await catalogText(rustBinary, [[program(deflateSync(JSON.stringify(CRATES)))]]);
  assert.deepEqual(lines, ['cargo app 0.1.0 usr/bin/app', 'cargo serde 1.0.200 usr/bin/app']);
  assert.deepEqual(problems, []);
});

test('damage, and a bomb, are Problems', async () => {
  const stored = deflateSync(JSON.stringify(CRATES));
  const told = async (section: Uint8Array) => (await catalogText(rustBinary, [[program(section)]])).problems.join();
  assert.match(await told(stored.subarray(0, 20)), /"usr\/bin\/app" could not be read: a compressed part ends too soon/);
  assert.match(await told(deflateSync('{"packages": 1}')), /lists no packages/);
  assert.match(await told(deflateSync(new Uint8Array(40_000_000))), /over 33554432 bytes/);
});

test('Cargo.lock, without the workspace and what cargo fetched', async () => {
  const lock = `version = 4

[[package]]
name = "app"
version = "0.1.0"
dependencies = [
 "serde",
]

[[package]]
name = "serde"
version = "1.0.200"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "x"
`;
  const { lines } = await catalogText(cargoLock, [[`app/Cargo.lock: ${lock}`, `usr/local/cargo/registry/src/x/Cargo.lock: ${lock}`]]);
  assert.deepEqual(lines, ['cargo serde 1.0.200 app/Cargo.lock']);
});
