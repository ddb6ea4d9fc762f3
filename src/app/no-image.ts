import type { TraceSubject } from '../model/trace.ts';

/** What a subject lacks where no image was opened: a Dockerfile, or a name alone. */
export const NO_IMAGE = {
  reference: null,
  knownAs: null,
  otherPlatforms: [],
  indexDigest: null,
  manifestDigest: null,
  configDigest: null,
  created: null,
  size: null,
  ownSize: null,
  layerCount: null,
  verified: false,
  facts: null,
  stages: [],
} as const satisfies Partial<TraceSubject>;
