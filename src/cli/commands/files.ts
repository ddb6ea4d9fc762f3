import { buildCommand } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { COLOUR_FLAG, SOURCE_FLAGS, type SourceFlags } from '../flags.ts';
import type { ColourChoice } from '../terminal.ts';

export interface FilesFlags extends SourceFlags {
  readonly layer?: number;
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
      'without a slash it is of the name alone.',
      '',
      'Examples:',
      "  fromage files app.tar '*.conf'",
      "  fromage files httpd:2.4 'usr/local/**'",
      '  fromage files app.tar --layer 3',
    ].join('\n'),
  },
});
