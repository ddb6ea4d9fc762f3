import { buildCommand } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { COLOUR_FLAG, SOURCE_FLAGS, type SourceFlags } from '../flags.ts';
import type { ColourChoice } from '../terminal.ts';

export interface ScanFlags extends SourceFlags {
  readonly format:
    | 'table'
    | 'json'
    | 'sarif'
    | 'cyclonedx'
    | 'cyclonedx-vex'
    | 'openvex'
    | 'junit'
    | 'gitlab'
    | 'markdown'
    | 'html'
    | 'template';
  readonly by?: 'layer' | 'package' | 'ancestor';
  readonly template?: string;
  readonly vex?: readonly string[];
  readonly vexAttached?: boolean;
  readonly config?: string;
  readonly ignoreFiles: boolean;
  readonly showSuppressed?: boolean;
  readonly secrets?: boolean;
  readonly surface?: boolean;
  readonly timestamp?: boolean;
  readonly dockerfile?: string;
  readonly only?: string;
  readonly ignoreBase?: boolean;
  readonly fixed?: boolean;
  readonly severity?: string;
  readonly failOn?: 'critical' | 'high' | 'medium' | 'low' | 'any';
  readonly severityFrom?: string;
  readonly json?: boolean;
  readonly color: ColourChoice;
}

export const scanCommand = buildCommand<ScanFlags, [string], CliContext>({
  loader: async () => (await import('../run-scan.ts')).runScan,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: String,
          brief: 'Image, in any form that trace takes; an SBOM (CycloneDX or SPDX in JSON, package URLs); or a folder of files',
          placeholder: 'IMAGE|SBOM|FOLDER',
        },
      ],
    },
    flags: {
      format: {
        kind: 'enum',
        values: ['table', 'json', 'sarif', 'cyclonedx', 'cyclonedx-vex', 'openvex', 'junit', 'gitlab', 'markdown', 'html', 'template'],
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
      only: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Findings of one owner: you, base, or an ancestor by name',
        placeholder: 'owner',
      },
      ignoreBase: { kind: 'boolean', optional: true, withNegated: false, brief: 'Leave out what ancestors brought' },
      fixed: { kind: 'boolean', optional: true, withNegated: false, brief: 'Only findings that some version mends' },
      severity: { kind: 'parsed', parse: String, optional: true, brief: 'Only these levels: critical,high,unknown', placeholder: 'levels' },
      failOn: {
        kind: 'enum',
        values: ['critical', 'high', 'medium', 'low', 'any'],
        optional: true,
        brief: 'Exit with 1 where a finding is that severe or worse (any: unknown ones too); support that has ended counts as high',
      },
      severityFrom: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Whose severity goes first: distribution,nvd,ghsa,cisa-adp,cna',
        placeholder: 'sources',
      },
      by: {
        kind: 'enum',
        values: ['layer', 'package', 'ancestor'],
        optional: true,
        brief: 'Put findings together by this, not by who has to act (table, markdown, html)',
      },
      vex: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'VEX document to go by: OpenVEX, CycloneDX or CSAF; may be given again',
        placeholder: 'file',
      },
      vexAttached: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'Go by VEX documents attached to the image too; their signatures are not verified',
      },
      config: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Rules of what to ignore, in place of .fromage.yaml here: docs/suppressing.md',
        placeholder: 'file',
      },
      ignoreFiles: {
        kind: 'boolean',
        default: true,
        brief: 'Go by .fromage.yaml, .trivyignore, .trivyignore.yaml and .grype.yaml in the working folder',
      },
      showSuppressed: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'List what VEX and ignore files suppress (table)',
      },
      secrets: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'Search the contents of all files of all layers for secrets',
      },
      surface: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'List all of what the image exposes: shells, tools, setuid files (table)',
      },
      template: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Template to fill in (-o template): docs/templates.md',
        placeholder: 'file',
      },
      timestamp: { kind: 'boolean', optional: true, withNegated: false, brief: 'State the time now, in formats that have one' },
      json: { kind: 'boolean', optional: true, withNegated: false, brief: 'The same as --format json' },
      ...SOURCE_FLAGS,
      color: COLOUR_FLAG,
    },
    aliases: { o: 'format' },
  },
  docs: {
    customUsage: ['[flags] IMAGE|SBOM|FOLDER'],
    brief: 'List the vulnerabilities of an image, and who has to mend each',
    fullDescription: [
      'Says first who brought how many, then what is to be done: upgrade what is yours, rebuild on a base that has the fix, move to another',
      'base, or wait. Nothing is downloaded: the data is what came with the program and what fromage db fetched, and the answer says how',
      'many of the packages it covers, and to what day. What it does not know is told as unknown, never as none.',
      '',
      'What the image exposes beside that comes last: its user, shells, package managers, tools, setuid files, and secrets, deleted ones that',
      'are still shipped among them. No secret is ever shown.',
      '',
      'What VEX documents call not affected or fixed, and what ignore files name, is counted apart and fails no gate (--fail-on).',
      '',
      'Examples:',
      '  fromage scan app.tar',
      '  fromage scan app.tar --dockerfile Dockerfile --ignore-base',
      '  fromage scan httpd:2.4 --fixed --fail-on high',
      '  fromage scan oci:layout -o json',
      '  fromage scan app.tar --surface --secrets',
      '  fromage scan app.tar --vex openvex.json --show-suppressed',
      '  fromage scan app.tar --dockerfile Dockerfile -o sarif > app.sarif',
      '  fromage scan app.tar --template team.html > app.html',
    ].join('\n'),
  },
});
