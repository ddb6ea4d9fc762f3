/** The figures of dive, held against dive itself on images of random layers. `dive` is on PATH, or FROMAGE_DIVE names it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { writeDockerArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { analysisOfText } from '../testing/layer-analyses.ts';
import { measureAsDive } from './dive-efficiency.ts';

const DIVE = process.env['FROMAGE_DIVE'] ?? 'dive';
const IMAGES = 150;
const NAMES = ['a', 'b', '+', 'd', 'e'];

const folder = mkdtempSync(join(tmpdir(), 'fromage-dive-'));
after(() => rmSync(folder, { recursive: true }));

const isThere = spawnSync(DIVE, ['--version']).status === 0;

test('random layers measure as dive measures them', { skip: isThere ? false : `there is no ${DIVE}` }, () => {
  const random = randomNumbers(7);
  for (let at = 0; at < IMAGES; at += 1) {
    const layers = Array.from({ length: 2 + random(3) }, (_, layer) => randomLayer(random, layer > 0));
    const { efficiency, wastedBytes } = measureAsDive(layers.map(analysisOfText));
    const told = askDive(layers);
    assert.ok(Math.abs(efficiency - told.efficiencyScore) < 1e-12, `${JSON.stringify(layers)}: ${efficiency}, ${told.efficiencyScore}`);
    assert.equal(wastedBytes, told.inefficientBytes, JSON.stringify(layers));
  }
});

function randomNumbers(start: number): (below: number) => number {
  let seed = start;
  return (below) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
}

/** Files, folders and, above the lowest layer, whiteouts of what is there or not. */
function randomLayer(random: (below: number) => number, canDelete: boolean): string {
  const lines = Array.from({ length: 1 + random(6) }, () => {
    let path = NAMES[random(NAMES.length)] ?? '';
    while (random(3) === 0) path += `/${NAMES[random(NAMES.length)]}`;
    const kind = random(10);
    if (canDelete && kind === 0) return `${path}/.wh..wh..opq`;
    if (canDelete && kind < 4) return path.replace(/[^/]+$/, '.wh.$&');
    return kind < 6 ? `${path}/` : `${path}: ${'x'.repeat(random(9))}`;
  });
  return [...new Set(lines)].join('\n');
}

function askDive(layers: readonly string[]): { readonly efficiencyScore: number; readonly inefficientBytes: number } {
  const [archive, answer] = [join(folder, 'image.tar'), join(folder, 'answer.json')];
  const image = buildImage({ layers: layers.map((files) => ({ files })) });
  writeFileSync(archive, writeDockerArchive([{ image, names: ['x:1'] }], { form: 'old', links: false }));
  // dive writes over what is there, and leaves what was longer.
  rmSync(answer, { force: true });
  const { status, stderr } = spawnSync(DIVE, ['--source', 'docker-archive', archive, '--json', answer], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return (JSON.parse(readFileSync(answer, 'utf8')) as { image: ReturnType<typeof askDive> }).image;
}
