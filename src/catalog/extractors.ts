import type { Extractor } from './cataloger.ts';
import { CATALOGERS } from './catalogers/index.ts';
import { osReleaseExtractor } from './distribution.ts';
import { programLinks } from './links/program-links.ts';
import { secretFiles } from './surface/secret-files.ts';

/** All that is read of files: by who catalogs packages and looks for secrets, and by the threads that do it for them. */
export const EXTRACTORS: readonly Extractor[] = [osReleaseExtractor, ...CATALOGERS, secretFiles];

/** Beside these what is asked for at times only. */
export const KNOWN_EXTRACTORS: readonly Extractor[] = [...EXTRACTORS, programLinks];
