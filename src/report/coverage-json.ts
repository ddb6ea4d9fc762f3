import { sumCoverage } from '../model/finding.ts';
import type { Scan } from '../model/scan.ts';

/** What the data can know of an image, as members of a JSON object. */
export function coverageOfScan({ coverage, ecosystems }: Scan): object {
  return { covered: sumCoverage(coverage).covered, ecosystems };
}
