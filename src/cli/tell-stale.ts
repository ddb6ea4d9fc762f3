import type { AppPorts } from '../app/app-ports.ts';
import { noteEcosystems } from '../app/stale-advisories.ts';
import type { Scan } from '../model/scan.ts';
import { printable } from '../report/words.ts';
import type { CliProcess } from './terminal.ts';

/** Notes on standard error which data of a scan is old, and the command that fetches newer; gives the scan back. */
export async function tellStale<T extends Pick<Scan, 'ecosystems'>>(scan: T, ports: AppPorts, host: CliProcess): Promise<T> {
  const stale = await noteEcosystems(scan.ecosystems, ports);
  if (stale.length === 0) return scan;
  const words = stale.map(({ ecosystem, date, age }) => `${printable(ecosystem)} to ${date} (${age} days)`);
  const names = stale.map(({ ecosystem }) => (ecosystem.includes(' ') ? `"${ecosystem}"` : ecosystem));
  host.stderr.write(`fromage: the data is old: ${words.join(', ')}\n  fromage db update ${printable(names.join(' '))}\n`);
  return scan;
}
