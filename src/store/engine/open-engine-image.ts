import { isUnknownPlatform } from '../../codec/manifests.ts';
import { FromageError } from '../../model/error.ts';
import type { Image } from '../../model/image.ts';
import type { Platform } from '../../model/platform.ts';
import { formatPlatform, matchPlatform } from '../../model/platform.ts';
import type { Problem } from '../../model/problem.ts';
import { tryReference } from '../../model/reference.ts';
import { canonicalName, isSameName, referenceAmong } from '../image-names.ts';
import { watchLayers } from '../layer-checks.ts';
import type { SourceSettings, StorePorts } from '../source.ts';
import { absentEngine } from './absent.ts';
import type { EngineEndpoint, EnginePorts } from './endpoint.ts';
import type { EngineClient, EngineLimits } from './engine-client.ts';
import { createEngineClient, ENGINE_LIMITS } from './engine-client.ts';
import { readEngineHistory } from './engine-history.ts';
import { engineLayers } from './engine-layers.ts';
import { countLayers, readEngineConfig, readIdentity, readManifests } from './inspect.ts';

/** One kind of engine. */
export interface Engine {
  /** `docker-daemon`, `podman`. */
  readonly scheme: string;
  /** For messages: `Docker`. */
  readonly label: string;
  /** What to do where none runs. */
  readonly hint: string;
  endpoints(ports: EnginePorts): Promise<readonly EngineEndpoint[]>;
}

export interface EngineSettings extends SourceSettings {
  readonly engineLimits?: Partial<EngineLimits>;
}

/**
 * Opens an image by name or ID, asking for its description and history only; layers are had when one is opened. Several engines are
 * asked one after another. Throws `usage`, `not-found`, `unreachable` (none runs), `server-error`, `unauthorized`, `unsupported`, `offline`.
 */
export async function openEngineImage(engine: Engine, name: string, settings: EngineSettings, ports: StorePorts): Promise<Image> {
  requireName(name);
  const endpoints = await engine.endpoints(ports);
  if (endpoints.length === 0) throw absentEngine(engine.label, engine.hint);
  let failure: unknown = null;
  for (const endpoint of endpoints) {
    try {
      return await openAt(endpoint, engine, name, settings, ports);
    } catch (error) {
      if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
      // That one engine does not have it says more than that another does not run.
      if (failure === null || (failure as FromageError).code === 'unreachable') failure = error;
    }
  }
  throw failure;
}

/**
 * The same for every platform that the engine has of it. Platforms that an engine before API 1.49 lists but can't describe are
 * told in `otherPlatforms` only. Each must be closed.
 */
export async function openEngineImages(
  engine: Engine,
  name: string,
  settings: EngineSettings,
  ports: StorePorts,
): Promise<readonly Image[]> {
  const images = [await openEngineImage(engine, name, { ...settings, platform: null }, ports)];
  try {
    for (const platform of images[0]?.otherPlatforms ?? []) {
      const other = await openEngineImage(engine, name, { ...settings, platform }, ports).catch(nullWhereNotFound);
      if (other !== null) images.push(other);
    }
    return images;
  } catch (error) {
    await Promise.all(images.map((image) => image.close()));
    throw error;
  }
}

function nullWhereNotFound(error: unknown): null {
  if (error instanceof FromageError && error.code === 'not-found') return null;
  throw error;
}

/** A reference or an ID: what stands in it goes into the path of a request. Throws `usage`. */
function requireName(name: string): void {
  if (/^[0-9a-f]{1,64}$/.test(name) || typeof tryReference(name) !== 'string') return;
  throw new FromageError('usage', `"${name.slice(0, 100)}" is neither the name nor the ID of an image`, { hint: 'for example httpd:2.4' });
}

