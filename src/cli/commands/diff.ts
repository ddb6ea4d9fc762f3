import { buildCommand } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { COLOUR_FLAG, SOURCE_FLAGS, type SourceFlags } from '../flags.ts';
import type { ColourChoice } from '../terminal.ts';

export interface DiffFlags extends SourceFlags {
  readonly packages: boolean;
  readonly files: boolean;
  readonly content: boolean;
  readonly times?: boolean;
  readonly most: number;
  readonly exitCode?: boolean;
  readonly json?: boolean;
  readonly color: ColourChoice;
}

export const diffCommand = buildCommand<DiffFlags, [string, string], CliContext>({
  loader: async () => (await import('../run-diff.ts')).runDiff,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: String, brief: 'Image, in any form that trace takes', placeholder: 'IMAGE_A' },
        { parse: String, brief: 'The image to compare it with', placeholder: 'IMAGE_B' },
      ],
    },
    flags: {
      packages: { kind: 'boolean', default: true, brief: 'Compare packages' },
      files: { kind: 'boolean', default: true, brief: 'Compare files' },
      content: { kind: 'boolean', default: true, brief: 'Compare the bytes of files of one size (--no-content: their metadata only)' },
      times: { kind: 'boolean', optional: true, withNegated: false, brief: 'Tell files too that differ in nothing but their time' },
      most: { kind: 'parsed', parse: Number, default: '50', brief: 'How many lines of each list are shown', placeholder: 'n' },
      exitCode: { kind: 'boolean', optional: true, withNegated: false, brief: 'Exit with 1 where they differ' },
      json: { kind: 'boolean', optional: true, withNegated: false, brief: 'Write JSON' },
      ...SOURCE_FLAGS,
      color: COLOUR_FLAG,
    },
  },
  docs: {
    customUsage: ['[flags] IMAGE_A IMAGE_B'],
    brief: 'Show how two images differ: lineage, config, packages, files',
    fullDescription: [
      'What is added, removed and changed from A to B, with who brought it. Bytes are read only of files that have one size in both and',
      'lie in layers that are not the same; how the files are cut into layers makes no difference.',
      '',
      'Examples:',
      '  fromage diff app-1.tar app-2.tar',
      '  fromage diff httpd:2.4.65 httpd:2.4.66 --no-files',
      '  fromage diff oci:one oci:two --times --exit-code',
    ].join('\n'),
  },
});
