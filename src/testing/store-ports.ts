import { FromageError } from '../model/error.ts';
import type { Environment } from '../ports/index.ts';
import { nodeHash } from '../platform/hash.ts';
import { createHttp } from '../platform/http.ts';
import { nodeInflate } from '../platform/inflate.ts';
import type { StorePorts } from '../store/source.ts';
import { fakeClock } from './fake-clock.ts';
import { memoryBlobs } from './memory-blobs.ts';
import { memoryFiles } from './memory-files.ts';

/** Ports for tests of sources: real network (to loopback) and hashing, all else made up; no file, variable or program of the host is seen. */
export function testStorePorts(over: Partial<StorePorts> = {}): StorePorts {
  return {
    files: memoryFiles(),
    http: createHttp(() => undefined),
    clock: fakeClock(),
    environment: testEnvironment(),
    exec: {
      run: async (command) => {
        throw new FromageError('not-found', `${command} is not installed`);
      },
    },
    hash: nodeHash,
    inflate: nodeInflate,
    blobs: memoryBlobs(),
    progress: { start: () => ({ advance: () => undefined, done: () => undefined }) },
    ...over,
  };
}

/** A home at /home/test and these variables; linux/amd64. */
export function testEnvironment(variables: Readonly<Record<string, string>> = {}): Environment {
  return {
    get: (name) => variables[name],
    home: '/home/test',
    dataFolder: '/home/test/.local/share/fromage',
    cacheFolder: '/home/test/.cache/fromage',
    runtimeFolder: null,
    hostPlatform: { os: 'linux', architecture: 'amd64' },
  };
}
