import type { CallTable } from './call.ts';

const NPM_FLAGS =
  'C prefix registry loglevel cache userconfig globalconfig w workspace omit include only tag otp save-prefix access scope before cpu os ' +
  'libc cafile proxy https-proxy noproxy maxsockets fetch-retries fetch-retry-factor fetch-retry-mintimeout fetch-retry-maxtimeout ' +
  'fetch-timeout install-strategy lockfile-version node-options script-shell target arch depth user-agent';

/** npm's config(7). */
export const NPM = { programs: ['npm'], withValue: new Set(NPM_FLAGS.split(' ')) } as const satisfies CallTable;

const YARN_FLAGS =
  'cwd cache-folder registry network-timeout network-concurrency mutex modules-folder global-folder link-folder prefix proxy https-proxy use-yarnrc otp';

/** yarn 1 and later. */
export const YARN = {
  programs: ['yarn', 'yarnpkg'],
  withValue: new Set(YARN_FLAGS.split(' ')),
  families: ['global', 'cache'],
} as const satisfies CallTable;

const GEM_FLAGS =
  'v version i install-dir n bindir document build-root P trust-policy g file without default-bindir s source p http-proxy B bulk-threshold config-file platform target-rbconfig ' +
  // No flag of gem's own: what the extensions of a gem are built with, which belongs after `--`, and takes a word there.
  'use-system-libraries';

/** `gem help install`. */
export const GEM = { programs: ['gem'], withValue: new Set(GEM_FLAGS.split(' ')) } as const satisfies CallTable;

const GO_FLAGS =
  'C p asmflags buildmode compiler gccgoflags gcflags installsuffix ldflags mod modfile overlay pgo pkgdir tags toolexec exec o covermode coverpkg';

/** `go help build`, and of get, install and run. */
export const GO = { programs: ['go'], withValue: new Set(GO_FLAGS.split(' ')), oneDash: true } as const satisfies CallTable;
