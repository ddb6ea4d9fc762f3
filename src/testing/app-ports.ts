import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppPorts } from '../app/app-ports.ts';
import { openDatabase } from '../advisories/open-database.ts';
import { overlayDatabases } from '../advisories/overlay.ts';
import { openBundledImages } from '../lineage/bundled-images.ts';
import { openKnownPackages } from '../lineage/known-packages.ts';
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
  const officialIndex = () => (official ??= openOfficialIndex(data('official-images.idx'), '2026-08-21'));
  return {
    store: { ...ports, http: createHttp(() => undefined) },
    analyses: memoryAnalysisStore(),
    answers: memoryAnswerStore(),
    advisories: async () =>
      overlayDatabases([await openDatabase(data('advisories.adv'), 'the bundled database of advisories')], '9999-12-31'),
    databases: async () => [],
    indexes: {
      official: officialIndex,
      packages: () => openKnownPackages(data('image-packages.idx'), officialIndex),
      bundled: () => (bundled ??= openBundledImages(data('known-images.idx'), ports.hash)),
      local: openLocalIndex(ports.path('index'), ports),
    },
  };
}
