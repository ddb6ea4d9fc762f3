import { buildCommand } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { COLOUR_FLAG, SOURCE_FLAGS, type SourceFlags } from '../flags.ts';
import type { ColourChoice } from '../terminal.ts';

export interface SbomFlags extends SourceFlags {
  readonly format: 'table' | 'purls' | 'json' | 'cyclonedx-json' | 'cyclonedx-xml' | 'spdx-json' | 'spdx-tag';
  readonly attached?: boolean;
  readonly timestamp?: boolean;
  readonly dockerfile?: string;
  readonly json?: boolean;
  readonly color: ColourChoice;
}

export const sbomCommand = buildCommand<SbomFlags, [string], CliContext>({
  loader: async () => (await import('../run-catalog.ts')).runSbom,
  parameters: {
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'Image, in any form that trace takes', placeholder: 'IMAGE' }] },
    flags: {
      format: {
        kind: 'enum',
        values: ['table', 'purls', 'json', 'cyclonedx-json', 'cyclonedx-xml', 'spdx-json', 'spdx-tag'],
        default: 'table',
        brief: 'How to write the answer',
      },
      dockerfile: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Dockerfile the image was built from: its lines are told',
        placeholder: 'path',
      },
      attached: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'Show the SBOMs that are attached to the image instead',
      },
      timestamp: { kind: 'boolean', optional: true, withNegated: false, brief: 'State the time now in CycloneDX and SPDX' },
      json: { kind: 'boolean', optional: true, withNegated: false, brief: 'The same as --format json' },
      ...SOURCE_FLAGS,
      color: COLOUR_FLAG,
    },
    aliases: { o: 'format' },
  },
  docs: {
    customUsage: ['[flags] IMAGE'],
    brief: 'List the packages of an image, each with the ancestor that brought it',
    fullDescription: [
      'Reads every layer once and lists the packages that are installed, each with the layer and the ancestor that brought it: the',
      'first layer from which on its database always has it, not the last one that wrote the database. What is read:',
      'docs/catalogers.md. What was found in the files of a distribution’s package is a part of that package. Packages that a layer',
      'removed are told too, for lower layers still ship them, and so is how many files belong to no package. The same image gives the',
      'same bytes.',
      '',
      'Examples:',
      '  fromage sbom app.tar',
      '  fromage sbom httpd:2.4 -o cyclonedx-json > httpd.cdx.json',
      '  fromage sbom oci:layout -o purls',
      '  fromage sbom registry.example.com/team/app:1 --attached -o spdx-json',
    ].join('\n'),
  },
});
