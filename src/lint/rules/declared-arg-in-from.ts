import { readFrom } from '../../dockerfile/read-from.ts';
import type { Span } from '../../dockerfile/span.ts';
import { PLATFORM_ARGUMENTS } from '../../dockerfile/scope.ts';
import type { Rule } from '../rule.ts';
import { suggestVariable, unknownVariablesIn } from '../variables.ts';

export const declaredArgInFrom = {
  id: 'declared-arg-in-from',
  summary: 'FROM uses a variable that no ARG before it declares',
  why: 'FROM knows only the ARGs that stand before the first FROM, and the platforms that builders set. Any other variable is empty, so that the image is another one than was meant, or none. Declare it above: ARG VERSION=12.',
  severity: 'warning',
  equivalents: ['buildkit:UndefinedArgInFrom'],
  recommended: true,
  bad: [
    { dockerfile: 'ARG VERSION=12\nFROM debian:$VERSON\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nARG p\nFROM --platform=linux/$p debian:$q\n', lines: [3, 3] },
  ],
  good: [{ dockerfile: 'ARG VERSION\nFROM --platform=$BUILDPLATFORM debian:$VERSION\n' }, { dockerfile: 'FROM debian:${VERSION:-12}\n' }],
  *check({ instructions, stages, dockerfile }) {
    const declared = instructions
      .filter(({ stage, keyword }) => stage < 0 && keyword === 'ARG')
      .flatMap(({ instruction }) => instruction.pairs);
    const known = { own: new Set(declared.map(({ name }) => name.text)), below: { own: PLATFORM_ARGUMENTS, below: null } };
    for (const { from } of stages) {
      const { image, platform } = readFrom(from);
      const texts: readonly (readonly [string, Span])[] = [
        ...(platform?.value === null || platform === null ? [] : [[platform.value, platform.span] as const]),
        ...(image === null ? [] : [[image.text, image.span] as const]),
      ];
      for (const [text, span] of texts)
        for (const name of unknownVariablesIn(text, known, dockerfile.escape)) {
          const near = suggestVariable(name, known);
          yield { span, message: `no ARG before the first FROM declares ${name}${near === null ? '' : `: is ${near} meant`}` };
        }
    }
  },
} as const satisfies Rule;
