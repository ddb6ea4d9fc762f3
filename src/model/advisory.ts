/** What a distribution says of an advisory for a release where it is not simply fixed or open. */
export type AdvisoryStatus = 'open' | 'no-dsa' | 'postponed' | 'ignored' | 'unimportant' | 'end-of-life' | 'undetermined';

/** One point on the line of versions, as OSV has them; `introduced` at `0` is before all versions. */
export interface RangeEvent {
  readonly kind: 'introduced' | 'fixed' | 'last_affected' | 'limit';
  readonly version: string;
}

/** Which versions of a package an advisory is about. */
export interface AffectedPackage {
  /** OSV's ecosystem without its release: `Debian`, `Alpine`, `npm`, `Red Hat`. */
  readonly family: string;
  /** `12`, `v3.20`, `edge`, `enterprise_linux:9::baseos`; null where the family has none. */
  readonly release: string | null;
  /** As the family's advisories name it: most distributions' by the source package. */
  readonly name: string;
  /** Each a list of events in the order of the feed. */
  readonly ranges: readonly (readonly RangeEvent[])[];
  /** Versions that are named one by one, and in no range. */
  readonly versions: readonly string[];
  /** Null where the feed says nothing but the ranges. */
  readonly status: AdvisoryStatus | null;
  /** The distributor's own word for how urgent it is; null where it says none. */
  readonly urgency: string | null;
  /** The repository it is for: `main`, `community`; null for all. */
  readonly repository: string | null;
  /** The module stream it is for: `nodejs:18`; null for what belongs to none or where it is not told. */
  readonly stream: string | null;
}

export type SeverityLevel = 'critical' | 'high' | 'medium' | 'low' | 'none';

/** How severe somebody says it is. */
export interface Rating {
  /** Who says so: `nvd`, `cisa`, `debian`, `ghsa` … */
  readonly source: string;
  /** The CVSS vector; null where only a word or a number is told. */
  readonly vector: string | null;
  /** 0 to 10; null where only a word is told. */
  readonly score: number | null;
  readonly level: SeverityLevel;
}

/** CISA's word that it is exploited. */
export interface Exploited {
  /** `2024-05-30` */
  readonly since: string;
  readonly ransomware: boolean;
}

/** FIRST's estimate of the chance that it is exploited within 30 days. */
export interface ExploitChance {
  /** 0 to 1. */
  readonly probability: number;
  /** 0 to 1: the part of all vulnerabilities that are no likelier. */
  readonly percentile: number;
}

/** What is said of a vulnerability as such, whatever package it is in. Of one id; other ids of the same vulnerability are its aliases. */
export interface VulnerabilityFacts {
  readonly id: string;
  /** Other ids of the same. */
  readonly aliases: readonly string[];
  /** What it was made of: a distribution's advisory is about one or more CVEs. */
  readonly upstream: readonly string[];
  /** `2024-05-30`; null where unknown. */
  readonly published: string | null;
  readonly modified: string | null;
  readonly withdrawn: boolean;
  readonly ratings: readonly Rating[];
  readonly exploited: Exploited | null;
  readonly chance: ExploitChance | null;
}

/** An advisory as a feed tells it. */
export interface Advisory extends VulnerabilityFacts {
  readonly affected: readonly AffectedPackage[];
}

/** An advisory that names a package, as it is looked up. */
export interface PackageAdvisory extends AffectedPackage {
  readonly id: string;
  /** The set it is from. */
  readonly set: AdvisorySet;
}

/**
 * The advisories of one publisher for one release of one family: what is replaced as a whole by a newer one, and what coverage is told of.
 * Sets without a family are about vulnerabilities as such: severities, exploitation.
 */
export interface AdvisorySet {
  /** The publisher, by the first word of its ids or the feed's name: `DSA`, `ALPINE`, `GO`, `kev`. */
  readonly publisher: string;
  readonly family: string | null;
  readonly release: string | null;
  /** The day it was true: `2026-06-09`; null where nothing says it. */
  readonly date: string | null;
  /** Whether all is in it that the publisher has for that release. */
  readonly complete: boolean;
  /** Whether it also tells of what has no fix. */
  readonly unfixed: boolean;
  /** How many advisories; without a family, of how many vulnerabilities it says something. */
  readonly advisories: number;
  /** How many packages they name. */
  readonly packages: number;
}
