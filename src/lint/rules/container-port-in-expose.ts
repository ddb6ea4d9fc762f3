import type { Rule } from '../rule.ts';

export const containerPortInExpose = {
  id: 'container-port-in-expose',
  summary: 'EXPOSE names an address, or a port of the host',
  why: 'EXPOSE says on which ports the container listens. Address and port of the host are for whoever starts it to say, with docker run -p 127.0.0.1:8080:80; here they are passed over, or refused. Write the container’s port alone: EXPOSE 80.',
  severity: 'warning',
  equivalents: ['buildkit:ExposeInvalidFormat'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nEXPOSE 8080:80 443\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nEXPOSE 127.0.0.1:80:80/tcp [::1]:80:80\n', lines: [2, 2] },
  ],
  good: [{ dockerfile: 'FROM debian:12\nEXPOSE 80/tcp 8000-8010\n' }, { dockerfile: 'FROM debian:12\nEXPOSE ${PORT:-80}\n' }],
  *check({ instructions }) {
    for (const { keyword, instruction } of instructions)
      for (const { text, span } of keyword === 'EXPOSE' ? instruction.arguments : [])
        if (text.includes(':') && !text.includes('$')) yield { span, message: `${text} says more than the container’s port` };
  },
} as const satisfies Rule;
