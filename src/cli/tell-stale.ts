import type { AppPorts } from '../app/app-ports.ts';
import { noteEcosystems } from '../app/stale-advisories.ts';
import type { EcosystemCoverage } from '../model/scan.ts';
import { printable } from '../report/words.ts';
import type { CliProcess } from './terminal.ts';

/** Notes on standard error which of the data of an answer is old, and the command that fetches newer. */
export async function tellStale(ecosystems: readonly EcosystemCoverage[], ports: AppPorts, host: CliProcess): Promise<void> {
  const stale = await noteEcosystems(ecosystems, ports);
  if (stale.length === 0) return;
  const words = stale.map(({ ecosystem, date, age }) => `${printable(ecosystem)} to ${date} (${age} days)`);
  const names = stale.map(({ ecosystem }) => (ecosystem.includes(' ') ? `"${ecosystem}"` : ecosystem));
  host.stderr.write(`fromage: the data is old: ${words.join(', ')}\n  fromage db update ${printable(names.join(' '))}\n`);
}
