import { buildCommand } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { COLOUR_FLAG, SOURCE_FLAGS, type SourceFlags } from '../flags.ts';
import type { ColourChoice } from '../terminal.ts';

export interface TraceFlags extends SourceFlags {
  readonly file?: string;
  readonly buildArg?: readonly string[];
  readonly target?: string;
  readonly dockerfile?: string;
  readonly layers?: boolean;
  readonly format: 'text' | 'json' | 'mermaid' | 'dot';
  readonly json?: boolean;
  readonly verify?: boolean;
  readonly learn: boolean;
  readonly color: ColourChoice;
}

export const traceCommand = buildCommand<TraceFlags, [string?], CliContext>({
  loader: async () => (await import('../run-trace.ts')).runTrace,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: String,
          optional: true,
          brief: 'Image (any form below), Dockerfile, folder with one, or - for standard input',
          placeholder: 'IMAGE|DOCKERFILE',
        },
      ],
    },
    flags: {
      file: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Dockerfile to trace, whatever its name (- for standard input)',
        placeholder: 'path',
      },
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
      dockerfile: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Dockerfile the image was built from: its lines are shown with the layers',
        placeholder: 'path',
      },
      layers: { kind: 'boolean', optional: true, withNegated: false, brief: 'List each layer: size, who brought it, instruction' },
      format: { kind: 'enum', values: ['text', 'json', 'mermaid', 'dot'], default: 'text', brief: 'How to write the answer' },
      json: { kind: 'boolean', optional: true, withNegated: false, brief: 'The same as --format json' },
      verify: { kind: 'boolean', optional: true, withNegated: false, brief: 'Read every layer and check it against its digests' },
      learn: { kind: 'boolean', default: true, brief: 'Remember the image, so that others are recognised by it' },
      ...SOURCE_FLAGS,
      color: COLOUR_FLAG,
    },
    aliases: { f: 'file', o: 'format' },
  },
  docs: {
    customUsage: ['[flags] IMAGE|DOCKERFILE|FOLDER|-', '[flags] --file DOCKERFILE'],
    brief: 'Show what an image or a Dockerfile is made FROM, down to scratch',
    fullDescription: [
      'Shows the lineage of an image or of what a Dockerfile makes: each ancestor down to scratch, which layers it brought,',
      'and how that is known: proven, attested, matched, inferred or claimed. The end is scratch only where everything is',
      'accounted for; otherwise it is unknown, with what is missing (exit code 4).',
      '',
      'An image is: docker-archive:FILE[:TAG], oci:FOLDER[:TAG], oci-archive:FILE[:TAG], docker://REFERENCE (registry),',
      'docker-daemon:REFERENCE, podman:REFERENCE, dir:FOLDER, - (standard input). Without a scheme: a path that exists is',
      'told by its content; otherwise an engine that has it, otherwise the registry. Layers are never fetched.',
      '',
      'Examples:',
      '  fromage trace .                              the Dockerfile in this folder',
      '  fromage trace -f Dockerfile.prod --build-arg VERSION=2.4 --target web',
      '  fromage trace httpd:2.4-alpine --offline     from the bundled index alone',
      '  fromage trace app.tar --dockerfile Dockerfile --layers',
      '  fromage trace ghcr.io/owner/app:1 --platform linux/arm64 --json',
    ].join('\n'),
  },
});
