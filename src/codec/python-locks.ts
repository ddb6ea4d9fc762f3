import type { JsonObject } from './json-shape.ts';
import { asObject, asText, parseJsonObject } from './json-shape.ts';
import { readLockTables } from './toml.ts';

/** A distribution that a file pins to one version. */
export type PinnedDistribution = readonly [name: string, version: string];

/** Pipfile.lock: what `default` and `develop` pin. Throws `malformed`. */
export function readPipfileLock(bytes: Uint8Array): readonly PinnedDistribution[] {
  const lock = parseJsonObject(bytes, 'Pipfile.lock', bytes.length);
  return [lock.default, lock.develop].flatMap((section) =>
    Object.entries(asObject(section) ?? {}).flatMap(([name, entry]): readonly PinnedDistribution[] => {
      const version = /^={2,3}([^*,\s]+)$/.exec(asText(asObject(entry)?.version) ?? '')?.[1];
      return version === undefined ? [] : [[name, version]];
    }),
  );
}

/** poetry.lock, uv.lock, pdm.lock, pylock.toml; the project itself and folders on this disk are left out. Throws `malformed`. */
export async function readPythonLock(text: string, what: string): Promise<readonly PinnedDistribution[]> {
  const tables = await readLockTables(text, what);
  return tables.filter(({ source }) => !isLocal(asObject(source))).map(({ name, version }) => [name, version]);
}

/** uv says `virtual` or `editable`, poetry `type = "directory"`; a pylock has a `directory` table with a path. */
function isLocal(source: JsonObject | null): boolean {
  if (source === null) return false;
  return ['virtual', 'editable', 'directory', 'path'].some((key) => asText(source[key]) !== null) || source.type === 'directory';
}

const PINNED = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*={2,3}\s*([^\s;,#*\\]+)\s*(?:[;#\\].*|--hash.*)?$/;

/** Longer lines pin nothing; what follows a pin, its hashes, is on lines of its own. */
const MAX_LINE = 4096;

/** requirements.txt: only what is pinned with `==` alone; pip's requirements file format. */
export function readRequirements(text: string): readonly PinnedDistribution[] {
  return text.split(/\r?\n/).flatMap((line): readonly PinnedDistribution[] => {
    const [, name, version] = line.length > MAX_LINE ? [] : (PINNED.exec(line.trim()) ?? []);
    return name === undefined || version === undefined ? [] : [[name, version]];
  });
}
