import { buildCommand } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { COLOUR_FLAG } from '../flags.ts';
import type { ColourChoice } from '../terminal.ts';

export interface ExplainFlags {
  readonly color: ColourChoice;
}

export const explainCommand = buildCommand<ExplainFlags, [string?], CliContext>({
  loader: async () => (await import('../run-explain.ts')).runExplain,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: String, optional: true, brief: 'Rule, by its name here or elsewhere; without one all are listed', placeholder: 'RULE' },
      ],
    },
    flags: { color: COLOUR_FLAG },
  },
  docs: {
    customUsage: ['[RULE]'],
    brief: 'Say what a rule of lint is about, why it matters, and what to do',
    fullDescription: ['Examples:', '  fromage explain', '  fromage explain no-sudo', '  fromage explain DL3008'].join('\n'),
  },
});
