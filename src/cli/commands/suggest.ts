import { buildCommand } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { COLOUR_FLAG, SOURCE_FLAGS, type SourceFlags } from '../flags.ts';
import type { ColourChoice } from '../terminal.ts';

export interface SuggestFlags extends SourceFlags {
  readonly file?: string;
  readonly buildArg?: readonly string[];
  readonly target?: string;
  readonly apply?: boolean;
  readonly to?: string;
  readonly with?: string;
  readonly json?: boolean;
  readonly color: ColourChoice;
}

export const suggestCommand = buildCommand<SuggestFlags, [string?], CliContext>({
  loader: async () => (await import('../run-suggest.ts')).runSuggest,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: String,
          optional: true,
          brief: 'Dockerfile, folder with one, image, or the name of a base',
          placeholder: 'DOCKERFILE|IMAGE',
        },
      ],
    },
    flags: {
      file: { kind: 'parsed', parse: String, optional: true, brief: 'Dockerfile, whatever its name', placeholder: 'path' },
      buildArg: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        optional: true,
        brief: 'Value of an ARG of the Dockerfile',
        placeholder: 'NAME=value',
      },
      target: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Stage of the Dockerfile that is built, instead of the last',
        placeholder: 'stage',
      },
      apply: { kind: 'boolean', optional: true, withNegated: false, brief: 'Write the first suggestion into the Dockerfile' },
      to: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'The suggestion that is shown as a change and written, instead of the first',
        placeholder: 'tag',
      },
      with: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Base, in any form, on which the image’s own layers are tried by their files',
        placeholder: 'IMAGE',
      },
      json: { kind: 'boolean', optional: true, withNegated: false, brief: 'Write JSON' },
      ...SOURCE_FLAGS,
      color: COLOUR_FLAG,
    },
    aliases: { f: 'file' },
  },
  docs: {
    customUsage: ['[flags] DOCKERFILE|FOLDER|IMAGE', '[flags] --file DOCKERFILE'],
    brief: 'Suggest a better base for a Dockerfile or an image',
    fullDescription: [
      'Looks at the other builds of the same official image: its newest patch, later versions, smaller variants, other systems; ranked by',
      'support, findings, risk and size. Risks are what may break: another libc or package manager, a new major version, a shell that a',
      'line asks for. What is not known is told as ?, never as 0.',
      '',
      'Examples:',
      '  fromage suggest Dockerfile',
      '  fromage suggest httpd:2.4 --offline',
      '  fromage suggest app.tar --with new-base.tar',
      '  fromage suggest . --apply --to 2.4-alpine',
    ].join('\n'),
  },
});
