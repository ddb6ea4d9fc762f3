import { ELF_MAGIC, readElf } from '../../codec/elf.ts';
import { readPackageNote } from '../../codec/package-note.ts';
import type { Package } from '../../model/package.ts';
import type { Cataloger } from '../cataloger.ts';

type NoteFact = readonly [type: string, os: string | null, name: string, version: string | null, architecture: string | null];

/** The notes that distributions leave in programs (systemd's "Package Metadata for Executable Files"): they stay when the database goes. */
export const elfNote = {
  id: 'elf-note',
  version: 1,
  summary: 'package notes in programs: `.note.package`, which names the package that a distribution built the program in',
  types: ['deb', 'rpm', 'apk', 'alpm', 'generic'],
  finds: 'installed',
  reads: 'note',
  wish: { paths: ['**'], executable: true, magic: [ELF_MAGIC] },
  maxBytes: 4 * 1024 * 1024 * 1024,
  async extract(_path, body) {
    const elf = await readElf(body);
    const note = elf === null ? null : await readPackageNote(body, elf);
    if (note === null) return null;
    return [TYPES.get(note.type ?? '') ?? 'generic', note.os?.toLowerCase() ?? null, note.name, note.version, note.architecture];
  },
  assemble(_tree, facts) {
    const groups = Map.groupBy(facts, ({ value }) => JSON.stringify(value));
    return [...groups.values()].flatMap((group): readonly Package[] => {
      const [first] = group;
      return first === undefined
        ? []
        : [
            packageOf(
              first.value,
              group.map(({ path, place }) => ({ path, place })),
            ),
          ];
    });
  },
} as const satisfies Cataloger<NoteFact>;

/** Kinds of packages as notes have them, and as purl does. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['deb', 'deb'],
  ['rpm', 'rpm'],
  ['apk', 'apk'],
  ['alpm', 'alpm'],
  ['arch', 'alpm'],
  ['pacman', 'alpm'],
]);

function packageOf([type, os, name, version, architecture]: NoteFact, locations: Package['locations']): Package {
  const namespace = type === 'generic' ? null : os;
  return { type, namespace, name, version, architecture, source: null, licences: [], locations, foundBy: 'elf-note' };
}
