import type { EcosystemCoverage } from '../model/scan.ts';
import { FEEDS } from '../advisories/feeds/index.ts';
import type { AppPorts } from './app-ports.ts';
import { daysSince } from './database-status.ts';
import { noteMetEcosystems } from './met-ecosystems.ts';

/** An ecosystem whose data is old. */
export interface StaleEcosystem {
  readonly ecosystem: string;
  /** `2026-06-09` */
  readonly date: string;
  /** Days. */
  readonly age: number;
}

/** Data that is older is told. Days. */
const FRESH = 30;

/** Remembers the ecosystems that a scan met, for updates, and gives those whose newest data is over 30 days old and could be fetched anew. */
export async function noteEcosystems(coverages: readonly EcosystemCoverage[], { store }: AppPorts): Promise<readonly StaleEcosystem[]> {
  const met = coverages
    .flatMap(({ ecosystem }) => ecosystem ?? [])
    .filter((ecosystem) => FEEDS.some((feed) => feed.downloads(ecosystem).length > 0));
  await noteMetEcosystems(met, store);
  const now = store.clock.now();
  const once = coverages.filter(({ ecosystem }, at) => coverages.findIndex((one) => one.ecosystem === ecosystem) === at);
  return once.flatMap(({ ecosystem, date }): readonly StaleEcosystem[] => {
    if (ecosystem === null || date === null || !met.includes(ecosystem)) return [];
    const age = daysSince(date, now);
    return age > FRESH ? [{ ecosystem, date, age }] : [];
  });
}
