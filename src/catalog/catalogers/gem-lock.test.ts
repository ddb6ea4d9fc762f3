import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { gemLock } from './gem-lock.ts';

const LOCK = `GIT
  remote: https://example.com/git-gem.git
  revision: abc
  specs:
    git-gem (0.1.0)
      rack (>= 1)

PATH
  remote: .
  specs:
    our-gem (1.0.0)

GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.16.0-x86_64-linux)
      racc (~> 1.4)
    nokogiri (1.16.0-arm64-darwin)
    rack (2.2.8)
    pre (1.0.0.pre.1)

PLATFORMS
  x86_64-linux

DEPENDENCIES
  rack (~> 2.2)

BUNDLED WITH
   2.4.10
`;

test('what is pinned is declared, whatever the platform; not what is in the project', async () => {
  const { lines, problems } = await catalogText(gemLock, [
    [`srv/app/Gemfile.lock: ${LOCK}`, `usr/lib/ruby/gems/3.1.0/gems/x-1.0/Gemfile.lock: ${LOCK}`, 'a/gems.locked: no lock file'],
  ]);
  assert.deepEqual(
    lines,
    ['git-gem 0.1.0', 'nokogiri 1.16.0', 'rack 2.2.8', 'pre 1.0.0.pre.1'].map((line) => `gem ${line} srv/app/Gemfile.lock`),
  );
  assert.deepEqual(problems, []);
});
