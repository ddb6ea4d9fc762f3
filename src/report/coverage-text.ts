import type { EcosystemCoverage, Scan } from '../model/scan.ts';
import { count, dayOf, printable } from './words.ts';

/** What the data can know of an image, a line an ecosystem: how many of its packages, to what day, and whether of what has no fix too. */
export function coverageLines({ ecosystems, inventory }: Scan): readonly string[] {
  const built = dayOf(inventory.created);
  return ecosystems.map((of) => `${printable(of.ecosystem ?? 'no feed')}: ${coverageText(of, built)}`);
}

function coverageText({ packages, covered, date, unfixed }: EcosystemCoverage, built: string | null): string {
  const share = `${covered} of ${count(packages, 'package')} covered`;
  if (covered === 0) return `${share}: nothing is known of them`;
  const age = date === null ? 'of an unknown day' : `to ${date}${built !== null && built > date ? ', older than the image' : ''}`;
  return `data ${age}; ${share}; ${unfixed ? 'issues without a fix too' : 'only issues that have a fix'}`;
}
