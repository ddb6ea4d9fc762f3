import { FromageError } from '../model/error.ts';
import type { JsonObject } from './json-shape.ts';
import { asObject, asText, parseJsonObject } from './json-shape.ts';
import { readIntegrity } from './integrity.ts';
import { parseJsonc } from './jsonc.ts';

/** A package that a lock file pins; the name with its scope; the hash of what the registry serves, as `sha512:<hex>`, where the file has it. */
export type LockedPackage = readonly [name: string, version: string, hash?: string];

const MAX_DEPTH = 100;

/** package-lock.json and npm-shrinkwrap.json, lockfileVersion 1 to 3: what comes from elsewhere, not the project and its workspaces. Throws `malformed`. */
export function readPackageLock(bytes: Uint8Array): readonly LockedPackage[] {
  const lock = parseJsonObject(bytes, 'the lock file', bytes.length);
  const packages = asObject(lock.packages);
  return packages === null ? nestedPackages(lock, 0) : Object.entries(packages).flatMap(([path, entry]) => installedPackage(path, entry));
}

/** Keys of version 2 and 3 are places: `node_modules/a/node_modules/@s/b`; another name is there in `name`. */
function installedPackage(path: string, value: unknown): readonly LockedPackage[] {
  const at = path.lastIndexOf('node_modules/');
  const entry = asObject(value);
  const version = asText(entry?.version);
  if (at < 0 || entry === null || version === null || entry.link === true) return [];
  return [locked(asText(entry.name) ?? path.slice(at + 'node_modules/'.length), version, asText(entry.integrity))];
}

function nestedPackages(parent: JsonObject, depth: number): readonly LockedPackage[] {
  if (depth > MAX_DEPTH) throw new FromageError('malformed', 'the lock file is nested too deeply');
  return Object.entries(asObject(parent.dependencies) ?? {}).flatMap(([name, value]) => {
    const entry = asObject(value);
    if (entry === null) return [];
    const version = asText(entry.version);
    const alias = /^npm:(.+)@([^@]+)$/.exec(version ?? '');
    const own: readonly LockedPackage[] =
      alias !== null
        ? [locked(alias[1] ?? name, alias[2] ?? '', asText(entry.integrity))]
        : version === null || version.includes(':')
          ? []
          : [locked(name, version, asText(entry.integrity))];
    return [...own, ...nestedPackages(entry, depth + 1)];
  });
}

function locked(name: string, version: string, integrity: string | null): LockedPackage {
  const hash = readIntegrity(integrity);
  return hash === null ? [name, version] : [name, version, hash];
}

/** yarn.lock: of yarn 1, and since 2 ("berry") YAML; both as lines, for each has but the one form that yarn writes. Berry's `checksum` is of a zip that it makes itself, and so not told. */
export function readYarnLock(text: string): readonly LockedPackage[] {
  const found: LockedPackage[] = [];
  let key = '';
  for (const line of text.split(/\r?\n/)) {
    if (/^[^\s#].*:$/.test(line)) key = unquote(firstOf(line.slice(0, -1)));
    const field = /^ {2}(version|resolution|integrity):? +(.+)$/.exec(line);
    if (field === null || key === '') continue;
    const value = unquote(field[2] ?? '');
    if (field[1] === 'resolution') replaceLast(found, key, value);
    else if (field[1] === 'integrity') hashLast(found, key, value);
    else pushLocked(found, key, value);
  }
  return found;
}

/** A key lists all ranges that came to this version: `a@^1, a@^1.2` or `"a@npm:^1, a@npm:^1.2"`. */
function firstOf(key: string): string {
  return `${unquote(key).split(/, */)[0] ?? ''}`;
}

/** Workspaces and linked folders are the project's own. */
function pushLocked(found: LockedPackage[], key: string, version: string): void {
  const [name, range] = splitAtVersion(key);
  const alias = /^npm:(@?[^@]+)@/.exec(range)?.[1];
  if (name === '' || /^(?:workspace|portal|link|file):/.test(range) || version === '0.0.0-use.local') return;
  found.push([alias ?? name, version]);
}

function hashLast(found: LockedPackage[], key: string, integrity: string): void {
  const last = found.at(-1);
  const [name, range] = splitAtVersion(key);
  if (last !== undefined && (last[0] === name || range.startsWith(`npm:${last[0]}@`)))
    found[found.length - 1] = locked(last[0], last[1], integrity);
}

/** Berry's `resolution` has the real name where the key has an alias. */
function replaceLast(found: LockedPackage[], key: string, resolution: string): void {
  const last = found.at(-1);
  const name = /^(@?[^@]+)@npm:/.exec(resolution)?.[1];
  if (last === undefined || name === undefined || name === last[0] || last[0] !== splitAtVersion(key)[0]) return;
  found[found.length - 1] = [name, last[1]];
}

/**
 * pnpm-lock.yaml: the keys of `packages:`, which name all: `/a/1.0.0_peer@2` (version 5), `/a@1.0.0(peer@2)` (6), `a@1.0.0` (9).
 * Tarballs and git checkouts have an address for a version, and are left out.
 */
export function readPnpmLock(text: string): readonly LockedPackage[] {
  const found = new Map<string, LockedPackage>();
  let [section, last] = ['', ''];
  for (const line of text.split(/\r?\n/)) {
    if (/^[^\s#]/.test(line)) section = line.trimEnd();
    const key = section === 'packages:' ? /^ {2}(\S.*):$/.exec(line)?.[1] : undefined;
    const pinned = key === undefined ? null : pnpmKey(unquote(key));
    if (key !== undefined) last = pinned?.join('@') ?? '';
    if (pinned !== null) found.set(last, pinned);
    const integrity = /^ {4}resolution: \{(?:.*, )?integrity: ([^,}\s]+)/.exec(line)?.[1];
    const of = integrity === undefined ? undefined : found.get(last);
    if (of !== undefined) found.set(last, locked(of[0], of[1], integrity ?? null));
  }
  return [...found.values()];
}

function pnpmKey(key: string): LockedPackage | null {
  const bare = key.replace(/^\//, '').replace(/\(.*$/s, '');
  const old = /^((?:@[^/]+\/)?[^/@]+)\/(\d[^/_]*)(?:_.*)?$/.exec(bare);
  const [name, version] = old === null ? splitAtVersion(bare) : [old[1] ?? '', old[2] ?? ''];
  return name === '' || !/^\d/.test(version) ? null : [name, version];
}

/** bun.lock: JSON with comments and trailing commas; a package is a list whose first item is `name@version`. Throws `malformed`. */
export function readBunLock(text: string): readonly LockedPackage[] {
  const packages = asObject(asObject(parseJsonc(text, 'bun.lock'))?.packages) ?? {};
  return Object.values(packages).flatMap((entry): readonly LockedPackage[] => {
    const [name, version] = splitAtVersion(Array.isArray(entry) ? (asText(entry[0]) ?? '') : '');
    return name === '' || !/^\d/.test(version) ? [] : [locked(name, version, Array.isArray(entry) ? asText(entry.at(-1)) : null)];
  });
}

/** At the first `@` that is not a scope's. */
function splitAtVersion(text: string): readonly [name: string, version: string] {
  const at = text.indexOf('@', 1);
  return at < 0 ? ['', ''] : [text.slice(0, at), text.slice(at + 1)];
}

function unquote(text: string): string {
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}
