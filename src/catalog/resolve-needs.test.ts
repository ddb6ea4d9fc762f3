import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Package } from '../model/package.ts';
import { type Needs, resolveNeeds } from './resolve-needs.ts';

function needs(name: string, wanted: string, provides = ''): Needs {
  const one: Package = {
    type: 'deb',
    namespace: null,
    name,
    version: '1',
    architecture: null,
    source: null,
    licences: [],
    locations: [],
    foundBy: 'x',
  };
  return {
    package: one,
    needs: words(wanted).map((names) => names.split('|')),
    provides: words(provides),
  };
}

function words(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

test('the first alternative that is there, a name before one that provides it; each pair once, and nothing of itself', () => {
  const all = [
    needs('app', 'absent|mail|awk libc libc', 'app-api'),
    needs('postfix', 'libc app-api|postfix', 'mail libc'),
    needs('mawk', '', 'awk'),
    needs('libc', 'absent libc', ''),
  ];
  assert.deepEqual(
    [...resolveNeeds(all)].map(([from, to]) => `${from.name} > ${to.name}`),
    ['app > postfix', 'app > libc', 'postfix > libc', 'postfix > app'],
  );
});
