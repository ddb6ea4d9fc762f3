import { readElf } from '../../codec/elf.ts';
import { cleanPath, splitPath } from '../../model/image-path.ts';
import type { Package } from '../../model/package.ts';
import type { Cataloger, FileBody, OwnedFiles, PlacedFact } from '../cataloger.ts';
import { listedPackage, listedRow } from '../listed-package.ts';
import { compileMatcher } from '../path-matcher.ts';
import { type Candidate, type FoundVersion, findInElf, findInText } from '../software/find-version.ts';
import { PROGRAMS } from '../software/programs.ts';

/** What was recognised, and what of it the file's name tells (see Program.inName). */
type SoftwareFact = readonly [name: string, version: string, named: string];

const MATCHER = compileMatcher(PROGRAMS.map(({ files }) => files));

/** Programs and libraries that came without a package: compiled in the image, or unpacked from a release. */
export const software = {
  id: 'software',
  version: 1,
  summary: `programs that came without a package, by what their files say of themselves: ${PROGRAMS.map(({ name }) => name).join(', ')}`,
  types: ['generic'],
  finds: 'installed',
  wish: { paths: [...new Set(PROGRAMS.flatMap(({ files }) => files))] },
  maxBytes: 4 * 1024 * 1024 * 1024,
  async extract(path, body) {
    const candidates = candidatesFor(path);
    const found = candidates.length === 0 ? null : await recognise(body, candidates);
    if (found === null) return null;
    return [found.program.name, found.version, candidates.find(({ program }) => program === found.program)?.named ?? ''];
  },
  assemble: (_tree, facts) =>
    groupFacts(facts).map((group): Package => {
      const [
        {
          value: [name, version],
        },
      ] = group;
      const found = listedPackage(listedRow(name, version), { type: 'generic', foundBy: 'software', fact: group[0] });
      return { ...found, locations: group.map(({ path, place }) => ({ path, place })) };
    }),
  *own(_tree, facts, packages) {
    for (const [at, group] of groupFacts(facts).entries()) {
      const one = packages[at];
      if (one !== undefined) yield foldersOf(one, group);
    }
  },
} as const satisfies Cataloger<SoftwareFact>;

function candidatesFor(path: string): readonly Candidate[] {
  return MATCHER.match(path).flatMap((at): readonly Candidate[] => {
    const program = PROGRAMS[at];
    if (program === undefined) return [];
    if (program.inName === undefined) return [{ program, named: '' }];
    const match = program.inName.exec(path);
    return match === null ? [] : [{ program, named: match[1] ?? '' }];
  });
}

async function recognise(body: FileBody, candidates: readonly Candidate[]): Promise<FoundVersion | null> {
  const elf = await readElf(body);
  const kind = elf === null ? 'text' : 'binary';
  const fitting = candidates.filter(({ program }) => program.kind === kind);
  return elf === null ? findInText(body, fitting) : findInElf(body, elf, fitting);
}

type Group = readonly [PlacedFact<SoftwareFact>, ...PlacedFact<SoftwareFact>[]];

/** A program and its library, and copies of it, are one: by name and version, in the order of their first files. */
function groupFacts(facts: readonly PlacedFact<SoftwareFact>[]): readonly Group[] {
  const groups = Map.groupBy(facts, ({ value: [name, version] }) => `${name} ${version}`);
  return [...groups.values()].flatMap(([first, ...others]): readonly Group[] => (first === undefined ? [] : [[first, ...others]]));
}

/** What was installed with it: the standard library of a language, the folder of a JDK. */
function foldersOf(one: Package, group: Group): OwnedFiles {
  const folders = PROGRAMS.find(({ name }) => name === one.name)?.folders ?? [];
  const paths = group.flatMap(({ path, value: [, , named] }) =>
    folders.map((folder) => cleanPath(`${splitPath(path)[0]}/${folder.replaceAll('{}', named)}`)),
  );
  return { package: one, folders: [...new Set(paths.flatMap((path) => (path.ok && path.path !== '' ? [path.path] : [])))] };
}
