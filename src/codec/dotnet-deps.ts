import type { JsonObject } from './json-shape.ts';
import { asObject, asText, parseJsonObject } from './json-shape.ts';

/** A NuGet package that a .NET program runs with. */
export interface DotnetLibrary {
  readonly name: string;
  readonly version: string;
  /** From the folder of the program. */
  readonly files: readonly string[];
  /** Names of the libraries it needs. */
  readonly needs: readonly string[];
}

/** A package that a lock file pins. */
export type LockedNuget = readonly [name: string, version: string];

const ASSETS = ['runtime', 'native', 'resources', 'runtimeTargets'] as const;

/**
 * A deps.json (.NET, "runtime configuration files"): packages, and packs of the runtime that came with a program, as far as something of
 * them is deployed. The program's own projects, and libraries that came of no package, are left out. Throws `malformed`.
 */
export function readDotnetDeps(bytes: Uint8Array): readonly DotnetLibrary[] {
  const deps = parseJsonObject(bytes, 'the deps.json', bytes.length);
  const target = targetOf(deps);
  return Object.entries(asObject(deps.libraries) ?? {}).flatMap(([key, value]): readonly DotnetLibrary[] => {
    const slash = key.indexOf('/');
    const type = asText(asObject(value)?.type)?.toLowerCase();
    const assets = asObject(target[key]);
    if (slash < 1 || slash === key.length - 1 || (type !== 'package' && type !== 'runtimepack')) return [];
    if (assets !== null && !ASSETS.some((kind) => asObject(assets[kind]) !== null)) return [];
    const name = key.slice(0, slash).replace(type === 'runtimepack' ? /^runtimepack\./ : /^$/, '');
    return [{ name, version: key.slice(slash + 1), files: filesOf(assets), needs: Object.keys(asObject(assets?.dependencies) ?? {}) }];
  });
}

/** What is for the runtime that was built for; older files have one target alone. */
function targetOf(deps: JsonObject): JsonObject {
  const targets = asObject(deps.targets) ?? {};
  const name = asText(deps.runtimeTarget) ?? asText(asObject(deps.runtimeTarget)?.name);
  return asObject(name === null ? Object.values(targets)[0] : targets[name]) ?? {};
}

/** Where publishing puts assets: most beside the program, texts of a language in its folder, what is for one platform where it was. */
function filesOf(assets: JsonObject | null): readonly string[] {
  const paths = (kind: (typeof ASSETS)[number]) => Object.entries(asObject(assets?.[kind]) ?? {});
  const bare = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  return [
    ...[...paths('runtime'), ...paths('native')].map(([path]) => bare(path)),
    ...paths('resources').map(([path, value]) => `${asText(asObject(value)?.locale) ?? '.'}/${bare(path)}`),
    ...paths('runtimeTargets').map(([path]) => path),
  ].filter((path) => path !== '' && !path.endsWith('/'));
}

/** NuGet's packages.lock.json: what is resolved for any framework, without the projects. Throws `malformed`. */
export function readNugetLock(bytes: Uint8Array): readonly LockedNuget[] {
  const lock = parseJsonObject(bytes, 'packages.lock.json', bytes.length);
  return Object.values(asObject(lock.dependencies) ?? {}).flatMap((framework) =>
    Object.entries(asObject(framework) ?? {}).flatMap(([name, value]): readonly LockedNuget[] => {
      const version = asText(asObject(value)?.resolved);
      return version === null || asText(asObject(value)?.type) === 'Project' ? [] : [[name, version]];
    }),
  );
}
