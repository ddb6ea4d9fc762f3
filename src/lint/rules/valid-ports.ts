import type { Rule } from '../rule.ts';

const HIGHEST = 65535;

export const validPorts = {
  id: 'valid-ports',
  summary: 'EXPOSE names a port above 65535',
  why: 'Ports are numbers of sixteen bits, 0 to 65535. A higher one is a slip of the finger, and the build or whoever publishes the port fails on it. Write the port that the program listens on.',
  severity: 'error',
  equivalents: ['hadolint:DL3011', 'trivy:DS-0008'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nEXPOSE 80 70000/udp\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nONBUILD EXPOSE 8000-80000\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nEXPOSE 65535 1000-2000/tcp\n' },
    { dockerfile: 'FROM debian:12\nONBUILD EXPOSE ${PORT}0000000 "443"\n' },
  ],
  *check({ instructions }) {
    for (const { keyword, instruction } of instructions)
      if (keyword === 'EXPOSE')
        for (const { text, span } of instruction.arguments) {
          const ports = /^["']?(\d+)(?:-(\d+))?(?:\/\w+)?["']?$/.exec(text)?.slice(1) ?? [];
          if (ports.some((port) => Number(port ?? 0) > HIGHEST)) yield { span, message: `${text} is no port: the highest is ${HIGHEST}` };
        }
  },
} as const satisfies Rule;
