import { FILE_TYPES } from '../../model/file-entry.ts';
import type { FileTree } from '../../model/file-tree.ts';
import { type EntryTable, folderPath, type LayerAnalysis, rowPath } from '../../model/layer-analysis.ts';
import type { MaskedSecret, SecretFile } from '../../model/surface.ts';
import type { Extractor } from '../cataloger.ts';
import { compileMatcher } from '../path-matcher.ts';
import { SECRET_PLACES } from './secret-places.ts';

/** What was found in one file. */
type SecretFact = readonly (readonly [kind: string, what: string, masked: string])[];

const MATCHER = compileMatcher(SECRET_PLACES.map(({ paths }) => paths));
/** As much of a file is looked into; what keeps secrets is short. */
const HEAD_BYTES = 256 * 1024;
const MOST = 20;

/** Looks for secrets where they are known to lie. What they read goes into no fact. */
export const secretFiles = {
  id: 'secret-files',
  version: 1,
  wish: { paths: [...new Set(SECRET_PLACES.flatMap(({ paths }) => paths))] },
  maxBytes: Number.MAX_SAFE_INTEGER,
  async extract(path, body) {
    if (body.size === 0) return null;
    const head = new Uint8Array(Math.min(body.size, HEAD_BYTES));
    const text = new TextDecoder().decode(head.subarray(0, await body.read(0, head)));
    const found = MATCHER.match(path).flatMap((at) => {
      const place = SECRET_PLACES[at];
      return place === undefined || place.not?.test(path) === true ? [] : place.find(text);
    });
    const distinct = [...new Map(found.map(({ kind, what, masked }) => [`${kind}\n${masked}`, [kind, what, masked] as const])).values()];
    return distinct.length === 0 ? null : distinct.slice(0, MOST);
  },
} as const satisfies Extractor<SecretFact>;

/** The files of all layers with secrets in them, those too that a later layer hides: they are shipped all the same. */
export function secretFilesOf(tree: FileTree, analyses: readonly LayerAnalysis[]): readonly SecretFile[] {
  return analyses.flatMap(({ entries, facts }, layer) => {
    const at = (row: number): Omit<SecretFile, keyof MaskedSecret> => {
      const hidden = tree.hiddenFrom({ layer, row });
      return { path: rowPath(entries, row), layer, bytes: entries.size[row] ?? 0, hiddenBy: hidden < tree.layers ? hidden : null };
    };
    const known = facts.filter(({ extractor }) => extractor === secretFiles.id).flatMap((of) => of.facts);
    return [
      ...known.flatMap(({ row, value }) =>
        (value as SecretFact).map(([kind, what, masked]): SecretFile => ({ ...at(row), kind, what, masked })),
      ),
      ...leftMounts(entries).map((row): SecretFile => ({ ...at(row), ...LEFT_MOUNT })),
    ];
  });
}

const FILE = FILE_TYPES.indexOf('file');
const LEFT_MOUNT: MaskedSecret = { kind: 'build-secret', what: 'secret that was given to a build', masked: '…' };

/** Where builders mount secrets: what is left there is one, whatever it reads. */
function leftMounts(entries: EntryTable): readonly number[] {
  const { folder, folderName, strings, type, size, count } = entries;
  const mounts = new Set(
    [...folderName.keys()].filter((at) => strings[folderName[at] ?? 0] === 'secrets' && folderPath(entries, at) === 'run/secrets'),
  );
  if (mounts.size === 0) return [];
  return Array.from({ length: count }, (_, row) => row).filter(
    (row) => mounts.has(folder[row] ?? 0) && type[row] === FILE && (size[row] ?? 0) > 0,
  );
}
