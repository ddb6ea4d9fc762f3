import { splitPath } from '../model/image-path.ts';
import type { EntryTable } from '../model/layer-analysis.ts';
import { folderPath } from '../model/layer-analysis.ts';
import type { PlacedWasteKind } from './waste-kinds.ts';
import { WASTE_KINDS } from './waste-kinds.ts';

/** The kind of each row of a table; null for most. */
export function wasteKindsOf(table: EntryTable): (row: number) => PlacedWasteKind | null {
  const kinds: (PlacedWasteKind | null)[] = [null];
  for (let folder = 1; folder < table.folderParent.length; folder += 1)
    kinds[folder] = kindOfFolder(folderPath(table, folder)) ?? kinds[table.folderParent[folder] ?? 0] ?? null;
  return (row) => {
    const folder = table.folder[row] ?? 0;
    const name = table.strings[table.name[row] ?? 0] ?? '';
    const kind = kinds[folder] ?? null;
    if (kind !== null) return isKept(kind, name) ? null : kind;
    return FILE_NAMES.has(name) ? (FILES.get(`${folderPath(table, folder)}/${name}`) ?? null) : null;
  };
}

/** The kind of a file by its path alone. */
export function wasteKindOf(path: string): PlacedWasteKind | null {
  const [folder, name] = splitPath(path);
  for (let at = folder; at !== ''; at = splitPath(at)[0]) {
    const kind = kindOfFolder(at);
    if (kind !== null) return isKept(kind, name) ? null : kind;
  }
  return FILES.get(path) ?? null;
}

function isKept({ keeps = [] }: PlacedWasteKind, name: string): boolean {
  return keeps.includes(name);
}

const FILES = new Map(WASTE_KINDS.flatMap((kind) => (kind.files ?? []).map((path) => [path, kind] as const)));
const FILE_NAMES = new Set([...FILES.keys()].map((path) => splitPath(path)[1]));

interface Pattern {
  readonly kind: PlacedWasteKind;
  readonly test: RegExp;
}

/** By the folder's own name, which no pattern leaves open: few folders have one that is here. */
const FOLDERS: ReadonlyMap<string, readonly Pattern[]> = Map.groupBy(
  WASTE_KINDS.flatMap((kind) => (kind.folders ?? []).map((glob) => ({ kind, name: splitPath(glob)[1], test: compile(glob) }))),
  ({ name }) => name,
);

function kindOfFolder(path: string): PlacedWasteKind | null {
  const patterns = FOLDERS.get(splitPath(path)[1]);
  return patterns?.find(({ test }) => test.test(path))?.kind ?? null;
}

function compile(glob: string): RegExp {
  const [start, rest] = glob.startsWith('**/') ? ['(?:^|/)', glob.slice(3)] : ['^', glob];
  return new RegExp(`${start}${rest.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
}
