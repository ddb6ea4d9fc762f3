/** Values are those that setcap(8) writes; texts are those that getcap(8) prints for them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCapabilities } from './file-capabilities.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const CASES: readonly (readonly [hex: string, text: string | null])[] = [
  ['0100000200200000000000000000000000000000', 'cap_net_raw=ep'],
  ['0000000200200000000000000000000000000000', 'cap_net_raw=p'],
  ['0100000200240000000000000000000000000000', 'cap_net_bind_service,cap_net_raw=ep'],
  ['0100000200200000002000000000000000000000', 'cap_net_raw=eip'],
  ['0000000200200000000400000000000000000000', 'cap_net_bind_service=i cap_net_raw+p'],
  // Beyond 31 in the second word: 39 is bpf; 41 had no name when this was written.
  ['0100000200000000000000008002000000000000', 'cap_bpf,cap_41=ep'],
  ['010000010020000000000000', 'cap_net_raw=ep'],
  ['0100000300200000000000000000000000000000e8030000', 'cap_net_raw=ep [rootid=1000]'],
  ['0000000200000000000000000000000000000000', ''],
  ['', null],
  ['0100', null],
  ['01000002002000000000000000000000', null],
  ['0100000900200000000000000000000000000000', null],
];

for (const [hex, text] of CASES) {
  test(`${hex === '' ? 'nothing' : hex} is ${text ?? 'no value of capabilities'}`, () => {
    assert.equal(formatCapabilities(bytes(hex)), text);
  });
}

test('a value within a larger buffer is read where it stands', () => {
  const whole = bytes(`ffff${'0100000200200000000000000000000000000000'}ffff`);
  assert.equal(formatCapabilities(whole.subarray(2, 22)), 'cap_net_raw=ep');
});
