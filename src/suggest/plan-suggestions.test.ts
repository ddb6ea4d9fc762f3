import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Build, planCandidates, risksOf, tagLike } from './plan-suggestions.ts';
import { readTag } from './read-tag.ts';

/** `3.14.1-slim-trixie 3.14-slim slim < debian:trixie-slim` */
function build(line: string, cycle: string | null = null): Build {
  const [tags = '', from] = line.split(' < ');
  return { tags: tags.split(' '), from: from ?? null, cycle };
}

const PYTHON = [
  build('3.14.1-trixie 3.14-trixie 3.14 3 latest < buildpack-deps:trixie'),
  build('3.14.1-slim-trixie 3.14-slim-trixie 3.14-slim slim < debian:trixie-slim'),
  build('3.14.1-slim-bookworm 3.14-slim-bookworm < debian:bookworm-slim'),
  build('3.14.1-alpine3.24 3.14-alpine3.24 3.14-alpine alpine < alpine:3.24'),
  build('3.14.1-alpine3.23 3.14-alpine3.23 < alpine:3.23'),
  build('3.15.0rc1-slim-trixie 3.15-rc-slim < debian:trixie-slim'),
  build('3.13.9-slim-trixie 3.13-slim < debian:trixie-slim'),
  build('3.12.12-slim-trixie 3.12-slim < debian:trixie-slim'),
];
const PHP = [
  build('8.5.1-fpm-trixie 8.5-fpm < debian:trixie-slim'),
  build('8.5.1-cli-trixie 8.5-cli 8.5 < debian:trixie-slim'),
  build('8.4.1-fpm-trixie 8.4-fpm < debian:trixie-slim'),
];
const DEBIAN = [
  build('trixie-20260820-slim trixie-slim stable-slim < scratch', '13'),
  build('trixie-20260820 trixie latest < scratch', '13'),
  build('bookworm-20260820-slim bookworm-slim < scratch', '12'),
  build('sid-20260820-slim sid-slim < scratch'),
];

const tagsOf = (tag: string, builds: readonly Build[]) => planCandidates(tag, builds).map((one) => `${one.tag} ${one.kinds.join(',')}`);

describe('candidates', () => {
  test('later versions and other systems of the same kind, as the tag is written', () => {
    assert.deepEqual(tagsOf('3.13-slim', PYTHON), ['3.14-slim newer-minor', '3.14-alpine newer-minor,other-system']);
  });

  test('a pre-release, an older version, and what is larger are none', () => {
    assert.deepEqual(tagsOf('3.14-slim', PYTHON), ['3.14-alpine other-system']);
  });

  test('the smaller variant of the same version', () => {
    assert.deepEqual(tagsOf('3.14', PYTHON), ['3.14-slim smaller', '3.14-alpine other-system,smaller']);
  });

  test('what the build asks for stays: fpm is not exchanged for cli', () => {
    assert.deepEqual(tagsOf('8.4-fpm', PHP), ['8.5-fpm newer-minor']);
  });

  test('operating systems go by the number of their release', () => {
    assert.deepEqual(tagsOf('bookworm-slim', DEBIAN), ['trixie-slim newer-major']);
    assert.deepEqual(tagsOf('trixie-slim', DEBIAN), []);
  });

  test('a tag that is no more is held against those that are', () => {
    assert.deepEqual(tagsOf('3.11-slim', PYTHON), ['3.14-slim newer-minor', '3.14-alpine newer-minor,other-system']);
  });
});

describe('risks', () => {
  const between = (tag: string, to: string, needs: Parameters<typeof risksOf>[3] = null) => {
    const candidate = planCandidates(tag, PYTHON).find((one) => one.tag === to);
    assert.ok(candidate);
    return risksOf(tag, PYTHON, candidate, needs).map(({ kind, weight, line }) => [kind, weight, line].join(' ').trim());
  };

  test('another libc, and a package manager that a line calls', () => {
    const needs = { managers: [{ name: 'apt', line: 4 }], shellToBuild: 4, shellToRun: null };
    assert.deepEqual(between('3.14-slim', '3.14-alpine', needs), ['libc high', 'package-manager high 4']);
    assert.deepEqual(between('3.13-slim', '3.14-slim', needs), ['minor low']);
  });

  test('less in it', () => assert.deepEqual(between('3.14', '3.14-slim'), ['variant low']));
});

test('what a tag says', () => {
  assert.deepEqual(readTag('3.13.7-slim-trixie'), {
    version: [3, 13, 7],
    versionText: '3.13.7',
    isEarly: false,
    system: 'trixie',
    words: ['slim'],
  });
  assert.deepEqual(readTag('bookworm-slim'), { version: [], versionText: '', isEarly: false, system: 'bookworm', words: ['slim'] });
  assert.deepEqual([readTag('3.15.0rc2').isEarly, readTag('20260805').isEarly, readTag('latest').words], [true, true, []]);
  assert.equal(tagLike('2.4', ['2.4.68-alpine3.24', '2.4-alpine', 'alpine', '2-alpine']), '2.4-alpine');
});
