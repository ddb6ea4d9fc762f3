import type { Rule } from '../rule.ts';

export const pinBaseImageTag = {
  id: 'pin-base-image-tag',
  summary: 'FROM names no tag',
  why: 'Without a tag the image is what :latest means on the day of the build: another one next month, with other versions and other faults. Name a version, FROM debian:12, or better a digest with it. A tag that comes from an ARG is looked at as its default says; hadolint’s preset passes over variables.',
  severity: 'warning',
  equivalents: ['hadolint:DL3006', 'trivy:DS-0001'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian\n', lines: [1] },
    { dockerfile: 'FROM golang:1.23 AS build\nFROM registry.example:5000/base AS other\n', lines: [2] },
    { dockerfile: 'ARG base=debian\nFROM $base\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12 AS build\nFROM build\nFROM scratch\n' },
    { dockerfile: 'ARG base\nFROM $base\n' },
    { dockerfile: 'ARG base=debian\nFROM $base\n', config: { preset: 'hadolint' } },
    { dockerfile: 'FROM debian@sha256:98f4b71de414932439ac6ac690d7060df1f27161073c5036a7553723881bffbe\n' },
  ],
  *check({ stages, config }) {
    for (const { base, image } of stages) {
      if (base.kind !== 'image' || base.tag !== null || base.digest !== null) continue;
      if (config.preset === 'hadolint' && image?.text.includes('$') === true) continue;
      yield { span: base.span, message: `${base.reference} has no tag, so that it is another image tomorrow: name a version` };
    }
  },
} as const satisfies Rule;
