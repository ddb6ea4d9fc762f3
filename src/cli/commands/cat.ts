import { buildCommand } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { SOURCE_FLAGS, type SourceFlags } from '../flags.ts';

export interface CatFlags extends SourceFlags {
  readonly layer?: number;
  readonly force?: boolean;
}

export const catCommand = buildCommand<CatFlags, [string, string], CliContext>({
  loader: async () => (await import('../run-cat.ts')).runCat,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: String, brief: 'Image, in any form that trace takes', placeholder: 'IMAGE' },
        { parse: String, brief: 'Path within the image', placeholder: 'PATH' },
      ],
    },
    flags: {
      layer: {
        kind: 'parsed',
        parse: Number,
        optional: true,
        brief: 'As this layer left it (1 is the lowest): also what a later one hid',
        placeholder: 'n',
      },
      force: { kind: 'boolean', optional: true, withNegated: false, brief: 'Write to a terminal what is no text' },
      ...SOURCE_FLAGS,
    },
  },
  docs: {
    customUsage: ['[flags] IMAGE PATH'],
    brief: 'Write a file of an image to standard output',
    fullDescription: [
      'Symbolic links are followed within the image. Of a compressed layer nothing is written before all of it was read and is what',
      'its digests say. What is no text goes to a terminal with --force only; to a file or a pipe it always goes.',
      '',
      'Examples:',
      '  fromage cat app.tar /etc/os-release',
      '  fromage cat httpd:2.4 etc/passwd --layer 1',
      '  fromage cat app.tar /usr/bin/env > env',
    ].join('\n'),
  },
});
