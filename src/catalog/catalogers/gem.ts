import { readGemSpecification } from '../../codec/gem-specification.ts';
import type { FileTree } from '../../model/file-tree.ts';
import { splitPath } from '../../model/image-path.ts';
import type { Package } from '../../model/package.ts';
import { type Cataloger, type OwnedFiles, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackage, listedRow } from '../listed-package.ts';
import { resolveNeeds } from '../resolve-needs.ts';

/** A gem, and the names of those it needs. */
type Fact = readonly [row: ListedRow, needs: readonly string[]];

/** Gems as RubyGems and Bundler install them, and those that come with Ruby. */
export const gem = {
  id: 'gem',
  version: 1,
  summary: 'installed gems: `specifications`, and those of Ruby itself in `specifications/default`',
  types: ['gem'],
  finds: 'installed',
  wish: { paths: ['**/specifications/*.gemspec', '**/specifications/default/*.gemspec'] },
  maxBytes: 4 * 1024 * 1024,
  async extract(_path, body) {
    const found = readGemSpecification(new TextDecoder().decode(await readBody(body)));
    if (found === null) return null;
    const licence = found.licences.length === 0 ? null : found.licences.join(' OR ');
    return [listedRow(found.name, found.version, null, licence), [...new Set(found.needs)]];
  },
  assemble: (_tree, facts) => facts.map((fact) => listedPackage(fact.value[0], { type: 'gem', foundBy: 'gem', fact })),
  *own(tree, _facts, packages) {
    const platforms = new Map<string, readonly string[]>();
    for (const one of packages) {
      const { home } = placeOf(one);
      const folders = platforms.get(home) ?? foldersOfExtensions(tree, home);
      platforms.set(home, folders);
      yield ownedBy(one, folders);
    }
  },
  *relate(_tree, facts, packages) {
    const all = packages.map((one, at) => ({ package: one, needs: (facts[at]?.value[1] ?? []).map((name) => [name]), provides: [] }));
    for (const home of Map.groupBy(all, (one) => placeOf(one.package).home).values()) yield* resolveNeeds(home);
  },
} as const satisfies Cataloger<Fact>;

/** `usr/lib/ruby/gems/3.1.0` and `rack-2.2.8`, behind which a platform may stand. */
function placeOf(one: Package): { readonly home: string; readonly fullName: string } {
  const [folder, name] = splitPath(one.locations[0]?.path ?? '');
  return { home: splitPath(folder.replace(/\/default$/, ''))[0], fullName: name.replace(/\.gemspec$/, '') };
}

/** Beside its files a gem has what was compiled of it, its docs, and the archive it came in; Gem::Specification#gem_dir and its kin. */
function ownedBy(one: Package, extensions: readonly string[]): OwnedFiles {
  const { home, fullName } = placeOf(one);
  return {
    package: one,
    files: [`${home}/cache/${fullName}.gem`, `${home}/build_info/${fullName}.info`],
    folders: [`${home}/gems`, `${home}/doc`, ...extensions].map((folder) => `${folder}/${fullName}`),
  };
}

/** `extensions/x86_64-linux/3.1.0` */
function foldersOfExtensions(tree: FileTree, home: string): readonly string[] {
  return tree
    .list(`${home}/extensions`)
    .flatMap((platform) => tree.list(`${home}/extensions/${platform}`).map((ruby) => `${home}/extensions/${platform}/${ruby}`));
}
