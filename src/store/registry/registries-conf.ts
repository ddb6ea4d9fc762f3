import type { JsonObject } from '../../codec/json-shape.ts';
import { asObject, asObjects, asText, asTexts } from '../../codec/json-shape.ts';
import { FromageError } from '../../model/error.ts';
import type { Environment, Files } from '../../ports/index.ts';

/** What containers-registries.conf(5) says, version 2. */
export interface RegistriesConf {
  /** Where a name without a registry is looked for, in this order; empty where nothing is said. */
  readonly searchRegistries: readonly string[];
  /** Short names and what they stand for: `fedora` → `registry.fedoraproject.org/fedora`. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly registries: readonly RegistryEntry[];
}

export interface RegistryEntry {
  /** `docker.io`, `docker.io/library`, `*.example.com`. */
  readonly prefix: string;
  /** What stands in for the prefix. */
  readonly location: string;
  readonly insecure: boolean;
  readonly blocked: boolean;
  readonly mirrors: readonly Mirror[];
}

export interface Mirror {
  readonly location: string;
  readonly insecure: boolean;
  readonly serves: 'all' | 'digest-only' | 'tag-only';
}

export interface ConfPorts {
  readonly files: Files;
  readonly environment: Environment;
}

const MAX_FILE_BYTES = 1024 * 1024;
const MAX_FILES = 200;
const NO_CONF: RegistriesConf = { searchRegistries: [], aliases: new Map(), registries: [] };

/**
 * The user's registries.conf or else the system's (CONTAINERS_REGISTRIES_CONF alone where it is set), with the `.d` folders
 * over it, a later file over an earlier. The TOML reader is loaded only where there is such a file. Throws `malformed`.
 */
export async function loadRegistriesConf(ports: ConfPorts): Promise<RegistriesConf> {
  let conf = NO_CONF;
  for (const path of await confFiles(ports)) {
    const bytes = await readQuietly(path, ports.files);
    if (bytes !== null) conf = merge(conf, await readConf(new TextDecoder().decode(bytes), path));
  }
  return conf;
}

/** One file. Throws `malformed` naming it. */
export async function readConf(text: string, path: string): Promise<RegistriesConf> {
  const { parse } = await import('smol-toml');
  let toml: JsonObject;
  try {
    toml = parse(text);
  } catch {
    throw new FromageError('malformed', `${path} is not valid TOML`);
  }
  const aliases = Object.entries(asObject(toml['aliases']) ?? {}).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return {
    searchRegistries: asTexts(toml['unqualified-search-registries']),
    aliases: new Map(aliases),
    registries: asObjects(toml['registry']).flatMap((entry) => readEntry(entry)),
  };
}

/** The entry with the longest prefix of `host/path`, or null. */
export function findRegistryEntry(conf: RegistriesConf, name: string): RegistryEntry | null {
  const matching = conf.registries.filter((entry) => matchedLength(entry.prefix, name) > 0);
  return matching.toSorted((a, b) => matchedLength(b.prefix, name) - matchedLength(a.prefix, name))[0] ?? null;
}

/** `name` with `location` in place of what the prefix matches. */
export function rewriteName(name: string, prefix: string, location: string): string {
  return location === '' ? name : location + name.slice(matchedLength(prefix, name));
}

/** How much of the name a prefix covers, in characters; 0 where it does not. It ends where a part of the name ends. */
function matchedLength(prefix: string, name: string): number {
  if (prefix.startsWith('*.')) {
    const slash = name.indexOf('/');
    const host = slash < 0 ? name : name.slice(0, slash);
    return host.replace(/:\d+$/, '').endsWith(prefix.slice(1)) ? host.length : 0;
  }
  if (!name.startsWith(prefix)) return 0;
  return name.length === prefix.length || '/:@'.includes(name.charAt(prefix.length)) ? prefix.length : 0;
}

async function confFiles({ files, environment }: ConfPorts): Promise<readonly string[]> {
  const named = environment.get('CONTAINERS_REGISTRIES_CONF') || environment.get('REGISTRIES_CONFIG_PATH');
  const folder = files.join(environment.get('XDG_CONFIG_HOME') || files.join(environment.home, '.config'), 'containers');
  const own = files.join(folder, 'registries.conf');
  const main = named || ((await files.status(own)) === null ? '/etc/containers/registries.conf' : own);
  const extra: string[] = [];
  for (const from of ['/etc/containers/registries.conf.d', files.join(folder, 'registries.conf.d')]) {
    const names = (await files.status(from))?.kind === 'directory' ? await files.list(from) : [];
    extra.push(...names.filter((name) => name.endsWith('.conf')).map((name) => files.join(from, name)));
  }
  return [main, ...extra.slice(0, MAX_FILES)];
}

async function readQuietly(path: string, files: Files): Promise<Uint8Array | null> {
  return files.read(path, MAX_FILE_BYTES).catch((error: unknown) => {
    if (error instanceof FromageError && error.code === 'not-found') return null;
    throw error;
  });
}

function merge(under: RegistriesConf, over: RegistriesConf): RegistriesConf {
  const replaced = new Set(over.registries.map((entry) => entry.prefix));
  return {
    searchRegistries: over.searchRegistries.length > 0 ? over.searchRegistries : under.searchRegistries,
    aliases: new Map([...under.aliases, ...over.aliases]),
    registries: [...under.registries.filter((entry) => !replaced.has(entry.prefix)), ...over.registries],
  };
}

function readEntry(entry: JsonObject): RegistryEntry[] {
  const location = asText(entry['location']) ?? '';
  const prefix = asText(entry['prefix']) ?? location;
  if (prefix === '') return [];
  const digestOnly = entry['mirror-by-digest-only'] === true;
  const mirrors = asObjects(entry['mirror']).flatMap((mirror) => readMirror(mirror, digestOnly));
  return [{ prefix, location, insecure: entry['insecure'] === true, blocked: entry['blocked'] === true, mirrors }];
}

function readMirror(mirror: JsonObject, digestOnly: boolean): Mirror[] {
  const location = asText(mirror['location']);
  if (location === null) return [];
  const stated = mirror['pull-from-mirror'];
  const serves = stated === 'digest-only' || stated === 'tag-only' ? stated : 'all';
  return [{ location, insecure: mirror['insecure'] === true, serves: digestOnly ? 'digest-only' : serves }];
}