async function openAt(endpoint: EngineEndpoint, engine: Engine, name: string, settings: EngineSettings, ports: StorePorts): Promise<Image> {
  if (settings.offline && !endpoint.isLocal) {
    throw new FromageError('offline', `${engine.label} at ${endpoint.name} is on another machine, and the network is not to be asked`);
  }
  const client = createEngineClient(engine.label, endpoint, { ...ENGINE_LIMITS, ...settings.engineLimits }, ports.http);
  const seen = await look(client, name, settings.platform);
  const config = readEngineConfig(seen.json, seen.history, `${name} as ${client.name} describes it`);
  const { identity } = seen;
  const saved = { what: `${name} from ${client.name}`, save: () => client.save(identity.id, seen.asked) };
  const made = engineLayers(config, seen.history.sizes, saved, settings, ports);
  const watched = watchLayers(made.layers);
  const problems = [engineProblem(client.name), ...historyProblems(seen, config.diffIds.length)];
  return {
    source: engine.scheme,
    location: `${engine.scheme}:${name}`,
    reference: referenceOf(name, identity.names),
    names: identity.names,
    platform: config.platform,
    otherPlatforms: seen.otherPlatforms,
    indexDigest: identity.indexDigest,
    manifestDigest: identity.manifestDigest,
    manifest: null,
    configDigest: identity.configDigest,
    configVerified: false,
    config,
    layers: watched.layers,
    get problems() {
      return [...problems, ...watched.unchecked()];
    },
    attachments: async () => [],
    close: made.close,
  };
}

interface Seen {
  readonly json: Parameters<typeof readEngineConfig>[0];
  readonly identity: ReturnType<typeof readIdentity>;
  readonly history: ReturnType<typeof readEngineHistory>;
  readonly otherPlatforms: readonly Platform[];
  /** The platform that must be named to get this one; null where the engine gives it anyway. */
  readonly asked: Platform | null;
}

/** The platform that is not the engine's own choice takes a second look, which only the containerd store can give (API 1.49). */
async function look(client: EngineClient, name: string, wanted: Platform | null): Promise<Seen> {
  const first = await client.inspect(name, null);
  const manifests = readManifests(first.json);
  const given = readEngineConfig(first.json, NO_HISTORY, name).platform;
  const suits = wanted === null || isUnknownPlatform(given) || matchPlatform(wanted, given);
  const asked = suits ? null : wanted;
  const { json } = asked === null ? first : await inspectOther(client, name, asked, given, manifests.length > 0);
  const target = asked ?? given;
  const chosen = manifests.find((item) => matchPlatform(target, item.platform)) ?? null;
  const identity = readIdentity(
    { ...json, Id: first.json['Id'], Descriptor: first.json['Descriptor'] },
    first.apiVersion,
    chosen,
    client.name,
  );
  const history = readEngineHistory(await client.history(identity.id, asked), countLayers(json));
  return {
    json,
    identity,
    history,
    asked,
    otherPlatforms: manifests.filter((item) => item !== chosen && item.available).map((item) => item.platform),
  };
}

const NO_HISTORY = { entries: [], sizes: null };

async function inspectOther(
  client: EngineClient,
  name: string,
  wanted: Platform,
  given: Platform,
  hasSeveral: boolean,
): ReturnType<EngineClient['inspect']> {
  const missing = new FromageError('not-found', `${client.name} has no ${name} for ${formatPlatform(wanted)}`, {
    hint: `it has the one for ${formatPlatform(given)}; give docker://${name} to ask the registry`,
  });
  if (!hasSeveral) throw missing;
  const other = await client.inspect(name, wanted);
  // An older engine passes over the question and describes its own choice again.
  if (!matchPlatform(wanted, readEngineConfig(other.json, NO_HISTORY, name).platform)) throw missing;
  return other;
}

function referenceOf(name: string, names: readonly string[]): string | null {
  const own = names.find((item) => isSameName(item, name));
  return own === undefined ? referenceAmong(names) : canonicalName(own);
}

function engineProblem(name: string): Problem {
  return { kind: 'unverified', message: `the config is as ${name} describes it, and could not be hashed`, incomplete: false };
}

function historyProblems(seen: Seen, layers: number): readonly Problem[] {
  if (seen.history.sizes !== null || seen.history.entries.length === 0) return [];
  const counted = seen.history.entries.filter((entry) => !entry.emptyLayer).length;
  return [
    {
      kind: 'history-unpaired',
      message: `the engine's history does not tell which of its steps made the ${layers} layers (${counted} have a size)`,
      incomplete: false,
    },
  ];
}
