import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FromageError } from '../model/error.ts';
import { nodeEnvironment } from '../platform/environment.ts';
import { nodeExec } from '../platform/exec.ts';
import { nodeFiles } from '../platform/files.ts';
import { nodeHash } from '../platform/hash.ts';
import { nodeInflate } from '../platform/inflate.ts';
import type { StorePorts } from '../store/source.ts';
import type { FakeClock } from './fake-clock.ts';
import { fakeClock } from './fake-clock.ts';
import { memoryBlobs } from './memory-blobs.ts';

/** Real files, hashes and inflaters under one temporary folder; no network, a fake clock, a linux/amd64 host, no configuration. */
export interface TestPorts extends StorePorts {
  readonly clock: FakeClock;
  /** The temporary folder. */
  readonly folder: string;
  /** A path in it. */
  path(...parts: readonly string[]): string;
  /** Removes it. */
  close(): Promise<void>;
}

/** Ports for a test; call `close` after it. `variables` are all the environment there is. */
export async function testPorts(variables: Readonly<Record<string, string>> = {}): Promise<TestPorts> {
  const folder = await mkdtemp(join(tmpdir(), 'fromage-test-'));
  const environment = nodeEnvironment({ HOME: folder, ...variables });
  return {
    files: nodeFiles(folder),
    http: { send: async () => Promise.reject(new FromageError('unreachable', 'there is no network in this test')) },
    clock: fakeClock(),
    environment: { ...environment, hostPlatform: { os: 'linux', architecture: 'amd64' } },
    exec: nodeExec,
    hash: nodeHash,
    inflate: nodeInflate,
    blobs: memoryBlobs(),
    progress: { start: () => ({ advance: () => {}, done: () => {} }) },
    folder,
    path: (...parts) => join(folder, ...parts),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
