import { buildCommand, buildRouteMap } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { SOURCE_FLAGS, type SourceFlags } from '../flags.ts';

/** Nothing here asks the network; scripts give the flag to every command. */
const OFFLINE_FLAG = {
  kind: 'boolean',
  optional: true,
  withNegated: false,
  brief: 'Never ask the network (this command never does)',
} as const;

const JSON_FLAG = { kind: 'boolean', optional: true, withNegated: false, brief: 'Write JSON' } as const;

export interface AddFlags extends SourceFlags {
  readonly dir?: string;
  readonly registry?: string;
  readonly as?: string;
  readonly base?: boolean;
  readonly verify?: boolean;
  readonly json?: boolean;
}

const add = buildCommand<AddFlags, string[], CliContext>({
  loader: async () => (await import('../run-index.ts')).runAdd,
  parameters: {
    positional: { kind: 'array', parameter: { parse: String, brief: 'Image, in any form that trace takes', placeholder: 'IMAGE' } },
    flags: {
      dir: { kind: 'parsed', parse: String, optional: true, brief: 'Add every archive and layout in this folder', placeholder: 'folder' },
      registry: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Add every tag of a repository that fits',
        placeholder: 'host/repository[:tag-glob]',
      },
      as: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Remember the image under this name instead of its own',
        placeholder: 'reference',
      },
      base: { kind: 'boolean', optional: true, withNegated: false, brief: 'Your word that nothing is below them but scratch' },
      verify: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'Hash all layers, so that what is recognised by them is proven',
      },
      ...SOURCE_FLAGS,
      json: JSON_FLAG,
    },
  },
  docs: {
    customUsage: ['[flags] IMAGE...', '[flags] --dir FOLDER', '[flags] --registry HOST/REPOSITORY[:TAG-GLOB]'],
    brief: 'Add images that others are built upon',
    fullDescription: [
      'Adds images to your own index, so that images built upon them are recognised by their layers. Of an image in a',
      'registry manifest and config are read, never layers; all its platforms are added unless --platform names one.',
      '',
      'Examples:',
      '  fromage index add --base docker-archive:base.tar',
      '  fromage index add --dir ./images',
      '  fromage index add --registry registry.example.com/team/base:1.*',
    ].join('\n'),
  },
});

export interface StatusFlags {
  readonly offline?: boolean;
  readonly json?: boolean;
}

export interface ListFlags extends StatusFlags {
  readonly learned?: boolean;
}

const status = buildCommand<StatusFlags, [], CliContext>({
  loader: async () => (await import('../run-index.ts')).runStatus,
  parameters: { flags: { offline: OFFLINE_FLAG, json: JSON_FLAG } },
  docs: { brief: 'Show what the indexes hold, and as of when' },
});

const list = buildCommand<ListFlags, [], CliContext>({
  loader: async () => (await import('../run-index.ts')).runList,
  parameters: {
    flags: {
      learned: { kind: 'boolean', optional: true, withNegated: false, brief: 'Also those that traces learned' },
      offline: OFFLINE_FLAG,
      json: JSON_FLAG,
    },
  },
  docs: { brief: 'List the images you added' },
});

export interface RemoveFlags {
  readonly offline?: boolean;
  readonly all?: boolean;
  readonly learned?: boolean;
}

const remove = buildCommand<RemoveFlags, string[], CliContext>({
  loader: async () => (await import('../run-index.ts')).runRemove,
  parameters: {
    positional: { kind: 'array', parameter: { parse: String, brief: 'Name; without a tag all of its tags', placeholder: 'REFERENCE' } },
    flags: {
      offline: OFFLINE_FLAG,
      all: { kind: 'boolean', optional: true, withNegated: false, brief: 'Remove everything' },
      learned: { kind: 'boolean', optional: true, withNegated: false, brief: 'Remove only what traces learned' },
    },
  },
  docs: { brief: 'Remove images from your index' },
});

export const indexRoutes = buildRouteMap({
  routes: { add, status, list, remove },
  docs: { brief: 'Manage your own index of known images' },
});
