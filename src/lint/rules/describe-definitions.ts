import type { Dockerfile, Instruction } from '../../dockerfile/dockerfile.ts';
import { readFrom } from '../../dockerfile/read-from.ts';
import type { Rule } from '../rule.ts';

const NAME = 'InvalidDefinitionDescription';

export const describeDefinitions = {
  id: 'describe-definitions',
  summary: 'the comment above an ARG or a stage does not begin with its name',
  why: 'docker build --call=outline and --list=targets show what comments say of ARGs and stages, where they begin with the name: "# version of the program" is read for an ARG named version, and for no other. As in BuildKit it is an experiment: it is told only in files with "# check=experimental=InvalidDefinitionDescription". Put an empty line between where a comment is about something else.',
  severity: 'style',
  equivalents: [`buildkit:${NAME}`],
  recommended: true,
  bad: [
    {
      dockerfile: `# check=experimental=${NAME}\n# the version\nARG version=1\n# a base\n# to build on\nFROM debian:12 AS base\n`,
      lines: [3, 6],
    },
    { dockerfile: `# check=skip=none;experimental=all\nFROM debian:12\n# c is what\nARG a=1 b=2\n`, lines: [4] },
  ],
  good: [
    {
      dockerfile: `# check=experimental=${NAME}\n# version of it\nARG version=1\n# something else\n\nFROM debian:12 AS base\n#\nARG b\n# nameless\nFROM base\n# b or a\nARG a=1 b=2\n# text\nRUN a\n`,
    },
    { dockerfile: '# the version\nARG version=1\n' },
  ],
  *check({ dockerfile }) {
    if (!isAsked(dockerfile)) return;
    for (const [at, item] of dockerfile.items.entries()) {
      if (item.kind !== 'instruction') continue;
      const names = namesOf(item);
      const comments = commentsAbove(dockerfile, at);
      if (names.length === 0 || comments.length === 0 || comments.some((text) => names.includes(text.split(/\s/)[0] ?? ''))) continue;
      const wanted = names.length === 1 ? (names[0] ?? '') : 'name';
      yield { span: item.span, message: `the comment above does not describe this ${item.keyword}: it would begin with "# ${wanted} "` };
    }
  },
} as const satisfies Rule;

function isAsked({ directives }: Dockerfile): boolean {
  const options = directives.filter(({ name }) => name === 'check').flatMap(({ value }) => value.split(';'));
  const [, list = ''] = options.map((option) => option.split('=')).find(([key]) => key?.trim() === 'experimental') ?? [];
  return list.split(',').some((name) => name.trim() === 'all' || name.trim() === NAME);
}

function namesOf(instruction: Instruction): readonly string[] {
  if (instruction.keyword === 'ARG') return instruction.pairs.map(({ name }) => name.text);
  const name = instruction.keyword === 'FROM' ? readFrom(instruction).name : null;
  return name === null ? [] : [name.text];
}

/** What the comments right above say; none of those that speak to a linter. */
function commentsAbove({ items }: Dockerfile, at: number): readonly string[] {
  const found: string[] = [];
  for (let above = at - 1; above >= 0; above -= 1) {
    const item = items[above];
    if (item?.kind !== 'comment') break;
    if (item.text !== '' && !/^(hadolint|fromage|check)[\s=]/i.test(item.text)) found.push(item.text);
  }
  return found;
}
