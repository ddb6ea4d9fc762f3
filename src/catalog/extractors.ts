import type { Extractor } from './cataloger.ts';
import { CATALOGERS } from './catalogers/index.ts';
import { osReleaseExtractor } from './distribution.ts';

/** All that is read of files: by who catalogs packages, and by the threads that do it for them. */
export const EXTRACTORS: readonly Extractor[] = [osReleaseExtractor, ...CATALOGERS];
