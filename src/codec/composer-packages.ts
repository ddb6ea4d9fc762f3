import type { JsonObject } from './json-shape.ts';
import { asObject, asText, asTexts, parseJson, parseJsonObject } from './json-shape.ts';

/** A package as Composer tells it. */
export interface ComposerPackage {
  /** `vendor/name`; extensions and the like have no vendor. */
  readonly name: string;
  /** As tagged: some have a `v` before the number. */
  readonly version: string;
  readonly licences: readonly string[];
  readonly needs: readonly string[];
  /** What it stands for, beside itself. */
  readonly provides: readonly string[];
  /** From the folder of installed.json; null where it is the usual place, or there is none. */
  readonly installPath: string | null;
}

/** vendor/composer/installed.json: a list of Composer 1, an object with `packages` of Composer 2. Throws `malformed`. */
export function readInstalledComposer(bytes: Uint8Array): readonly ComposerPackage[] {
  const value = parseJson(bytes, 'installed.json', bytes.length);
  return readPackages(Array.isArray(value) ? value : asObject(value)?.packages);
}

/** composer.lock: what it pins for use and for development. Throws `malformed`. */
export function readComposerLock(bytes: Uint8Array): readonly ComposerPackage[] {
  const lock = parseJsonObject(bytes, 'composer.lock', bytes.length);
  return [lock.packages, lock['packages-dev']].flatMap(readPackages);
}

function readPackages(list: unknown): readonly ComposerPackage[] {
  return Array.isArray(list) ? list.flatMap((entry) => readPackage(asObject(entry))) : [];
}

function readPackage(entry: JsonObject | null): readonly ComposerPackage[] {
  const [name, version] = [asText(entry?.name), asText(entry?.version)];
  if (entry === null || name === null || version === null) return [];
  const licence = asText(entry.license);
  return [
    {
      name,
      version,
      licences: licence === null ? asTexts(entry.license) : [licence],
      needs: Object.keys(asObject(entry.require) ?? {}),
      provides: [entry.provide, entry.replace].flatMap((names) => Object.keys(asObject(names) ?? {})),
      installPath: asText(entry['install-path']),
    },
  ];
}
