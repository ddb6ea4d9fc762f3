import type { Rule } from '../rule.ts';

export const noSshPort = {
  id: 'no-ssh-port',
  summary: 'EXPOSE names port 22, that of SSH',
  why: 'An SSH server in a container is one more service to keep up to date, with users, keys and a way in that leaves no trace in the container’s log. docker exec and kubectl exec do the same with the rights that are there already. Take it out of the image, and run what needs SSH in one of its own.',
  severity: 'warning',
  equivalents: ['trivy:DS-0004'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nEXPOSE 80 22/tcp\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nONBUILD EXPOSE 20-25\n', lines: [2] },
  ],
  good: [{ dockerfile: 'FROM debian:12\nEXPOSE 2222 220-222 22/udp\n' }, { dockerfile: 'FROM debian:12\nEXPOSE $PORT\n' }],
  *check({ instructions }) {
    for (const { keyword, instruction } of instructions)
      for (const { text, span } of keyword === 'EXPOSE' ? instruction.arguments : []) {
        const [, first, last = first] = /^["']?(\d+)(?:-(\d+))?(?:\/tcp)?["']?$/i.exec(text) ?? [];
        if (Number(first) <= 22 && Number(last) >= 22) yield { span, message: 'port 22 is that of SSH, which has no place in a container' };
      }
  },
} as const satisfies Rule;
