import type { Problem } from './problem.ts';

/**
 * Whether a base is what its tag means now. `current`: it is. `behind`: the tag has moved. `floating`: nothing pins it, so that each
 * build takes what the tag means then. `unknown`: nobody could be asked.
 */
export type OutdatedState = 'current' | 'behind' | 'floating' | 'unknown';

/** A setting of the image's configuration that changed between the pinned build and today's. */
export interface MovedSetting {
  /** `PYTHON_VERSION`. */
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A base, and where its tag stands now. */
export interface OutdatedBase {
  /** What was asked about. */
  readonly subject: string;
  /** One-based line of the Dockerfile that names it; null for an image. */
  readonly line: number | null;
  /** With its tag, in full. */
  readonly reference: string;
  /** What it is pinned to, or was found to stand on; null where only the tag is named. */
  readonly pinned: string | null;
  /** What the tag means now; null where nobody could be asked. */
  readonly now: string | null;
  readonly state: OutdatedState;
  /** When each was built; null where unknown. */
  readonly pinnedCreated: string | null;
  readonly nowCreated: string | null;
  /** Days between them; null where unknown. */
  readonly days: number | null;
  readonly moved: readonly MovedSetting[];
  /** Layers of the pinned build that today's still has, and how many it has; null where not both are known. */
  readonly layers: { readonly shared: number; readonly before: number; readonly after: number } | null;
  /** Why the state is unknown, or what the index knows instead; null where there is nothing to say. */
  readonly note: string | null;
}

/** The answer of `fromage outdated`. */
export interface Outdated {
  readonly bases: readonly OutdatedBase[];
  readonly problems: readonly Problem[];
}
