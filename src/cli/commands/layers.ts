import { buildCommand } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { COLOUR_FLAG, SOURCE_FLAGS, type SourceFlags } from '../flags.ts';
import type { ColourChoice } from '../terminal.ts';

export interface LayersFlags extends SourceFlags {
  readonly dockerfile?: string;
  readonly most: number;
  readonly ci?: boolean;
  readonly ciConfig?: string;
  readonly lowestEfficiency?: string;
  readonly highestWastedBytes?: string;
  readonly highestUserWastedPercent?: string;
  readonly json?: boolean;
  readonly color: ColourChoice;
}

export const layersCommand = buildCommand<LayersFlags, [string], CliContext>({
  loader: async () => (await import('../run-layers.ts')).runLayers,
  parameters: {
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'Image, in any form that trace takes', placeholder: 'IMAGE' }] },
    flags: {
      dockerfile: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Dockerfile the image was built from: its lines are shown',
        placeholder: 'path',
      },
      most: { kind: 'parsed', parse: Number, default: '10', brief: 'How many lines of each list are shown', placeholder: 'n' },
      ci: { kind: 'boolean', optional: true, withNegated: false, brief: "Exit with 1 where one of dive's rules fails" },
      ciConfig: { kind: 'parsed', parse: String, optional: true, brief: 'File of rules, instead of .dive-ci here', placeholder: 'path' },
      lowestEfficiency: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'With --ci: from 0 to 1, or disabled',
        placeholder: 'ratio',
      },
      highestWastedBytes: { kind: 'parsed', parse: String, optional: true, brief: 'With --ci: as 20MB, or disabled', placeholder: 'bytes' },
      highestUserWastedPercent: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'With --ci: wasted bytes by those above layer 1, from 0 to 1, or disabled',
        placeholder: 'ratio',
      },
      json: { kind: 'boolean', optional: true, withNegated: false, brief: 'Write JSON' },
      ...SOURCE_FLAGS,
      color: COLOUR_FLAG,
    },
  },
  docs: {
    customUsage: ['[flags] IMAGE'],
    brief: 'Show what each layer added, changed, removed and wasted',
    fullDescription: [
      'For each layer: who brought it, its instruction, the bytes of its files, the paths it added (+), changed (~) and removed (-),',
      'and the bytes that a later layer hid. Then what is shipped and cannot be seen, by cause, with the steps that brought and hid it,',
      'and the largest of these files; then what the image has and could do without: caches, temporary files, documentation.',
      '',
      'Efficiency and wasted bytes by the definitions of dive are told too, so that its thresholds hold. They count every copy of a',
      'file that several layers have, the one that is seen too, and no deleted folder. With --ci its rules are read from flags, else from',
      '.dive-ci, else they are its defaults: efficiency at least 0.9, wasted at most 0.1 of what is above layer 1.',
      '',
      'Examples:',
      '  fromage layers app.tar --dockerfile Dockerfile',
      '  fromage layers httpd:2.4 --json',
      '  fromage layers app.tar --ci --highest-wasted-bytes 20MB',
    ].join('\n'),
  },
});
