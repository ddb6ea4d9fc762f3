import { type FileSuspect, suspectFiles } from '../image/diff-files.ts';
import { readRanges } from '../image/read-ranges.ts';
import type { EntryPlace, FileTree } from '../model/file-tree.ts';
import type { Image } from '../model/image.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { AppPorts } from './app-ports.ts';

export interface ComparedSide {
  readonly image: Image;
  readonly tree: FileTree;
  readonly analyses: readonly LayerAnalysis[];
}

export interface ComparedFiles {
  readonly changes: readonly Pick<FileSuspect, 'pair' | 'differs'>[];
  /** Files of one size whose bodies were not compared. */
  readonly uncompared: number;
}

/**
 * The paths in which two images differ. Bodies of one size are hashed, all those of one layer in one pass, but those that lie at one
 * place of one layer, by DiffID. Throws as Layer.open does.
 */
export async function compareFiles(
  a: ComparedSide,
  b: ComparedSide,
  { content, times }: { readonly content: boolean; readonly times: boolean },
  ports: AppPorts,
): Promise<ComparedFiles> {
  const isSameBody = (x: EntryPlace, y: EntryPlace) => x.row === y.row && haveOneLayer(a, x.layer, b, y.layer);
  const suspects = [...suspectFiles(a.tree, b.tree, { isSameBody, times })];
  const bodies = content ? suspects.flatMap((suspect) => suspect.bodies ?? []) : [];
  const ofA = await hashBodies(
    a,
    bodies.map((pair) => pair.a),
    ports,
  );
  const ofB = await hashBodies(
    b,
    bodies.map((pair) => pair.b),
    ports,
  );
  let uncompared = 0;
  const changes = suspects.flatMap(({ pair, differs, bodies: both }) => {
    const [x, y] = both === null ? [] : [ofA.get(keyOf(both.a)), ofB.get(keyOf(both.b))];
    if (both !== null && (x === undefined || y === undefined)) uncompared += 1;
    const isOther = x !== undefined && y !== undefined && x !== y;
    const found = isOther ? ['content' as const, ...differs] : differs;
    return found.length === 0 && pair.a !== null && pair.b !== null ? [] : [{ pair, differs: found }];
  });
  return { changes, uncompared };
}

function haveOneLayer(a: ComparedSide, x: number, b: ComparedSide, y: number): boolean {
  const [left, right] = [diffIdOf(a, x), diffIdOf(b, y)];
  return left !== null && left === right;
}

/** As hashed, else as the config states it: a lying config can hide a difference, as it can anything it says of layers nobody hashed. */
function diffIdOf({ analyses, image }: ComparedSide, layer: number): string | null {
  return analyses[layer]?.diffId ?? image.layers[layer]?.diffId ?? null;
}

function keyOf({ layer, row }: EntryPlace): string {
  return `${layer}:${row}`;
}

/** SHA-256 by place. Bodies that don't lie in one piece are left out. */
async function hashBodies(side: ComparedSide, places: readonly EntryPlace[], { store }: AppPorts): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  if (places.length === 0) return hashes;
  const wanted = Map.groupBy(new Map(places.map((place) => [keyOf(place), place])).values(), ({ layer }) => layer);
  const task = store.progress.start(`comparing the files of ${side.image.reference ?? side.image.location}`, null);
  try {
    for (const [layer, own] of wanted) await hashLayer(side, layer, own, { store, hashes, advance: (bytes) => task.advance(bytes) });
  } finally {
    task.done();
  }
  return hashes;
}

async function hashLayer(
  { image, analyses }: ComparedSide,
  layer: number,
  places: readonly EntryPlace[],
  { store, hashes, advance }: Pick<AppPorts, 'store'> & { readonly hashes: Map<string, string>; readonly advance: (bytes: number) => void },
): Promise<void> {
  const table = analyses[layer]?.entries;
  const opened = image.layers[layer];
  if (table === undefined || opened === undefined) return;
  const whole = places.filter(({ row }) => (table.offset[row] ?? -1) >= 0);
  const ranges = whole.map(({ row }) => ({ offset: table.offset[row] ?? 0, size: table.size[row] ?? 0 }));
  const hashers = whole.map(() => store.hash.start('sha256'));
  for await (const { at, bytes } of readRanges(opened, ranges)) {
    hashers[at]?.update(bytes);
    advance(bytes.length);
  }
  for (const [at, place] of whole.entries()) hashes.set(keyOf(place), hashers[at]?.hex() ?? '');
}
