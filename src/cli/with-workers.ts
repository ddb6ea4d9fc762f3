import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AppPorts } from '../app/app-ports.ts';
import { EXTRACTORS } from '../catalog/extractors.ts';
import { packageRoot } from '../platform/package-root.ts';
import { startWorkers } from '../platform/worker-pool.ts';

/** The same ports with a thread for each core, which are started with the first layer that is to be unpacked, and ended at last. */
export async function withWorkers<T>(ports: AppPorts, use: (ports: AppPorts) => Promise<T>): Promise<T> {
  const entry = join(packageRoot(), 'dist', 'worker.cjs');
  const width = existsSync(entry) ? availableParallelism() : 1;
  const workers = startWorkers({ entry: pathToFileURL(entry), extractors: EXTRACTORS, width });
  try {
    return await use({ ...ports, workers });
  } finally {
    await workers.close();
  }
}
