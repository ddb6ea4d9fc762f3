import { LANGUAGES } from './languages.ts';
import type { Program } from './program.ts';
import { SERVERS } from './servers.ts';
import { STORES } from './stores.ts';
import { TOOLS } from './tools.ts';

/**
 * What is recognised. Each sign was seen in the files of a release, or of Debian's package; what a sign is, the example shows. A sign is
 * a text that the program prints of itself, and says the program's name or is bound by what surrounds it: numbers alone are everywhere.
 */
export const PROGRAMS: readonly Program[] = [...SERVERS, ...STORES, ...LANGUAGES, ...TOOLS];
