/** What `umoci unpack` makes of the cases of testdata/whiteouts: an oracle that unpacks layers one upon the other into one folder. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { buildImage, writeOciLayout } from '../testing/index.ts';
import { whiteoutCases } from '../testing/whiteout-cases.ts';

/** Where umoci goes its own way, and why the cases do not follow. */
const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ['aufs-hard-links', 'umoci takes the folder of aufs for files of the image'],
  ['file-below-a-path-that-is-a-file', 'umoci fails; in an overlay the folder takes the place of the file'],
  ['hard-link-before-its-file', 'umoci fails; the file is found all the same'],
  ['whiteout-in-a-folder-that-is-not-there', 'umoci makes no folder for a marker; containerd does'],
  ['whiteout-and-then-hard-link-to-its-file', 'umoci fails; where a marker stands in its layer makes no difference here'],
  ['whiteouts-that-name-nothing', 'umoci removes the folder itself and then misses it'],
]);

describe('umoci unpack agrees with testdata/whiteouts', { skip: reasonToSkip() }, () => {
  for (const { name, layers, expected } of whiteoutCases()) {
    test(name, { skip: DIFFERENCES.get(name) ?? false }, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'fromage-umoci-'));
      try {
        const image = buildImage({ layers: layers.map((tar) => ({ tar })) });
        await writeOciLayout([{ image, names: ['case'] }], join(folder, 'layout'));
        execFileSync('umoci', ['unpack', '--image', `${join(folder, 'layout')}:case`, join(folder, 'bundle')], { stdio: 'pipe' });
        const there = expected
          .filter((line) => !/^\d+ - /.test(line))
          .map((line) => line.replace(/^\d+ /, '').replace(/ \(\d+ \d+:\d+\)/, ''));
        assert.deepEqual(listTree(join(folder, 'bundle/rootfs'), ''), there);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});

function listTree(root: string, path: string): readonly string[] {
  const names = readdirSync(join(root, path)).sort();
  return names.flatMap((name) => {
    const inside = path === '' ? name : `${path}/${name}`;
    const found = lstatSync(join(root, inside));
    if (found.isSymbolicLink()) return [`${inside} -> ${readlinkSync(join(root, inside))}`];
    if (found.isDirectory()) return [`${inside}/`, ...listTree(root, inside)];
    const content = readFileSync(join(root, inside), 'utf8');
    return [content === '' ? inside : `${inside}: ${content}`];
  });
}

function reasonToSkip(): string | false {
  if (process.getuid?.() !== 0) return 'umoci sets owners, which takes root';
  return spawnSync('umoci', ['--version']).status === 0 ? false : 'umoci is not installed';
}
