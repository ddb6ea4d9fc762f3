import { readCopied } from '../copied.ts';
import type { LintInstruction } from '../instructions.ts';
import { isKept } from '../kept-stages.ts';
import type { Report, Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';
import { isSecretFile } from '../secret-files.ts';
import { isSecretName } from '../secret-names.ts';
import { hasFlag, isCall, type ShellCommand } from '../shell/shell-command.ts';
import { unquote } from '../unquote.ts';

export const noSecretFiles = {
  id: 'no-secret-files',
  summary: 'a file or a command puts a secret into the image',
  why: 'What a layer once held stays in it, also when a later step removes it, and whoever can pull the image can read it. Private keys, tokens and passwords go into a build with RUN --mount=type=secret or --mount=type=ssh, and into a container when it is started; list such files in .dockerignore. Stages of which only single files are taken are passed over.',
  severity: 'error',
  equivalents: ['trivy:DS-0031', 'dockle:CIS-DI-0010'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM debian:12\nCOPY app id_rsa /root/.ssh/\nADD "config/.env" /srv/\nONBUILD COPY tls/server.key /etc/\n',
      lines: [2, 3, 4],
    },
    { dockerfile: 'FROM debian:12\nRUN a && aws configure set aws_secret_access_key x\nRUN docker login -u me -p x\n', lines: [2, 3] },
    {
      dockerfile: 'FROM debian:12\nRUN git clone https://me:token@example.org/a.git\nRUN npm config set //example.org/:_authToken=x\n',
      lines: [2, 3],
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nCOPY id_rsa.pub .env.example keys/ /srv/\nCOPY app id_rsa.d /etc/\n' },
    { dockerfile: 'FROM debian:12 AS build\nCOPY .npmrc /root/\nFROM debian:12\nCOPY --from=build /a /a\n' },
    {
      dockerfile:
        'FROM debian:12\nRUN --mount=type=secret,id=a,env=A aws configure set aws_secret_access_key $A\nRUN docker login --password-stdin\n',
    },
    { dockerfile: 'FROM debian:12\nRUN git clone https://example.org/a.git && aws configure set region eu && npm config set fund false\n' },
  ],
  *check(context) {
    for (const one of context.instructions) if (isKept(one, context)) yield* copiedSecrets(one);
    for (const { at, commands } of runsOf(context)) {
      if (!isKept(at, context) || at.instruction.flags.some(({ value }) => value?.includes('type=secret') === true)) continue;
      for (const command of commands)
        if (handsSecret(command))
          yield { span: command.span, message: `${command.name} is handed a secret, which stays in the image’s history: mount it` };
    }
  },
} as const satisfies Rule;

function* copiedSecrets({ keyword, instruction }: LintInstruction): Iterable<Report> {
  if (keyword !== 'COPY' && keyword !== 'ADD') return;
  for (const { text, span } of readCopied(instruction).sources) {
    const path = unquote(text);
    if (isSecretFile(path))
      yield { span, message: `${path} most likely holds a secret, which stays in the layer: mount it where it is needed` };
  }
}

function handsSecret(command: ShellCommand): boolean {
  const { args } = command;
  if (isCall(command, 'aws', 'configure')) return args.some(({ value }) => isSecretName(value));
  if (isCall(command, ['npm', 'pnpm', 'yarn'], 'config')) return args.some(({ value }) => /:?_(authToken|auth|password)(=|$)/.test(value));
  if (isCall(command, ['docker', 'podman', 'buildah', 'skopeo', 'helm'], 'login')) return hasFlag(command, 'p', 'password');
  return args.some(({ value }) => /^[a-z+]+:\/\/[^/@:\s]*:[^/@\s]+@/.test(value));
}
