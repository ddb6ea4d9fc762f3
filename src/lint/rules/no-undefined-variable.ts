import type { Argument, Escape, Instruction } from '../../dockerfile/dockerfile.ts';
import type { LintContext, Report, Rule } from '../rule.ts';
import { type KnownVariables, suggestVariable, unknownVariablesIn } from '../variables.ts';

export const noUndefinedVariable = {
  id: 'no-undefined-variable',
  summary: 'an instruction uses a variable that nothing sets',
  why: 'A variable that no ARG or ENV of the stage sets is empty, and COPY $DIR/app /app then copies /app. ARGs before the first FROM do not reach a stage until it declares them. What the base image sets is not known from the file: of a stage on another image only names that look misspelt are told, but all in the presets strict and buildkit.',
  severity: 'warning',
  equivalents: ['buildkit:UndefinedVar'],
  recommended: true,
  bad: [
    { dockerfile: 'ARG DIR=a\nFROM scratch\nCOPY $DIR /a\n', lines: [3] },
    { dockerfile: 'FROM debian:12\nENV PATH=$PAHT:/opt\nARG VERSION\nLABEL v=$VERSON\n', lines: [2, 4], config: { preset: 'recommended' } },
    { dockerfile: 'FROM debian:12\nUSER $WHO\n', lines: [2] },
    { dockerfile: 'FROM scratch AS a\nENV x=1\nFROM scratch\nWORKDIR /$x\n', lines: [4] },
  ],
  good: [
    { dockerfile: 'FROM scratch AS a\nARG x\nENV y=$x\nFROM a\nCOPY $x$y ${z:-z} /a/$PATH\n' },
    { dockerfile: 'FROM debian:12\nRUN echo $x\nCMD $x\nONBUILD COPY $x /x\nENV z=\\$x\n' },
    { dockerfile: 'FROM eclipse-temurin:21\nENV PATH=$PATH:$JAVA_HOME/bin\n', config: { preset: 'recommended' } },
  ],
  *check(context) {
    const ends: KnownVariables[] = [];
    for (const { base, instructions } of context.stages) {
      const own = new Set<string>();
      const known: KnownVariables = { own, below: (base.kind === 'stage' ? ends[base.stage] : null) ?? EVERYWHERE };
      const tellsAll = context.config.preset !== 'recommended' || isFromScratch(context, base);
      for (const instruction of instructions) {
        yield* unknownIn(instruction, known, tellsAll, context.dockerfile.escape);
        if (instruction.keyword === 'ARG' || instruction.keyword === 'ENV') for (const { name } of instruction.pairs) own.add(name.text);
      }
      ends.push(known);
    }
  },
} as const satisfies Rule;

function* unknownIn(instruction: Instruction, known: KnownVariables, tellsAll: boolean, escape: Escape): Iterable<Report> {
  for (const { text, span } of expandedIn(instruction))
    for (const name of unknownVariablesIn(text, known, escape)) {
      const near = suggestVariable(name, known);
      const rest = near === null ? ', unless the base image does' : `: is ${near} meant`;
      if (near !== null || tellsAll) yield { span, message: `nothing sets ${name}${rest}` };
    }
}

/** Builders set it where nobody does. */
const EVERYWHERE: KnownVariables = { own: new Set(['PATH']), below: null };

function isFromScratch({ stages }: LintContext, base: LintContext['stages'][number]['base']): boolean {
  let under = base;
  for (let steps = 0; under.kind === 'stage' && steps < stages.length; steps += 1) under = stages[under.stage]?.base ?? { kind: 'scratch' };
  return under.kind === 'scratch';
}

const EXPANDED: ReadonlySet<string> = new Set(['ADD', 'COPY', 'EXPOSE', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR']);

/** The texts in which the builder, and no shell, puts values in the place of variables. */
function expandedIn({ keyword, arguments: words, pairs, flags }: Instruction): readonly Argument[] {
  if (EXPANDED.has(keyword)) {
    const owners = flags.filter(({ name }) => name === 'chown' || name === 'chmod');
    return [...owners.map(({ value, span }) => ({ text: value ?? '', span })), ...words];
  }
  if (keyword === 'ARG') return pairs.flatMap(({ value }) => (value === null ? [] : [value]));
  if (keyword === 'ENV' || keyword === 'LABEL') return pairs.flatMap(({ name, value }) => (value === null ? [name] : [name, value]));
  return [];
}
