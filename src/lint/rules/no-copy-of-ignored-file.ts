import { type Dockerignore, isIgnored, parseDockerignore } from '../../dockerfile/ignore/dockerignore.ts';
import { readCopied } from '../copied.ts';
import type { Rule } from '../rule.ts';
import { unquote } from '../unquote.ts';

export const noCopyOfIgnoredFile = {
  id: 'no-copy-of-ignored-file',
  summary: 'COPY or ADD takes what .dockerignore leaves out',
  why: 'What .dockerignore leaves out is not sent to the builder, so that COPY does not find it and the build fails, or a pattern copies less than was meant. Take the line out of .dockerignore, or bring the file back with a line that begins with an exclamation mark. It is told only where the .dockerignore is known.',
  severity: 'warning',
  equivalents: ['buildkit:CopyIgnoredFile'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM debian:12\nCOPY src ./dist/a.js /srv/\nONBUILD ADD node_modules /srv/\n',
      lines: [2, 3],
      config: { dockerignore: 'dist\nnode_modules/\n' },
    },
    { dockerfile: 'FROM debian:12\nCOPY . /srv\n', lines: [2], config: { dockerignore: '*\n' } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nCOPY . /srv\nCOPY dist /srv/\n', config: { dockerignore: '.*\ndist/**\n!dist/a.js\n' } },
    { dockerfile: 'FROM debian:12\nCOPY . /srv\nCOPY src /srv/\n', config: { dockerignore: '**\n!src\n' } },
    {
      dockerfile:
        'FROM debian:12 AS a\nFROM debian:12\nCOPY --from=a dist /srv/\nADD https://example.org/dist /srv/\nCOPY <<EOF $dist /srv/\nEOF\n',
      config: { dockerignore: 'dist\nhttps:\n' },
    },
    { dockerfile: 'FROM debian:12\nCOPY dist /srv/\n' },
  ],
  *check({ instructions, config }) {
    if (config.dockerignore === null) return;
    const ignore = parseDockerignore(config.dockerignore);
    for (const { keyword, instruction } of instructions) {
      const { sources, from } = readCopied(instruction);
      if ((keyword !== 'COPY' && keyword !== 'ADD') || from !== null) continue;
      for (const { text, span } of sources) {
        const path = unquote(text);
        if (!path.includes('$') && !/^[a-z]+:\/\/|^git@/i.test(path) && isLeftOut(path, ignore))
          yield { span, message: `.dockerignore leaves ${path} out, so that ${keyword} does not find it` };
      }
    }
  },
} as const satisfies Rule;

function isLeftOut(path: string, ignore: Dockerignore): boolean {
  const clean = path.replace(/^(\.?\/)+|\/+$/g, '');
  const bringsBack = ignore.rules.some(({ pattern, negated }) => negated && (/[*?[]/.test(pattern) || pattern.startsWith(`${clean}/`)));
  // All of the context: of the patterns only those that fit everything leave it out, and nothing may be brought back.
  if (clean === '' || clean === '.')
    return ignore.rules.some(({ pattern }) => /^\*{1,2}$/.test(pattern)) && ignore.rules.every(({ negated }) => !negated);
  return !bringsBack && isIgnored(ignore, clean);
}
