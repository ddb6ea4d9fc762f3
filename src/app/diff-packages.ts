import type { PackageChange } from '../model/images-diff.ts';
import type { Package } from '../model/package.ts';

/**
 * Packages that one list has and the other has not, by kind and name. A package is the same by kind, namespace, name, architecture and
 * version. Where each side has one version that the other lacks, that is a change; else each is told alone.
 */
export function diffPackages(a: readonly Listed[], b: readonly Listed[]): readonly PackageChange[] {
  const [before, after] = [versionsOf(a), versionsOf(b)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return keys.flatMap((key): readonly PackageChange[] => {
    const [from, to] = [before.get(key), after.get(key)];
    const [type = '', name = '', architecture = ''] = key.split('\0');
    const about = { type, name, architecture: architecture === '' ? null : architecture };
    const gone = missingFrom(to, from);
    const come = missingFrom(from, to);
    if (gone.length === 1 && come.length === 1) return [{ ...about, change: 'changed', a: gone[0] ?? null, b: come[0] ?? null }];
    return [
      ...gone.map((version) => ({ ...about, change: 'removed' as const, a: version, b: null })),
      ...come.map((version) => ({ ...about, change: 'added' as const, a: null, b: version })),
    ];
  });
}

interface Listed {
  readonly package: Package;
}

type Versions = ReadonlySet<string | null>;

/** Versions by kind, name and architecture. */
function versionsOf(packages: readonly Listed[]): ReadonlyMap<string, Versions> {
  const versions = new Map<string, Set<string | null>>();
  for (const { package: one } of packages) {
    const key = [one.type, nameOf(one), one.architecture ?? ''].join('\0');
    const known = versions.get(key) ?? new Set();
    versions.set(key, known.add(one.version));
  }
  return versions;
}

/** The namespace of what a distribution packs is the distribution, which is no part of the name. */
function nameOf({ type, namespace, name }: Package): string {
  return namespace === null || type === 'deb' || type === 'apk' || type === 'rpm' ? name : `${namespace}/${name}`;
}

function missingFrom(where: Versions | undefined, these: Versions | undefined): readonly (string | null)[] {
  return [...(these ?? [])].filter((version) => where?.has(version) !== true);
}
