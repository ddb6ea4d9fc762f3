import type { Fix } from '../../model/lint-report.ts';
import type { Rule } from '../rule.ts';

export const lowercaseExposeProtocol = {
  id: 'lowercase-expose-protocol',
  summary: 'the protocol of EXPOSE has capitals',
  why: 'The protocol of a port is tcp, udp or sctp, in lower case in the image’s config; tools that compare it as it stands do not know 53/UDP. Write it in lower case.',
  severity: 'style',
  equivalents: ['buildkit:ExposeProtoCasing'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nEXPOSE 53/UDP 80/tcp\n', fixed: 'FROM debian:12\nEXPOSE 53/udp 80/tcp\n', lines: [2] },
    {
      dockerfile: 'FROM debian:12\nONBUILD EXPOSE 80/Tcp 81/TCP\n',
      fixed: 'FROM debian:12\nONBUILD EXPOSE 80/tcp 81/tcp\n',
      lines: [2, 2],
    },
  ],
  good: [{ dockerfile: 'FROM debian:12\nEXPOSE 53/udp 80\n' }, { dockerfile: 'FROM debian:12\nEXPOSE $PORT/$PROTO ${PORT}/tcp\n' }],
  *check({ instructions }) {
    for (const { keyword, instruction } of instructions)
      for (const { text, span } of keyword === 'EXPOSE' ? instruction.arguments : [])
        if (/\/[a-z]*[A-Z][a-zA-Z]*$/.test(text)) {
          const lower = text.slice(0, text.lastIndexOf('/')) + text.slice(text.lastIndexOf('/')).toLowerCase();
          const fix: Fix = { title: `write ${lower}`, safety: 'safe', edits: [{ ...span, text: lower }] };
          yield { span, message: `protocols are written in lower case: ${lower}`, fix };
        }
  },
} as const satisfies Rule;
