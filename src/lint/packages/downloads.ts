import type { CallTable } from './call.ts';

const WGET_FLAGS =
  'O output-document P directory-prefix o output-file a append-output e execute i input-file B base t tries T timeout w wait U user-agent Q quota ' +
  'A accept R reject D domains l level I X header post-data post-file method body-data body-file user password referer ca-certificate ' +
  'ca-directory certificate private-key bind-address connect-timeout dns-timeout read-timeout waitretry limit-rate load-cookies save-cookies';

/** wget(1). Its verb is the first address. */
export const WGET = { programs: ['wget'], withValue: new Set(WGET_FLAGS.split(' ')) } as const satisfies CallTable;

