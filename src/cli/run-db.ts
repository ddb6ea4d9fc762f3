import { databaseStatus, removeDatabase } from '../app/database-status.ts';
import { exportAdvisories } from '../app/export-advisories.ts';
import { importAdvisories } from '../app/import-advisories.ts';
import { pullAdvisories, pushAdvisories } from '../app/share-advisories.ts';
import type { Told } from '../app/told.ts';
import { updateAdvisories, type UpdatedDatabase } from '../app/update-advisories.ts';
import { EXIT } from '../model/error.ts';
import { writeDatabases } from '../report/databases-text.ts';
import { count, formatBytes, printable } from '../report/words.ts';
import type { DbExportFlags, DbImportFlags, DbPullFlags, DbShareFlags, DbStatusFlags, DbUpdateFlags } from './commands/db.ts';
import type { CliContext } from './context.ts';
import { settingsOf } from './settings.ts';
import { withPorts } from './with-ports.ts';

/** `fromage db status`: exit code 4 where a database can't be read. */
export async function runDbStatus(this: CliContext, flags: DbStatusFlags): Promise<void> {
  const databases = await withPorts(this.host, true, (ports) => databaseStatus(ports));
  if (flags.json === true) print(this, JSON.stringify({ databases }, null, 2));
  else this.host.stdout.write(writeDatabases(databases));
  this.finish(databases.some(({ problem }) => problem !== null) ? EXIT.incomplete : EXIT.fine);
}

/** `fromage db import`: exit code 4 where something was passed over. */
export async function runDbImport(this: CliContext, flags: DbImportFlags, ...paths: string[]): Promise<void> {
  const request = { paths, name: flags.name ?? null, complete: flags.complete ?? [], date: flags.date ?? null };
  const imported = await withPorts(this.host, true, ({ store }) => importAdvisories(request, store));
  if (flags.json === true) print(this, JSON.stringify(imported, null, 2));
  else {
    const { name, size, taken, files } = imported;
    print(this, `${name}: ${count(taken, 'advisory', 'advisories')} of ${count(files, 'file')}, ${formatBytes(size)}`);
  }
  tellPassedOver(this, imported.told);
  this.finish(imported.told.count > 0 ? EXIT.incomplete : EXIT.fine);
}

/** `fromage db update`: exit code 4 where something failed or was passed over, 3 where nothing could be had. */
export async function runDbUpdate(this: CliContext, flags: DbUpdateFlags, ...ecosystems: string[]): Promise<void> {
  const mirror = flags.from ?? (this.host.env['FROMAGE_DB_URL'] || null);
  const request = { ecosystems, mirror, offline: flags.offline ?? false };
  const { databases, unknown } = await withPorts(this.host, true, (ports) => updateAdvisories(request, ports));
  if (flags.json === true) print(this, JSON.stringify({ databases, unknown }, null, 2));
  else for (const database of databases) print(this, updatedRow(database));
  for (const { told } of databases) tellPassedOver(this, told);
  if (unknown.length > 0) this.host.stderr.write(`fromage: no feed has anything of ${printable(unknown.join(', '))}\n`);
  const failed = databases.filter(({ outcome }) => outcome === 'failed').length;
  const isWhole = failed === 0 && databases.every(({ told }) => told.count === 0);
  this.finish(failed === databases.length ? EXIT.failed : isWhole ? EXIT.fine : EXIT.incomplete);
}

function updatedRow({ name, outcome, taken, size, problem }: UpdatedDatabase): string {
  if (outcome === 'failed') return `${name}: ${printable(problem ?? '')}`;
  if (outcome === 'unchanged') return `${name}: nothing newer`;
  return `${name}: ${count(taken, 'advisory', 'advisories')}, ${formatBytes(size)}`;
}

/** `fromage db export`. */
export async function runDbExport(this: CliContext, flags: DbExportFlags, path: string): Promise<void> {
  const { size, advisories } = await withPorts(this.host, true, (ports) => exportAdvisories(path, ports));
  if (flags.json === true) return print(this, JSON.stringify({ path, size, advisories }, null, 2));
  print(this, `${printable(path)}: ${count(advisories, 'vulnerability', 'vulnerabilities')}, ${formatBytes(size)}`);
}

/** `fromage db push`. */
export async function runDbPush(this: CliContext, flags: DbShareFlags, reference: string): Promise<void> {
  const settings = settingsOf({ ...flags, cache: true });
  const pushed = await withPorts(this.host, true, (ports) => pushAdvisories(reference, settings, ports));
  if (flags.json === true) return print(this, JSON.stringify(pushed, null, 2));
  print(this, `${printable(pushed.reference)}@${pushed.digest}  ${formatBytes(pushed.size)}`);
}

/** `fromage db pull`. */
export async function runDbPull(this: CliContext, flags: DbPullFlags, reference: string): Promise<void> {
  const name = flags.name ?? 'pulled';
  const settings = settingsOf({ ...flags, cache: true });
  const pulled = await withPorts(this.host, true, ({ store }) => pullAdvisories(reference, name, settings, store));
  if (flags.json === true) return print(this, JSON.stringify({ name, ...pulled }, null, 2));
  print(this, `${name}: ${formatBytes(pulled.size)} from ${printable(pulled.reference)}@${pulled.digest}`);
}

/** `fromage db remove`. */
export async function runDbRemove(this: CliContext, _flags: object, name: string): Promise<void> {
  await withPorts(this.host, true, (ports) => removeDatabase(name, ports));
  print(this, `removed ${name}`);
}

function tellPassedOver(context: CliContext, { count: all, examples }: Told): void {
  if (all === 0) return;
  const { stderr } = context.host;
  stderr.write(`fromage: ${count(all, 'thing was', 'things were')} passed over:\n`);
  for (const example of examples) stderr.write(`  ${printable(example)}\n`);
  if (all > examples.length) stderr.write(`  and ${all - examples.length} more\n`);
}

function print(context: CliContext, line: string): void {
  context.host.stdout.write(`${line}\n`);
}
