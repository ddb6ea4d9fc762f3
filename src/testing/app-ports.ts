import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppPorts } from '../app/app-ports.ts';
import { openBundledImages } from '../lineage/bundled-images.ts';
import { openLocalIndex } from '../lineage/local-index.ts';
import { openOfficialIndex } from '../lineage/official-index.ts';
import { memoryAnalysisStore } from '../platform/analysis-store.ts';
import { memoryAnswerStore } from '../platform/answer-store.ts';
import { createHttp } from '../platform/http.ts';
import { packageRoot } from '../platform/package-root.ts';
import { memoryFile } from './streams.ts';
import type { TestPorts } from './test-ports.ts';

/** The ports of the use cases over those of a test: the bundled indexes, a user's index in the test's folder, loopback HTTP. */
export function testAppPorts(ports: TestPorts): AppPorts {
  const data = (name: string) => memoryFile(readFileSync(join(packageRoot(), 'data', name)));
  let official: ReturnType<AppPorts['indexes']['official']> | null = null;
  let bundled: ReturnType<AppPorts['indexes']['bundled']> | null = null;
  return {
    store: { ...ports, http: createHttp(() => undefined) },
    analyses: memoryAnalysisStore(),
    answers: memoryAnswerStore(),
    indexes: {
      official: () => (official ??= openOfficialIndex(data('official-images.idx'), '2026-08-21')),
      bundled: () => (bundled ??= openBundledImages(data('known-images.idx'), ports.hash)),
      local: openLocalIndex(ports.path('index'), ports),
    },
  };
}
