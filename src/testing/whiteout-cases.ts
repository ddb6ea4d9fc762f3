import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { layerTar } from './layer-text.ts';

/** A case of testdata/whiteouts: its layers' tars, lowest first, and the answer, line by line (README.md there says what they mean). */
export interface WhiteoutCase {
  readonly name: string;
  readonly layers: readonly Uint8Array[];
  readonly expected: readonly string[];
}

const FOLDER = fileURLToPath(new URL('../../testdata/whiteouts/', import.meta.url));

/** All cases. Throws where there is none. */
export function whiteoutCases(): readonly WhiteoutCase[] {
  const names = readdirSync(FOLDER, { withFileTypes: true }).filter((item) => item.isDirectory());
  if (names.length === 0) throw new Error(`no case in ${FOLDER}`);
  return names.map(({ name }) => readCase(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readCase(name: string): WhiteoutCase {
  const image = readFileSync(`${FOLDER}${name}/image.txt`, 'utf8');
  const texts = image.split(/^# layer \d+\n/m).slice(1);
  if (texts.length === 0) throw new Error(`${name}/image.txt has no line "# layer 1"`);
  const expected = readFileSync(`${FOLDER}${name}/expected.txt`, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return { name, layers: texts.map((text) => layerTar(text)), expected };
}
