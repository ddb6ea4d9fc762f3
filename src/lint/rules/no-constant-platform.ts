import { readFrom } from '../../dockerfile/read-from.ts';
import type { LintContext, Rule } from '../rule.ts';

export const noConstantPlatform = {
  id: 'no-constant-platform',
  summary: 'FROM --platform says one platform, whatever is built for',
  why: 'A fixed platform makes every build take the image of that one, also where another is asked for, and run in emulation elsewhere. Leave it out, or say $BUILDPLATFORM for a stage that compiles. A stage whose name says the platform means it; hadolint’s preset tells it nevertheless, and any variable but BUILDPLATFORM and TARGETPLATFORM.',
  severity: 'warning',
  equivalents: ['hadolint:DL3029', 'buildkit:FromPlatformFlagConstDisallowed'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM --platform=linux/arm64 debian:12\n', lines: [1] },
    { dockerfile: 'FROM debian:12\nFROM --platform=linux/amd64 debian:12 AS build\n', lines: [2] },
    { dockerfile: 'ARG p\nFROM --platform=$p debian:12\n', lines: [2], config: { preset: 'hadolint' } },
  ],
  good: [
    { dockerfile: 'ARG p\nFROM --platform=$p debian:12\nFROM --platform="$BUILDPLATFORM" debian:12\nFROM debian:12\n' },
    { dockerfile: 'FROM --platform=linux/amd64 debian:12 AS build-amd64\n' },
    { dockerfile: 'FROM --platform=${TARGETPLATFORM:-linux/amd64} debian:12\n', config: { preset: 'hadolint' } },
  ],
  *check({ stages, config }: LintContext) {
    for (const { from, name } of stages) {
      const flag = readFrom(from).platform;
      const platform = flag?.value ?? '';
      if (flag === null || platform === '') continue;
      const isMeant =
        name !== null &&
        platform
          .split('/')
          .slice(0, 2)
          .some((part) => part !== '' && name.includes(part.toLowerCase()));
      const isFine = config.preset === 'hadolint' ? /(BUILD|TARGET)PLATFORM/.test(platform) : platform.includes('$') || isMeant;
      if (!isFine) yield { span: flag.span, message: `this stage is built for ${platform}, whatever the build is for` };
    }
  },
} as const satisfies Rule;
