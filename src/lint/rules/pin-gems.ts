import { isGiven } from '../packages/call.ts';
import { GEM } from '../packages/languages.ts';
import { reportUnpinned } from '../packages/unpinned.ts';
import type { Rule } from '../rule.ts';

export const pinGems = {
  id: 'pin-gems',
  summary: 'gem installs gems without saying which version',
  why: 'What gem installs is the newest there is on the day, so that the same file gives another image tomorrow. Write name:version, or name -v version; for what an application needs, copy its lock file and say bundle install.',
  severity: 'warning',
  equivalents: ['hadolint:DL3028'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM ruby:3.3\nRUN gem install rake:13.2.1 \\\n    bundler\n', lines: [3] },
    { dockerfile: 'FROM ruby:3.3\nONBUILD RUN gem i --source https://example.com puma\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM ruby:3.3\nRUN gem install bundler -v 2.5.11 && gem i nokogiri:1.16.5 -- --with-xml2-lib=/lib a\n' },
    { dockerfile: 'FROM ruby:3.3\nRUN gem install -g Gemfile && gem install ./mine.gem && gem update\n' },
  ],
  check: (context) =>
    reportUnpinned(context, {
      table: GEM,
      verbs: ['install', 'i'],
      form: 'name:version',
      among: (call) => (isGiven(call, 'v', 'version') ? [] : call.operands.slice(0, call.beforeDashes)),
      isPinned: (value) => value.includes(':') || value.endsWith('.gem'),
    }),
} as const satisfies Rule;
