import { readMounts } from '../../dockerfile/read-mounts.ts';
import type { Span } from '../../dockerfile/span.ts';
import { tryReference } from '../../model/reference.ts';
import { readCopied } from '../copied.ts';
import type { LintInstruction } from '../instructions.ts';
import type { LintContext, Rule } from '../rule.ts';

export const trustedRegistries = {
  id: 'trusted-registries',
  summary: 'an image comes from a registry that is not trusted',
  why: 'Whoever can write to a registry decides what runs here. With trustedRegistries in the configuration, FROM, COPY --from and RUN --mount may take images only from those; a * stands for any part of a name. An image without a registry comes from docker.io. Without the setting nothing is told.',
  severity: 'error',
  equivalents: ['hadolint:DL3026'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nFROM evil.example/a:1\n', lines: [1, 2], config: { trustedRegistries: ['good.example'] } },
    {
      dockerfile: 'FROM a.good.example/a:1\nCOPY --from=good.example/b:1 /b /b\nRUN --mount=from=c:1,target=/c true\n',
      lines: [2, 3],
      config: { trustedRegistries: ['*.good.example'] },
    },
  ],
  good: [
    { dockerfile: 'FROM evil.example/a:1\nCOPY --from=evil.example/a:1 /b /b\n' },
    {
      dockerfile: 'FROM a.good.example/a:1 AS a\nFROM a\nFROM scratch\nCOPY --from=a /b /b\nCOPY --from=0 /b /b\n',
      config: { trustedRegistries: ['*.good.example'] },
    },
    { dockerfile: 'FROM debian:12\nRUN --mount=type=cache,target=/c true\n', config: { trustedRegistries: ['docker.io'] } },
    { dockerfile: 'FROM debian:12\nFROM docker.io/a/b:1\n', config: { trustedRegistries: ['x', 'hub.docker.com'] } },
  ],
  *check(context) {
    const { trustedRegistries: trusted } = context.config;
    if (trusted.length === 0) return;
    for (const one of context.instructions)
      for (const { image, span } of imagesOf(one, context)) {
        const reference = tryReference(image);
        if (typeof reference === 'string' || trusted.some((pattern) => fits(pattern, reference.registry))) continue;
        yield { span, message: `${image} comes from ${reference.registry}, which is none of the trusted registries` };
      }
  },
} as const satisfies Rule;

interface Named {
  readonly image: string;
  readonly span: Span;
}

/** The images that an instruction takes from somewhere. */
function imagesOf({ keyword, instruction, stage, isOnBuild }: LintInstruction, { stages, dockerfile }: LintContext): readonly Named[] {
  const { span } = instruction;
  if (keyword === 'FROM' && !isOnBuild) {
    const base = stages[stage]?.base;
    return base?.kind === 'image' ? [{ image: base.reference, span: base.span }] : [];
  }
  const { from } = readCopied(instruction);
  const borrowed = keyword === 'COPY' && from !== null ? [{ image: from, span }] : [];
  const mounted = keyword === 'RUN' ? readMounts(instruction, dockerfile.text) : [];
  return [...borrowed, ...mounted.flatMap((mount) => (mount.from === null ? [] : [{ image: mount.from, span: mount.fromSpan }]))].filter(
    ({ image }) => image !== 'scratch' && !/^\d+$/.test(image) && !stages.some(({ name }) => name === image.toLowerCase()),
  );
}

/** What people call docker.io besides. */
const DOCKER_HUB: ReadonlySet<string> = new Set(['hub.docker.com', 'index.docker.io', 'registry-1.docker.io']);

/** Whether a name is as the pattern says, in which `*` stands for anything. */
function fits(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern || (name === 'docker.io' && DOCKER_HUB.has(pattern));
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of rest) {
    at = name.indexOf(part, at);
    if (at < 0) return false;
    at += part.length;
  }
  return at <= name.length - last.length;
}
