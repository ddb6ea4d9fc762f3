import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Challenge } from './challenge.ts';
import { parseChallenges } from './challenge.ts';

const CASES: readonly (readonly [header: string, challenges: readonly Challenge[]])[] = [
  ['', []],
  ['Basic realm="a registry"', [{ scheme: 'basic', parameters: { realm: 'a registry' } }]],
  [
    'Bearer realm="https://auth.example/token",service="reg, one",scope="repository:a/b:pull,push"',
    [{ scheme: 'bearer', parameters: { realm: 'https://auth.example/token', service: 'reg, one', scope: 'repository:a/b:pull,push' } }],
  ],
  ['bearer REALM = x , Service=y', [{ scheme: 'bearer', parameters: { realm: 'x', service: 'y' } }]],
  [
    'Bearer realm="r",service="s", Basic realm="b"',
    [
      { scheme: 'bearer', parameters: { realm: 'r', service: 's' } },
      { scheme: 'basic', parameters: { realm: 'b' } },
    ],
  ],
  ['Bearer realm="a \\"quoted\\" word"', [{ scheme: 'bearer', parameters: { realm: 'a "quoted" word' } }]],
  [
    'Negotiate, Basic realm="x"',
    [
      { scheme: 'negotiate', parameters: {} },
      { scheme: 'basic', parameters: { realm: 'x' } },
    ],
  ],
  ['realm="without a scheme"', []],
  ['Basic __proto__=x', [{ scheme: 'basic', parameters: {} }]],
];

test('challenges are read as servers write them', () => {
  for (const [header, challenges] of CASES) assert.deepEqual(parseChallenges(header), challenges, header);
});

test('a header without end is read in part, and quickly', () => {
  const started = process.cpuUsage();
  parseChallenges(`Basic realm="${'\\'.repeat(1_000_000)}`);
  parseChallenges('a='.repeat(1_000_000));
  assert.ok(process.cpuUsage(started).user < 5_000_000);
});
