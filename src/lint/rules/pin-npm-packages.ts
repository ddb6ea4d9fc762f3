import { NPM } from '../packages/languages.ts';
import { reportUnpinned } from '../packages/unpinned.ts';
import type { Rule } from '../rule.ts';

export const pinNpmPackages = {
  id: 'pin-npm-packages',
  summary: 'npm installs packages without saying which version',
  why: 'What npm installs by name is the newest there is on the day, so that the same file gives another image tomorrow. Write name@version; for what an application needs, copy its lock file and say npm ci. Tags like latest and next move: they are no version.',
  severity: 'warning',
  equivalents: ['hadolint:DL3016'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM node:22\nRUN npm install --global pm2@5.4.2 \\\n    @scope/name\n', lines: [3] },
    { dockerfile: 'FROM node:22\nONBUILD RUN npm i -g --registry https://example.com serve@latest\n', lines: [2] },
    { dockerfile: 'FROM node:22\nRUN npm add git+ssh://git@example.com/a/b.git owner/name\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM node:22\nRUN npm ci && npm install && npm run install more\n' },
    { dockerfile: 'FROM node:22\nRUN npm install @scope/name@1 ./folder a.tgz git+https://example.com/a/b.git#v1 owner/name#v2\n' },
  ],
  check: (context) =>
    reportUnpinned(context, {
      table: NPM,
      // The other names of install; hadolint knows the one.
      verbs: context.config.preset === 'hadolint' ? ['install'] : ['install', 'i', 'in', 'add'],
      form: 'name@version',
      isPinned: (value) => isPinned(value) && (context.config.preset === 'hadolint' || !MOVING.test(value)),
    }),
} as const satisfies Rule;

const MOVING = /.@(?:latest|next|canary|beta|\*|x)?$/;

function isPinned(value: string): boolean {
  if (/^(?:git[+:]|git@|github:|gitlab:|bitbucket:|gist:)/.test(value) || /\.git(?:#|$)/.test(value)) return value.includes('#');
  if (/^[./~]|^file:/.test(value) || /\.(?:tar|tgz|tar\.gz)$/.test(value) || /^https?:/.test(value)) return true;
  // Of @scope/name@version the second @; owner/name is a repository.
  return value.indexOf('@', 1) > 0 || (!value.startsWith('@') && value.includes('#'));
}
