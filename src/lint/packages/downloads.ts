import type { CallTable } from './call.ts';

const WGET_FLAGS =
  'O output-document P directory-prefix o output-file a append-output e execute i input-file B base t tries T timeout w wait U user-agent Q quota ' +
  'A accept R reject D domains l level I X header post-data post-file method body-data body-file user password referer ca-certificate ' +
  'ca-directory certificate private-key bind-address connect-timeout dns-timeout read-timeout waitretry limit-rate load-cookies save-cookies';

/** wget(1). Its verb is the first address. */
export const WGET = { programs: ['wget'], withValue: new Set(WGET_FLAGS.split(' ')) } as const satisfies CallTable;

const CURL_FLAGS =
  'o output d data data-raw data-binary data-urlencode H header X request u user A user-agent e referer b cookie c cookie-jar F form T ' +
  'upload-file m max-time connect-timeout retry retry-delay retry-max-time x proxy E cert key cacert capath K config w write-out r range C ' +
  'continue-at output-dir url resolve limit-rate y speed-time Y speed-limit z time-cond Q quote D dump-header interface ciphers tls-max json';

/** curl(1). Its verb is the first address. */
export const CURL = { programs: ['curl'], withValue: new Set(CURL_FLAGS.split(' ')) } as const satisfies CallTable;
