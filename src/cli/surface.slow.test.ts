/**
 * What real images expose, held against what GNU tar lists of their layers. The images are those that ../shared/images/build.sh leaves in
 * FROMAGE_IMAGES.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { Surface } from '../model/surface.ts';
import { runLine } from './run-line.ts';

const FOLDER = process.env['FROMAGE_IMAGES'] ?? '';
/** Images that nobody put a secret into. */
const CLEAN = ['debian-bookworm-slim', 'debian-trixie-slim', 'httpd', 'redis', 'python', 'node', 'static', 'many'];

const home = mkdtempSync(join(tmpdir(), 'fromage-home-'));
after(() => rmSync(home, { recursive: true }));

for (const name of CLEAN) {
  const path = join(FOLDER, `${name}.docker.tar`);
  describe(name, { skip: FOLDER !== '' && existsSync(path) ? false : `FROMAGE_IMAGES has no ${name}.docker.tar` }, () => {
    test('no secret is found where there is none, in the contents of its files neither', async () => {
      const { out } = await runLine(`scan ${path} --offline --secrets --json`, home);
      const { surface } = JSON.parse(out) as { readonly surface: Surface };
      assert.deepEqual(surface.secrets, []);
      assert.ok(surface.search.contents && surface.search.files + surface.search.binaryFiles > 0);
    });

    test('setuid and setgid files are those that tar lists of its first layer, as far as they stay', async () => {
      const { out } = await runLine(`scan ${path} --offline --json`, home);
      const { surface } = JSON.parse(out) as { readonly surface: Surface };
      const own = surface.privileged.filter((one) => one.layer === 1 && (one.setuid || one.setgid)).map((one) => one.path);
      assert.deepEqual(own, privilegedOf(path));
    });
  });
}

function privilegedOf(archive: string): readonly string[] {
  const manifest = execFileSync('tar', ['-xOf', archive, 'manifest.json'], { encoding: 'utf8' });
  const [{ Layers: [layer = ''] = [] } = {}] = JSON.parse(manifest) as readonly { readonly Layers?: readonly string[] }[];
  const tar = execFileSync('tar', ['-xOf', archive, layer], { maxBuffer: 2 ** 31 - 1 });
  const lines = execFileSync('tar', ['-tv'], { input: tar, encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => /^-(?:..s......|.....s...) .* \d\d:\d\d (?:\.\/)?(.*)$/.exec(line)?.[1] ?? []).toSorted();
}
