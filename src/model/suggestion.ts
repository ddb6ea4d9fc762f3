import type { EndOfLife } from './lineage.ts';
import type { Fit } from './program-links.ts';
import type { EcosystemCoverage } from './scan.ts';

/** What is better about a candidate. */
export type SuggestionKind = 'newer-patch' | 'newer-minor' | 'newer-major' | 'smaller' | 'other-system';

/** What may go wrong. */
export interface Risk {
  readonly kind: 'libc' | 'major' | 'minor' | 'package-manager' | 'shell' | 'system-release' | 'variant';
  readonly weight: 'low' | 'medium' | 'high';
  /** A sentence. */
  readonly detail: string;
  /** One-based line of the Dockerfile it is about; null where none is. */
  readonly line: number | null;
}

/** What is known of the findings in a base. */
export interface BaseFindings {
  /** `image`: of a list of its own packages. `base`: of those of the image it stands on: a part of them. */
  readonly of: 'image' | 'base';
  /** The very image that was listed. */
  readonly build: string;
  readonly packages: number;
  readonly covered: number;
  readonly findings: number;
  readonly highOrCritical: number;
  readonly dataDate: string | null;
  readonly ecosystems: readonly EcosystemCoverage[];
}

/** A base that may stand in place of the one there is. */
export interface BaseChoice {
  /** `docker.io/library/httpd:2.4-alpine`. */
  readonly reference: string;
  readonly kinds: readonly SuggestionKind[];
  /** What it stands on, nearest first, down to what is known. */
  readonly chain: readonly string[];
  /** Of its distribution and of the runtime in it. */
  readonly endOfLife: readonly EndOfLife[];
  readonly known: BaseFindings | null;
  /** Bytes as stored; null where unknown. */
  readonly size: number | null;
  readonly risks: readonly Risk[];
}

/** Where a FROM is to be changed. */
export interface FromEdit {
  readonly path: string;
  /** One-based. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** The answer of `fromage suggest`. */
export interface Suggestions {
  /** The base there is. */
  readonly current: BaseChoice;
  /** Best first. */
  readonly choices: readonly BaseChoice[];
  /** The change of the Dockerfile for the first of them; null for an image, or where the FROM is made of variables. */
  readonly edit: FromEdit | null;
  /** Whether the image's own layers would run on a base that was given; null where none was. */
  readonly fit: (Fit & { readonly base: string }) | null;
  /** The day of the index. */
  readonly asOf: string;
  readonly notes: readonly string[];
}
