import { buildCommand, buildRouteMap } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { SOURCE_FLAGS } from '../flags.ts';

const JSON_FLAG = { kind: 'boolean', optional: true, withNegated: false, brief: 'Write JSON' } as const;

/** Nothing here asks the network; scripts give the flag to every command. */
const OFFLINE_FLAG = {
  kind: 'boolean',
  optional: true,
  withNegated: false,
  brief: 'Never ask the network (this command never does)',
} as const;

const NAME_FLAG = { kind: 'parsed', parse: String, optional: true, brief: 'What the database is called', placeholder: 'name' } as const;

export interface DbStatusFlags {
  readonly offline?: boolean;
  readonly json?: boolean;
}

const status = buildCommand<DbStatusFlags, [], CliContext>({
  loader: async () => (await import('../run-db.ts')).runDbStatus,
  parameters: { flags: { offline: OFFLINE_FLAG, json: JSON_FLAG } },
  docs: {
    brief: 'Show the databases: what is in each, of which day, and whether it is all there is',
    fullDescription: [
      'A set is what one publisher says of one release. Of a set that is whole in a newer database the older is not used; else the newer',
      'form of each advisory counts. So databases add to each other, and a new version of the program takes nothing from you.',
    ].join('\n'),
  },
});

export interface DbImportFlags {
  readonly name?: string;
  readonly complete?: readonly string[];
  readonly date?: string;
  readonly offline?: boolean;
  readonly json?: boolean;
}

const importCommand = buildCommand<DbImportFlags, string[], CliContext>({
  loader: async () => (await import('../run-db.ts')).runDbImport,
  parameters: {
    positional: { kind: 'array', parameter: { parse: String, brief: 'File or folder', placeholder: 'PATH' } },
    flags: {
      name: NAME_FLAG,
      complete: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        optional: true,
        brief: 'Your word that all of this ecosystem is in it; may be given several times',
        placeholder: 'ecosystem',
      },
      date: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'The day it was true, where it does not say',
        placeholder: '2026-05-30',
      },
      offline: OFFLINE_FLAG,
      json: JSON_FLAG,
    },
  },
  docs: {
    customUsage: ['[flags] PATH...'],
    brief: 'Make a database of files with advisories',
    fullDescription: [
      'Reads OSV records (alone, in .jsonl, .gz, .zip or folders) and the feeds of docs/feeds.md, and databases that were exported. The',
      'database is called after the path, or by --name; one of that name is replaced as a whole. What can not be read is told and passed',
      'over (exit code 4), and the rest is used.',
      '',
      'Examples:',
      '  fromage db import all.zip --name osv-npm --complete npm --date 2026-05-30',
      '  fromage db import advisories/',
    ].join('\n'),
  },
});

export interface DbUpdateFlags {
  readonly from?: string;
  readonly offline?: boolean;
  readonly json?: boolean;
}

const update = buildCommand<DbUpdateFlags, string[], CliContext>({
  loader: async () => (await import('../run-db.ts')).runDbUpdate,
  parameters: {
    positional: { kind: 'array', parameter: { parse: String, brief: 'As OSV writes it: npm, Debian:12', placeholder: 'ECOSYSTEM' } },
    flags: {
      from: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Mirror: asked for URL/HOST/PATH of each feed (or FROMAGE_DB_URL)',
        placeholder: 'url',
      },
      offline: { kind: 'boolean', optional: true, withNegated: false, brief: 'Never ask the network: refuses' },
      json: JSON_FLAG,
    },
  },
  docs: {
    customUsage: ['[flags]', '[flags] ECOSYSTEM...'],
    brief: 'Fetch what is newer: of the ecosystems named, or those that scans met',
    fullDescription: [
      'Each feed becomes a database of its own, replaced as a whole when its source has something newer. With any ecosystem come what is',
      'known to be exploited (CISA) and how likely that is (FIRST). docs/feeds.md lists the ecosystems. What fails is told (exit code 4) and',
      'stays as it was. Proxies and certificates are those of the environment: HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE.',
      '',
      'Examples:',
      '  fromage db update',
      '  fromage db update Debian:12 npm "Red Hat"',
    ].join('\n'),
  },
});

export interface DbExportFlags {
  readonly offline?: boolean;
  readonly json?: boolean;
}

const exportCommand = buildCommand<DbExportFlags, [string], CliContext>({
  loader: async () => (await import('../run-db.ts')).runDbExport,
  parameters: {
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'File to write', placeholder: 'FILE' }] },
    flags: { offline: OFFLINE_FLAG, json: JSON_FLAG },
  },
  docs: { brief: 'Write what all databases say together to one file, which fromage db import reads' },
});

export interface DbShareFlags {
  readonly offline?: boolean;
  readonly tlsVerify?: boolean;
  readonly plainHttp?: boolean;
  readonly json?: boolean;
}

export interface DbPullFlags extends DbShareFlags {
  readonly name?: string;
}

const SHARE_FLAGS = {
  offline: { kind: 'boolean', optional: true, withNegated: false, brief: 'Never ask the network: refuses' },
  tlsVerify: SOURCE_FLAGS.tlsVerify,
  plainHttp: SOURCE_FLAGS.plainHttp,
  json: JSON_FLAG,
} as const;

const push = buildCommand<DbShareFlags, [string], CliContext>({
  loader: async () => (await import('../run-db.ts')).runDbPush,
  parameters: {
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'Where to put it, with its tag', placeholder: 'REFERENCE' }] },
    flags: SHARE_FLAGS,
  },
  docs: { brief: 'Put what all databases say together into a registry, for machines that reach nothing else' },
});

const pull = buildCommand<DbPullFlags, [string], CliContext>({
  loader: async () => (await import('../run-db.ts')).runDbPull,
  parameters: {
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'Where it was put', placeholder: 'REFERENCE' }] },
    flags: { name: NAME_FLAG, ...SHARE_FLAGS },
  },
  docs: { brief: 'Make a database of what was put into a registry; it is called pulled, or by --name, and one of that name is replaced' },
});

const remove = buildCommand<{ readonly offline?: boolean }, [string], CliContext>({
  loader: async () => (await import('../run-db.ts')).runDbRemove,
  parameters: {
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'Name of a database of yours', placeholder: 'NAME' }] },
    flags: { offline: OFFLINE_FLAG },
  },
  docs: { brief: 'Remove a database of yours' },
});

export const dbRoutes = buildRouteMap({
  routes: { status, import: importCommand, update, export: exportCommand, push, pull, remove },
  docs: { brief: 'Manage the databases of advisories that scans look into' },
});
