import { buildCommand } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { COLOUR_FLAG, SOURCE_FLAGS, type SourceFlags } from '../flags.ts';
import type { ColourChoice } from '../terminal.ts';

export interface CompareFlags extends SourceFlags {
  readonly format: 'table' | 'json' | 'markdown' | 'html';
  readonly json?: boolean;
  readonly color: ColourChoice;
}

export const compareCommand = buildCommand<CompareFlags, string[], CliContext>({
  loader: async () => (await import('../run-compare.ts')).runCompare,
  parameters: {
    positional: {
      kind: 'array',
      minimum: 2,
      parameter: {
        parse: String,
        brief: 'Images, in any form that trace takes; the first is what others are held against',
        placeholder: 'IMAGE',
      },
    },
    flags: {
      format: { kind: 'enum', values: ['table', 'json', 'markdown', 'html'], default: 'table', brief: 'How to write the answer' },
      json: { kind: 'boolean', optional: true, withNegated: false, brief: 'The same as --format json' },
      ...SOURCE_FLAGS,
      color: COLOUR_FLAG,
    },
    aliases: { o: 'format' },
  },
  docs: {
    customUsage: ['[flags] IMAGE IMAGE…'],
    brief: 'Compare images in a table: system, size, packages, vulnerabilities',
    fullDescription: [
      'A row an image: its operating system and the end of its support, size, layers, packages, findings in all, high and critical, and how',
      'much of that the data can know. Then what changes from the first image to each other one. Names that are not at hand are answered',
      'from the bundled lists of packages, where they know them.',
      '',
      'Examples:',
      '  fromage compare httpd:2.4 httpd:2.4-alpine --offline',
      '  fromage compare app-1.tar app-2.tar -o json',
      '  fromage compare app-1.tar app-2.tar -o html > apps.html',
    ].join('\n'),
  },
});
