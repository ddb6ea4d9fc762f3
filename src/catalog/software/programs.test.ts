import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { writeElf } from '../../testing/elf-writer.ts';
import { software } from '../catalogers/software.ts';
import type { Program, Sign } from './program.ts';
import { PROGRAMS } from './programs.ts';

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function fileOf(kind: Program['kind'], text: string): Uint8Array {
  return kind === 'text' ? bytesOf(text) : writeElf([{ name: '.rodata', bytes: bytesOf(`\x01\xff\0${text}\0more text\0`) }]);
}

async function linesOf(path: string, body: Uint8Array): Promise<readonly string[]> {
  const { lines, problems } = await catalogText(software, [[{ name: path, type: 'file', mode: 0o755, body }]]);
  assert.deepEqual(problems, []);
  return lines;
}

/** As it would stand there by accident: other surroundings, no version, part of a longer number. */
function nearMisses({ example }: Sign, version: string): readonly string[] {
  return [
    example.replaceAll(version, ''),
    example.replaceAll(version, '%s'),
    example.replaceAll(version, 'x.y.z'),
    `release ${version} of it`,
  ];
}

test('names are told apart, and each program has a sign', () => {
  assert.equal(new Set(PROGRAMS.map(({ name }) => name)).size, PROGRAMS.length);
  for (const { name, signs } of PROGRAMS) assert.ok(signs.length > 0, name);
});

for (const program of PROGRAMS) {
  const { name, kind, signs } = program;
  const [path, version] = program.example;
  describe(name, () => {
    for (const sign of signs) {
      test(`${sign.pattern}`, async () => {
        assert.deepEqual(await linesOf(path, fileOf(kind, sign.example)), [`generic ${name} ${version} ${path}`]);
        for (const text of nearMisses(sign, version)) assert.deepEqual(await linesOf(path, fileOf(kind, text)), [], JSON.stringify(text));
      });
    }

    test('in no other file, and in no file of another kind', async () => {
      const [sign] = signs;
      assert.ok(sign !== undefined);
      assert.deepEqual(await linesOf('opt/other-thing', fileOf(kind, sign.example)), []);
      assert.deepEqual(await linesOf(path, fileOf(kind === 'text' ? 'binary' : 'text', sign.example)), []);
    });
  });
}
