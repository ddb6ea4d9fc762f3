import { buildCommand } from '@stricli/core';
import type { LintThreshold } from '../../model/lint-report.ts';
import type { CliContext } from '../context.ts';
import { COLOUR_FLAG } from '../flags.ts';
import type { ColourChoice } from '../terminal.ts';

export interface LintFlags {
  readonly preset?: 'recommended' | 'strict' | 'hadolint' | 'buildkit';
  readonly config?: string;
  readonly ignore?: readonly string[];
  readonly failOn?: LintThreshold;
  readonly fix?: boolean;
  readonly unsafe?: boolean;
  readonly diff?: boolean;
  readonly stdinFilename?: string;
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly reportUnusedIgnores?: boolean;
  readonly gitignore: boolean;
  readonly format: 'text' | 'json' | 'summary' | 'sarif' | 'github' | 'gitlab' | 'checkstyle' | 'junit';
  readonly json?: boolean;
  readonly color: ColourChoice;
}

export const lintCommand = buildCommand<LintFlags, string[], CliContext>({
  loader: async () => (await import('../run-lint.ts')).runLint,
  parameters: {
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: {
        parse: String,
        brief: 'Dockerfiles, folders whose Dockerfiles are meant, or - for standard input',
        placeholder: 'DOCKERFILE|FOLDER',
      },
    },
    flags: {
      preset: {
        kind: 'enum',
        values: ['recommended', 'strict', 'hadolint', 'buildkit'],
        optional: true,
        brief: 'Which rules are on: those that help most, all, or those of another linter',
      },
      config: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Configuration instead of the nearest .fromage.yaml or .hadolint.yaml beside a Dockerfile or above it',
        placeholder: 'path',
      },
      ignore: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        optional: true,
        brief: 'Rule that is off, by its name here or elsewhere',
        placeholder: 'rule',
      },
      failOn: {
        kind: 'enum',
        values: ['error', 'warning', 'info', 'style', 'never'],
        optional: true,
        brief: 'Exit with 1 where something is that severe or worse; info unless the configuration says otherwise',
      },
      fix: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'Write the fixes that are safe into the files (of standard input: onto standard output)',
      },
      unsafe: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'With --fix or --diff: also those that a person should look at',
      },
      diff: { kind: 'boolean', optional: true, withNegated: false, brief: 'Show what --fix would change, and write nothing' },
      stdinFilename: { kind: 'parsed', parse: String, optional: true, brief: 'What standard input is called', placeholder: 'path' },
      baseline: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'File of what is known already and is not told again',
        placeholder: 'path',
      },
      writeBaseline: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'Write all that is told now into the file that --baseline names, and exit with 0',
      },
      reportUnusedIgnores: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'Tell of comments that silence nothing (the preset strict does)',
      },
      gitignore: { kind: 'boolean', default: true, brief: 'Pass over what git ignores, below folders' },
      format: {
        kind: 'enum',
        values: ['text', 'json', 'summary', 'sarif', 'github', 'gitlab', 'checkstyle', 'junit'],
        default: 'text',
        brief: 'How to write the answer',
      },
      json: { kind: 'boolean', optional: true, withNegated: false, brief: 'The same as --format json' },
      color: COLOUR_FLAG,
    },
    aliases: { o: 'format' },
  },
  docs: {
    customUsage: ['[flags] DOCKERFILE|FOLDER…'],
    brief: 'Check Dockerfiles for what makes images large, unsafe or hard to rebuild',
    fullDescription: [
      'Each rule has a name in words, and says what the same check is called elsewhere; comments and configurations for hadolint are read.',
      'A comment "# fromage ignore=RULE" above an instruction silences a rule there.',
      '',
      'Examples:',
      '  fromage lint Dockerfile',
      '  fromage lint Dockerfile --diff --unsafe',
      '  fromage lint . --preset hadolint --format json',
      '  fromage lint - --stdin-filename Dockerfile < Dockerfile',
    ].join('\n'),
  },
});
