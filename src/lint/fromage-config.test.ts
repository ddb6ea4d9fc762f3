/** The part about lint of .fromage.yaml: what is read, what is refused, and that the schema says the same. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parseProjectConfig } from '../codec/project-config.ts';
import { parseYaml } from '../codec/yaml.ts';
import { closedSchema } from '../testing/closed-schema.ts';
import { DEFAULT_CONFIG } from './config.ts';
import { readLintConfig } from './fromage-config.ts';
import { mergeConfig } from './settings.ts';

const read = async (text: string) => readLintConfig(await parseProjectConfig(text, 'c'));
const validate = new Ajv2020({ strict: false }).compile(closedSchema('config'));
const isValid = async (text: string) => validate((await parseYaml(text, 'c')).value);

const WHOLE = `scan: {ignore: [{id: CVE-1, reason: x}]}
lint:
  preset: strict
  ignore: [no-sudo, dl3008, SC2086]
  severity: {DL3006: error, no-root-user: off}
  trusted-registries: [docker.io]
  label-schema: {maintainer: email}
  strict-labels: true
  inline-ignores: false
  unused-ignores: true
  fail-on: warning
  overrides:
    - files: ["*.dev.dockerfile", old/]
      preset: recommended
      ignore: [pin-apt-packages]
      severity: {no-sudo: style}
`;

describe('lint in .fromage.yaml', () => {
  test('all of it', async () => {
    assert.ok(await isValid(WHOLE), JSON.stringify(validate.errors));
    assert.deepEqual(await read(WHOLE), {
      config: {
        preset: 'strict',
        ignored: ['no-sudo', 'DL3008', 'SC2086', 'no-root-user'],
        severities: { DL3006: 'error' },
        trustedRegistries: ['docker.io'],
        labelSchema: { maintainer: 'email' },
        strictLabels: true,
        inlineIgnores: false,
        unusedIgnores: true,
      },
      failOn: 'warning',
      overrides: [
        {
          files: ['*.dev.dockerfile', 'old/'],
          config: { preset: 'recommended', ignored: ['pin-apt-packages'], severities: { 'no-sudo': 'style' } },
        },
      ],
    });
  });

  test('nothing is nothing', async () => {
    for (const text of ['', 'lint:\n', 'scan: {}\n']) assert.equal(await read(text), null);
    assert.deepEqual(await read('lint: {}\n'), { config: { ignored: [], severities: {} }, failOn: null, overrides: [] });
  });

  test('what is wrong is an error, with its line', async () => {
    const bad = [
      ['presett: strict', 'c:3: "presett" is not known; known are preset, ignore,'],
      ['preset: all', 'c:3: preset is none of recommended, strict, hadolint, buildkit'],
      ['ignore: no-sudo', 'c:3: ignore is not a list'],
      ['ignore: [no-sudo, no-sodu]', 'c:3: there is no rule "no-sodu"'],
      ['ignore: [1]', 'c:3: ignore holds what is no text'],
      ['severity: {no-sudo: bad}', 'c:3: no-sudo is none of error, warning, info, style, off'],
      ['severity: {no-sodu: info}', 'c:3: there is no rule "no-sodu"'],
      ['severity: [no-sudo]', 'c:3: severity is no mapping'],
      ['label-schema: {a: b}', 'c:3: a is none of text,'],
      ['strict-labels: 1', 'c:3: strict-labels is neither true nor false'],
      ['fail-on: never ever', 'c:3: fail-on is none of error,'],
      ['overrides: {}', 'c:3: lint.overrides is not a list'],
      ['overrides: [{ignore: [no-sudo]}]', 'c:3: the entry says no files'],
      ['overrides: [{files: [a], fail-on: error}]', 'c:3: "fail-on" is not known; known are files, preset, ignore, severity'],
    ] as const;
    for (const [entry, message] of bad) {
      const text = `lint:\n  # here\n  ${entry}\n`;
      await assert.rejects(
        read(text),
        (error: Error & { readonly exitCode: number }) => error.message.startsWith(message) && error.exitCode === 2,
        entry,
      );
      assert.equal(await isValid(text), entry.includes('sodu'), entry);
    }
  });
});

test('what is said later goes before: a severity brings back what was ignored', () => {
  const base = mergeConfig(DEFAULT_CONFIG, { ignored: ['a', 'b'], severities: { c: 'error' } });
  const { ignored, severities } = mergeConfig(base, { ignored: ['d'], severities: { a: 'info' } });
  assert.deepEqual([ignored, severities], [['b', 'd'], { c: 'error', a: 'info' }]);
});
