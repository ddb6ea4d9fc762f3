import { isGiven, type Call } from '../packages/call.ts';
import { YARN } from '../packages/languages.ts';
import { reportUncleaned } from '../packages/uncleaned.ts';
import type { Rule } from '../rule.ts';

export const cleanYarnCache = {
  id: 'clean-yarn-cache',
  summary: 'RUN leaves what yarn downloads',
  why: 'yarn keeps each archive it downloads beside what it unpacks from it, so that every package is there twice. The cache has to go in the RUN that filled it: a later one hides it and frees nothing. End it with yarn cache clean, or mount a cache over its folder (/usr/local/share/.cache/yarn for root, /root/.cache/yarn where that is not to be written).',
  severity: 'info',
  equivalents: ['hadolint:DL3060'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM node:22\nRUN yarn cache clean \\\n && yarn install\n',
      fixed: 'FROM node:22\nRUN yarn cache clean \\\n && yarn install && yarn cache clean\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM node:22 AS a\nONBUILD RUN yarn add serve@14\nFROM scratch\n',
      fixed: 'FROM node:22 AS a\nONBUILD RUN yarn add serve@14 && yarn cache clean\nFROM scratch\n',
      lines: [2],
    },
    {
      dockerfile: 'FROM node:22\nRUN yarn --frozen-lockfile\n',
      fixed: 'FROM node:22\nRUN yarn --frozen-lockfile && yarn cache clean\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM node:22\nRUN yarn install && yarn cache clean --all\n' },
    { dockerfile: 'FROM node:22 AS build\nRUN yarn install && yarn build\nFROM scratch\nCOPY --from=build /dist /\n' },
    { dockerfile: 'FROM node:22\nRUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install && yarn --version\n' },
  ],
  check: (context) =>
    reportUncleaned(context, {
      table: YARN,
      fills: (call) => (context.config.preset === 'hadolint' ? call.verb === 'install' : isInstall(call)),
      empties: ({ verb }) => verb === 'cache clean',
      folders: ['/root/.cache/yarn', '/usr/local/share/.cache/yarn'],
      remedy: () => 'yarn cache clean',
      onlyKept: true,
    }),
} as const satisfies Rule;

function isInstall(call: Call): boolean {
  if (['install', 'add', 'global add', 'upgrade'].includes(call.verb)) return true;
  return call.verb === '' && !isGiven(call, 'version', 'v', 'help', 'h');
}
