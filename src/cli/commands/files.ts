import { buildCommand } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { COLOUR_FLAG, SOURCE_FLAGS, type SourceFlags } from '../flags.ts';
import type { ColourChoice } from '../terminal.ts';

export interface FilesFlags extends SourceFlags {
  readonly layer?: number;
  readonly diff?: string;
  readonly addedBy?: string;
  readonly tree?: boolean;
  readonly json?: boolean;
  readonly color: ColourChoice;
}

export const filesCommand = buildCommand<FilesFlags, [string, ...string[]], CliContext>({
  loader: async () => (await import('../run-files.ts')).runFiles,
  parameters: {
    positional: { kind: 'array', minimum: 1, parameter: { parse: String, brief: 'Image, then globs of paths', placeholder: 'IMAGE' } },
    flags: {
      layer: {
        kind: 'parsed',
        parse: Number,
        optional: true,
        brief: 'What this layer did (1 is the lowest), instead of what all make together',
        placeholder: 'n',
      },
      diff: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'What all layers above A up to B did together (0 is below all)',
        placeholder: 'A..B',
      },
      addedBy: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Only what one image of the chain brought: you, or the name of an ancestor',
        placeholder: 'you|name',
      },
      tree: { kind: 'boolean', optional: true, withNegated: false, brief: 'Draw folders as a tree' },
      json: { kind: 'boolean', optional: true, withNegated: false, brief: 'Write JSON' },
      ...SOURCE_FLAGS,
      color: COLOUR_FLAG,
    },
  },
  docs: {
    customUsage: ['[flags] IMAGE [GLOB...]'],
    brief: 'List the files of an image, each with the ancestor that brought it',
    fullDescription: [
      'A line a path: mode, size, layer, who brought it. A glob has * and ? within a part of the path and ** for any number of parts;',
      'without a slash it is of the name alone. With --layer and --diff a sign stands first: + added, ~ changed, - removed.',
      '',
      'Examples:',
      "  fromage files app.tar '*.conf'",
      "  fromage files httpd:2.4 'usr/local/**'",
      '  fromage files app.tar --layer 3',
      '  fromage files app.tar --diff 2..5 --tree',
      '  fromage files app.tar --added-by you',
    ].join('\n'),
  },
});
