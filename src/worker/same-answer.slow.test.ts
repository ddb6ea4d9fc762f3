/** The answer is the same to the byte however many threads there are, and whether it is made, made of kept analyses, or kept itself. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { makeSbom } from '../app/make-sbom.ts';
import type { AppPorts } from '../app/app-ports.ts';
import { EXTRACTORS } from '../catalog/extractors.ts';
import { memoryAnalysisStore } from '../platform/analysis-store.ts';
import { memoryAnswerStore } from '../platform/answer-store.ts';
import { startWorkers } from '../platform/worker-pool.ts';
import { testAppPorts } from '../testing/app-ports.ts';
import { writeOciArchive } from '../testing/archive-writers.ts';
import { buildImage, type Compression } from '../testing/image-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';

const ENTRY = new URL('./main.ts', import.meta.url);
const SETTINGS = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };

let world: TestPorts;
before(async () => {
  world = await testPorts();
});
after(() => world.close());

function status(...packages: readonly string[]): string {
  const text = packages.map((one) => `Package: ${one}\\nStatus: install ok installed\\nVersion: 1\\nArchitecture: amd64\\n\\n`);
  return `var/lib/dpkg/status: ${text.join('')}`;
}

/** Layers that write, hide, link and upgrade, so that an order mixed up would show. */
function image(compression: Compression) {
  const layers = [
    `${status('libc6', 'perl')}\netc/os-release: ID=debian\\nVERSION_ID=12\\n\nusr/bin/perl: x`,
    `${status('libc6', 'perl', 'curl')}\nusr/bin/curl => usr/bin/perl`,
    'app/node_modules/a/package.json: {"name":"a","version":"1"}\napp/main.js: y',
    `${status('libc6', 'curl')}\nusr/bin/.wh.perl`,
    'app/node_modules/a/package.json: {"name":"a","version":"2"}\napp/node_modules/b/package.json: {"name":"b","version":"3"}',
  ];
  return buildImage({ compression, layers: layers.map((files, i) => ({ files, createdBy: `RUN ${i}`, created: '2025-01-01T01:00:00Z' })) });
}

async function answer(ports: AppPorts, target: string, width: number): Promise<string> {
  const workers = startWorkers({ entry: ENTRY, extractors: EXTRACTORS, width });
  try {
    return JSON.stringify(await makeSbom({ target, dockerfile: null, settings: SETTINGS }, { ...ports, workers }));
  } finally {
    await workers.close();
  }
}

for (const compression of ['none', 'gzip', 'zstd'] as const) {
  test(`with 1, 2 and 4 threads, cold and warm, of layers packed with ${compression}`, async () => {
    const target = world.path(`${compression}.tar`);
    await writeFile(target, writeOciArchive([{ image: image(compression), names: ['team/app:1'] }]));
    const plain = testAppPorts(world);
    const first = await answer(plain, target, 1);
    assert.ok(first.includes('pkg:npm/b@3') && first.includes('"removed"'), first);
    for (const width of [1, 2, 4]) {
      const ports = { ...plain, analyses: memoryAnalysisStore(), answers: memoryAnswerStore() };
      assert.equal(await answer(ports, target, width), first, `cold, ${width} threads`);
      assert.equal(await answer(ports, target, width), first, `from the kept answer, ${width} threads`);
      assert.equal(await answer({ ...ports, answers: memoryAnswerStore() }, target, width), first, `from kept analyses, ${width} threads`);
    }
  });
}
