import type { Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';

export const oneDownloadTool = {
  id: 'one-download-tool',
  summary: 'A stage downloads with wget and with curl',
  why: 'Two programs that do the same are two to install, to configure (proxies, certificates, retries) and to patch. Use one of them in a stage; for a file from a fixed address, ADD with --checksum needs neither.',
  severity: 'warning',
  equivalents: ['hadolint:DL4001', 'trivy:DS-0014'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN wget https://example.com/a\nRUN true \\\n && curl -O https://example.com/b\n', lines: [4] },
    { dockerfile: 'FROM debian:12\nONBUILD RUN curl https://example.com/a && wget https://example.com/b\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN curl https://example.com/a\nFROM alpine:3.20\nRUN wget https://example.com/b\n' },
    { dockerfile: 'FROM debian:12\nRUN apt-get install -y curl wget\nRUN curl https://example.com/a\n' },
  ],
  *check(context) {
    const seen = new Map<number, string>();
    const told = new Set<number>();
    for (const { at, commands } of runsOf(context))
      for (const { name, span } of commands) {
        if ((name !== 'wget' && name !== 'curl') || told.has(at.stage)) continue;
        const first = seen.get(at.stage) ?? name;
        seen.set(at.stage, first);
        if (first === name) continue;
        told.add(at.stage);
        yield { span, message: `This stage downloads with ${first} already: use one of the two` };
      }
  },
} as const satisfies Rule;
