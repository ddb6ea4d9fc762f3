import type { Rule } from '../rule.ts';
import { holdsSecretPart, isSecretName } from '../secret-names.ts';
import { unquote } from '../unquote.ts';

export const noSecretsInArgOrEnv = {
  id: 'no-secrets-in-arg-or-env',
  summary: 'ARG or ENV is named as if it held a secret',
  why: 'What ENV says is in the image’s config, and what ARG is given in its history: whoever can pull the image reads it. Hand secrets to a build with RUN --mount=type=secret, and to a container when it is started. Names that end in FILE, PATH, URL or VERSION, and public ones, are not told; hadolint, and its preset, tells those too, and user names.',
  severity: 'warning',
  equivalents: ['hadolint:DL3064', 'buildkit:SecretsUsedInArgOrEnv', 'trivy:DS-0031', 'dockle:CIS-DI-0010'],
  recommended: true,
  bad: [
    { dockerfile: 'ARG NPM_TOKEN\nFROM debian:12\nENV A=1 DB_PASSWORD=x \\\n  api_key=y\n', lines: [1, 3, 4] },
    { dockerfile: 'FROM debian:12\nONBUILD ARG AWS_SECRET_ACCESS_KEY\nENV passwd x\n', lines: [2, 3] },
    { dockerfile: 'FROM debian:12\nENV GIT_USERNAME=x\nENV DBPASSWORD_FILE=/p\n', lines: [2, 3], config: { preset: 'hadolint' } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nARG TOKENS AUTHOR=me\nENV PASSWORD_FILE=/run/secrets/p PUBLIC_KEY=x KEYBOARD=us AUTH_VERSION=1\n' },
    { dockerfile: 'FROM debian:12\nRUN --mount=type=secret,id=token,env=TOKEN a\nLABEL password=x\n' },
  ],
  *check({ instructions, config }) {
    const isSecret = (name: string): boolean => isSecretName(name) || (config.preset === 'hadolint' && holdsSecretPart(name));
    for (const { keyword, instruction } of instructions)
      if (keyword === 'ARG' || keyword === 'ENV')
        for (const { name, span } of instruction.pairs)
          if (isSecret(unquote(name.text)))
            yield { span, message: `${keyword} ${name.text} stays in the image for all to read: hand it to the build as a secret` };
  },
} as const satisfies Rule;
