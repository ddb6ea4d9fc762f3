import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Progress } from '../ports/index.ts';
import { buildImage, testPorts, writeOciArchive } from '../testing/index.ts';
import { openImage } from './open-image.ts';

function recordProgress(): Progress & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    start: (label, total) => {
      let sum = 0;
      return { advance: (bytes) => void (sum += bytes), done: () => void lines.push(`${label}: ${sum} of ${total}`) };
    },
  };
}

test('unpacking an archive tells how far it is', async () => {
  const ports = await testPorts();
  const bytes = writeOciArchive([{ image: buildImage({ layers: [{ files: 'a: b' }] }) }], { compression: 'gzip' });
  const path = ports.path('image.tar.gz');
  await writeFile(path, bytes);
  const progress = recordProgress();
  const settings = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };
  await (await openImage(path, settings, { ...ports, progress })).close();
  assert.deepEqual(progress.lines, [`unpacking ${path}: ${bytes.length} of ${bytes.length}`]);
  progress.lines.length = 0;
  await writeFile(path, bytes.subarray(0, 100));
  await assert.rejects(openImage(path, settings, { ...ports, progress }), { code: 'truncated' });
  assert.equal(progress.lines.length, 1);
  await ports.close();
});
