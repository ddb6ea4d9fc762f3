import type { Rule } from '../rule.ts';

export const noLatestTag = {
  id: 'no-latest-tag',
  summary: 'FROM names the tag latest',
  why: 'The tag latest moves with every release, major ones too, so that the same file builds another image without anybody having changed it. Name a version, FROM debian:12, or a digest: with a digest the tag is only a remark.',
  severity: 'warning',
  equivalents: ['hadolint:DL3007', 'trivy:DS-0001', 'dockle:DKL-DI-0006'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:latest AS build\n', lines: [1] },
    { dockerfile: 'ARG tag=latest\nFROM debian:$tag\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nFROM debian:latest-slim\n' },
    { dockerfile: 'FROM debian:latest@sha256:98f4b71de414932439ac6ac690d7060df1f27161073c5036a7553723881bffbe\n' },
    { dockerfile: 'ARG tag=latest\nFROM debian:$tag\n', config: { preset: 'hadolint' } },
  ],
  *check({ stages, config }) {
    for (const { base, image } of stages) {
      if (base.kind !== 'image' || base.tag !== 'latest' || base.digest !== null) continue;
      if (config.preset === 'hadolint' && image?.text.includes('$') === true) continue;
      yield { span: base.span, message: `${base.reference} is another image after each release: name a version` };
    }
  },
} as const satisfies Rule;
