import { readRanges } from '../../image/read-ranges.ts';
import { FILE_TYPES } from '../../model/file-entry.ts';
import type { FileTree } from '../../model/file-tree.ts';
import type { Layer } from '../../model/image.ts';
import { type EntryTable, type LayerAnalysis, rowPath } from '../../model/layer-analysis.ts';
import type { MaskedSecret, SecretFile, SecretSearch } from '../../model/surface.ts';
import { findTokens } from './secret-tokens.ts';

/** What the contents of all files say, and which of them were searched. */
export interface ContentSearch extends SecretSearch {
  readonly secrets: readonly SecretFile[];
}

/**
 * Searches the texts of all layers for secrets that tell themselves by how they are written, whatever their files are called. Reads each
 * layer once more, a chunk at a time, whatever its size; of what is no text only the size is told. Throws as Layer.open.
 */
export async function searchContents(tree: FileTree, layers: readonly Layer[], analyses: readonly LayerAnalysis[]): Promise<ContentSearch> {
  const search = { files: 0, bytes: 0, binaryFiles: 0, binaryBytes: 0 };
  const secrets: SecretFile[] = [];
  for (const [at, layer] of layers.entries()) {
    const entries = analyses[at]?.entries;
    if (entries === undefined) continue;
    for (const { row, isText, found } of await searchLayer(layer, entries)) {
      const bytes = entries.size[row] ?? 0;
      search[isText ? 'files' : 'binaryFiles'] += 1;
      search[isText ? 'bytes' : 'binaryBytes'] += bytes;
      const hidden = tree.hiddenFrom({ layer: at, row });
      const path = rowPath(entries, row);
      for (const one of found) secrets.push({ ...one, path, layer: at, bytes, hiddenBy: hidden < tree.layers ? hidden : null });
    }
  }
  return { contents: true, ...search, secrets };
}

const FILE = FILE_TYPES.indexOf('file');

interface SearchedFile {
  readonly row: number;
  readonly isText: boolean;
  readonly found: readonly MaskedSecret[];
}

async function searchLayer(layer: Layer, entries: EntryTable): Promise<readonly SearchedFile[]> {
  const rows = Array.from({ length: entries.count }, (_, row) => row).filter(
    (row) => entries.type[row] === FILE && (entries.size[row] ?? 0) > 0,
  );
  // A sparse file has no body in one piece.
  const [placed, sparse] = [rows.filter((row) => isPlaced(entries, row)), rows.filter((row) => !isPlaced(entries, row))];
  const searches = placed.map((row) => searchText(entries.size[row] ?? 0));
  const ranges = placed.map((row) => ({ offset: entries.offset[row] ?? 0, size: entries.size[row] ?? 0 }));
  for await (const { at, bytes } of readRanges(layer, ranges)) searches[at]?.add(bytes);
  return [
    ...placed.map((row, at): SearchedFile => ({ row, ...(searches[at]?.done() ?? NOT_SEARCHED) })),
    ...sparse.map((row) => ({ row, ...NOT_SEARCHED })),
  ];
}

const NOT_SEARCHED = { isText: false, found: [] } as const;

function isPlaced({ offset }: EntryTable, row: number): boolean {
  return (offset[row] ?? -1) >= 0;
}

/** Bytes at the beginning among which a NUL tells that a file is no text. */
const HEAD_BYTES = 8 * 1024;
/** Characters of one chunk that are searched with the next: as long as what is asked of any secret, but for the longest of tokens. */
const OVERLAP = 1024;
const MOST = 20;

/** The text of a file as it goes by; of one that has gone by nothing is held but what was found. */
function searchText(size: number): { add(bytes: Uint8Array): void; done(): Omit<SearchedFile, 'row'> } {
  let [seen, rest, isText] = [0, '', true];
  let found: Map<string, MaskedSecret> | null = null;
  return {
    add(bytes) {
      if (!isText) return;
      if (seen < HEAD_BYTES && bytes.subarray(0, HEAD_BYTES - seen).includes(0)) isText = false;
      seen += bytes.length;
      if (!isText) return;
      const text = rest + new TextDecoder().decode(bytes);
      for (const { kind, what, masked } of findTokens(text)) {
        found ??= new Map();
        if (found.size < MOST) found.set(`${kind}\n${masked}`, { kind, what, masked });
      }
      rest = seen < size ? text.slice(-OVERLAP) : '';
    },
    done: () => ({ isText, found: isText ? [...(found?.values() ?? [])] : [] }),
  };
}
