import { buildCommand } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { COLOUR_FLAG, SOURCE_FLAGS, type SourceFlags } from '../flags.ts';
import type { ColourChoice } from '../terminal.ts';

export interface OutdatedFlags extends SourceFlags {
  readonly buildArg?: readonly string[];
  readonly exitCode?: boolean;
  readonly json?: boolean;
  readonly color: ColourChoice;
}

export const outdatedCommand = buildCommand<OutdatedFlags, string[], CliContext>({
  loader: async () => (await import('../run-outdated.ts')).runOutdated,
  parameters: {
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: { parse: String, brief: 'Dockerfiles, folders with one, and images', placeholder: 'DOCKERFILE|IMAGE' },
    },
    flags: {
      buildArg: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        optional: true,
        brief: 'Value of an ARG of the Dockerfile',
        placeholder: 'NAME=value',
      },
      exitCode: { kind: 'boolean', optional: true, withNegated: false, brief: 'Exit with 1 where a base is behind its tag' },
      json: { kind: 'boolean', optional: true, withNegated: false, brief: 'Write JSON' },
      ...SOURCE_FLAGS,
      color: COLOUR_FLAG,
    },
  },
  docs: {
    customUsage: ['[flags] DOCKERFILE|IMAGE…'],
    brief: 'Tell whether bases are what their tags mean now',
    fullDescription: [
      'Asks the registries of all images that a Dockerfile names, or that an image stands on, what their tags mean now: whether a pinned',
      'digest is behind, how many days, and which versions moved. Only manifests and configurations are read.',
      '',
      'Examples:',
      '  fromage outdated Dockerfile',
      '  fromage outdated app.tar --exit-code',
    ].join('\n'),
  },
});
