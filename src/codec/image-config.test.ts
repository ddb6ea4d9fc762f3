import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toJson } from '../testing/image-builder.ts';
import { MAX_CONFIG_BYTES, readImageConfig } from './image-config.ts';
import { MAX_DESCRIPTORS } from './manifests.ts';

const DIFF_ID = `sha256:${'b'.repeat(64)}`;
const read = (value: unknown) => readImageConfig(toJson(value), 'it');

describe('a config', () => {
  test('of a platform in words that could steer a terminal does not say its platform', () => {
    const config = read({ os: 'linux\u001b[31m', architecture: 'amd64', variant: 'v\n1', 'os.version': '10.0.17763.1217' });
    assert.deepEqual(config.platform, { os: 'unknown', architecture: 'amd64', osVersion: '10.0.17763.1217' });
  });

  test('gives what it states', () => {
    const config = read({
      architecture: 'arm64',
      os: 'linux',
      variant: 'v8',
      created: '2026-01-01T00:00:00Z',
      config: {
        Env: ['A=b'],
        Cmd: ['sh'],
        Entrypoint: [],
        User: '1',
        WorkingDir: '/',
        Labels: { a: 'b', c: 7 },
        ExposedPorts: { '80/tcp': {} },
        Volumes: { '/v': {} },
        OnBuild: ['RUN x'],
        Healthcheck: { Test: ['CMD', 'x'], Interval: 5_000_000_000, Retries: 'many' },
        StopSignal: 'SIGQUIT',
        Shell: ['/bin/bash', '-c'],
      },
      rootfs: { type: 'layers', diff_ids: [DIFF_ID] },
      history: [{ created_by: 'x', empty_layer: true }, {}],
    });
    assert.deepEqual(config.platform, { os: 'linux', architecture: 'arm64', variant: 'v8' });
    assert.deepEqual(
      [config.cmd, config.entrypoint, config.labels, config.exposedPorts, config.volumes, config.onBuild],
      [['sh'], [], { a: 'b' }, ['80/tcp'], ['/v'], ['RUN x']],
    );
    assert.deepEqual(config.healthcheck, { test: ['CMD', 'x'], interval: 5_000_000_000, timeout: null, startPeriod: null, retries: null });
    assert.deepEqual([config.stopSignal, config.shell], ['SIGQUIT', ['/bin/bash', '-c']]);
    assert.deepEqual(
      config.history.map((entry) => entry.emptyLayer),
      [true, false],
    );
    assert.deepEqual(config.diffIds, [DIFF_ID]);
  });

  test('may be silent about almost all', () => {
    const config = read({});
    assert.deepEqual(
      [config.platform, config.diffIds, config.history, config.cmd],
      [{ os: 'unknown', architecture: 'unknown' }, [], [], null],
    );
  });

  test('may have members of the wrong kind, which are passed over', () => {
    const config = read({ architecture: 7, os: null, config: 'x', history: [7, null, 'x'], author: {}, created: 7 });
    assert.deepEqual([config.platform.os, config.history.length, config.author], ['unknown', 3, null]);
    assert.deepEqual(read({ config: { Env: 'A=b', Labels: [], Cmd: 'sh', ExposedPorts: 7 } }).cmd, ['sh']);
  });

  test('does not let a name reach the prototype', () => {
    const bytes = new TextEncoder().encode('{"config":{"Labels":{"__proto__":"x","constructor":"y"}}}');
    const { labels } = readImageConfig(bytes, 'it');
    assert.deepEqual(Object.keys(labels).sort(), ['__proto__', 'constructor']);
    assert.equal(({} as Record<string, unknown>)['x'], undefined);
  });

  test('that is none is malformed', () => {
    for (const bad of [
      '',
      '[]',
      'null',
      '"x"',
      '{',
      '{"rootfs":{"diff_ids":7}}',
      '{"history":{}}',
      '{"rootfs":{"diff_ids":["x"]}}',
      '{"rootfs":{"diff_ids":[null]}}',
    ]) {
      assert.throws(() => readImageConfig(new TextEncoder().encode(bad), 'it'), { code: 'malformed' }, bad);
    }
  });

  test('is bounded', () => {
    assert.throws(() => readImageConfig(new Uint8Array(MAX_CONFIG_BYTES + 1), 'it'), { code: 'too-large' });
    const many = Array.from({ length: MAX_DESCRIPTORS + 1 }, () => DIFF_ID);
    assert.throws(() => read({ rootfs: { diff_ids: many } }), { code: 'too-large' });
    assert.throws(() => read({ history: many }), { code: 'too-large' });
  });

  test('that nests without end is malformed, not a crash', () => {
    const deep = '['.repeat(200_000);
    assert.throws(() => readImageConfig(new TextEncoder().encode(`{"config":${deep}`), 'it'), { code: 'malformed' });
  });
});
