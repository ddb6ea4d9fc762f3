import type { AdvisorySet, PackageAdvisory, VulnerabilityFacts } from '../model/advisory.ts';

/** The advisories at hand, of all databases together. */
export interface LookUpAdvisories {
  readonly sets: readonly AdvisorySet[];
  /** What is said of a package of a family (OSV's ecosystem without its release), for all releases. */
  packages(family: string, name: string): Promise<readonly PackageAdvisory[]>;
  /** What is said of an id; null where nothing is. */
  vulnerability(id: string): Promise<VulnerabilityFacts | null>;
}
