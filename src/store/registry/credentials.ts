import type { JsonObject } from '../../codec/json-shape.ts';
import { asObject, asText } from '../../codec/json-shape.ts';
import { FromageError } from '../../model/error.ts';
import type { Problem } from '../../model/problem.ts';
import type { Environment, Exec, Files } from '../../ports/index.ts';
import { decodeBase64 } from './base64.ts';
import { askHelper } from './credential-helper.ts';

/** What a registry is shown. `from` says where it was found, for messages. */
export type Credentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string; readonly from: string }
  /** An OAuth2 refresh token, to be changed for an access token at the registry's token service. */
  | { readonly kind: 'identity'; readonly token: string; readonly from: string }
  /** A token the registry itself takes. */
  | { readonly kind: 'bearer'; readonly token: string; readonly from: string };

export interface FoundCredentials {
  readonly credentials: Credentials | null;
  /** A helper that hangs, a file that may not be read: told, and gone on without. */
  readonly problems: readonly Problem[];
}

export interface CredentialPorts {
  readonly files: Files;
  readonly environment: Environment;
  readonly exec: Exec;
}

const MAX_FILE_BYTES = 4 * 1024 * 1024;
const HUB_KEY = 'https://index.docker.io/v1/';

/**
 * The credentials for a repository: from podman's auth.json (REGISTRY_AUTH_FILE alone where it is set), else from docker's
 * config.json, with their helpers. Throws `malformed` naming the file, never what stands in it.
 */
export async function findCredentials(
  registry: string,
  repository: string,
  helperTimeoutMs: number,
  ports: CredentialPorts,
): Promise<FoundCredentials> {
  const problems: Problem[] = [];
  for (const path of credentialFiles(ports)) {
    const json = await readCredentialFile(path, problems, ports.files);
    const credentials = json === null ? null : await lookUp(json, path, registry, repository, helperTimeoutMs, problems, ports.exec);
    if (credentials !== null) return { credentials, problems };
  }
  return { credentials: null, problems };
}

/** In the order they are asked. */
function credentialFiles({ files, environment }: CredentialPorts): readonly string[] {
  const named = environment.get('REGISTRY_AUTH_FILE');
  const runtime = environment.get('XDG_RUNTIME_DIR');
  const config = environment.get('XDG_CONFIG_HOME') || files.join(environment.home, '.config');
  const podman = named
    ? [named]
    : [
        // Without a run-time folder podman writes below /run/containers/UID, which is of use to root alone.
        runtime ? files.join(runtime, 'containers', 'auth.json') : ROOTS_FILE,
        files.join(config, 'containers', 'auth.json'),
      ];
  return [...podman, files.join(environment.get('DOCKER_CONFIG') || files.join(environment.home, '.docker'), 'config.json')];
}

const ROOTS_FILE = '/run/containers/0/auth.json';

async function readCredentialFile(path: string, problems: Problem[], files: Files): Promise<JsonObject | null> {
  const bytes = await files.read(path, MAX_FILE_BYTES).catch((error: unknown) => {
    if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
    if (error.code !== 'not-found' && path !== ROOTS_FILE) {
      problems.push({ kind: 'credentials', message: `the credentials in ${path} could not be read`, where: path, incomplete: false });
    }
    return null;
  });
  if (bytes === null) return null;
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') return null;
  const json = parseQuietly(text);
  if (json === null) throw malformed(path, 'is not valid JSON');
  return json;
}

/** JSON.parse quotes what it could not read in its message: it goes no further. */
function parseQuietly(text: string): JsonObject | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

async function lookUp(
  json: JsonObject,
  path: string,
  registry: string,
  repository: string,
  timeoutMs: number,
  problems: Problem[],
  exec: Exec,
): Promise<Credentials | null> {
  const helpers = asObject(json['credHelpers']) ?? {};
  const own = hostNames(registry)
    .map((name) => asText(helpers[name]))
    .find((name) => name !== null);
  const ask = (helper: string): Promise<Credentials | null> =>
    askHelper({ helper, server: registry === 'docker.io' ? HUB_KEY : registry, path, timeoutMs }, problems, exec);
  if (own != null) return ask(own);
  const entry = findEntry(asObject(json['auths']) ?? {}, registry, repository);
  const stored = entry === null ? null : readEntry(entry, path, registry);
  if (stored !== null) return stored;
  const store = asText(json['credsStore']);
  return store === null ? null : ask(store);
}

/** The entry of the longest key: `host/ns/repo`, `host/ns`, `host`; docker writes hosts as URLs too. */
function findEntry(auths: JsonObject, registry: string, repository: string): JsonObject | null {
  const keys = new Map(Object.keys(auths).map((key) => [normalizeKey(key), key]));
  const parts = repository.split('/');
  for (let length = parts.length; length >= 0; length -= 1) {
    for (const host of hostNames(registry)) {
      const key = keys.get([host, ...parts.slice(0, length)].join('/'));
      const entry = key === undefined ? null : asObject(auths[key]);
      if (entry !== null && Object.keys(entry).length > 0) return entry;
    }
  }
  return null;
}

/** `https://host/v1/` and `host/v2/` are `host`. */
function normalizeKey(key: string): string {
  return key
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
    .replace(/\/v[12]$/, '');
}

function hostNames(registry: string): readonly string[] {
  return registry === 'docker.io' ? ['docker.io', 'index.docker.io', 'registry-1.docker.io', HUB_KEY] : [registry];
}

function readEntry(entry: JsonObject, path: string, registry: string): Credentials | null {
  const identity = asText(entry['identitytoken']);
  if (identity !== null) return { kind: 'identity', token: identity, from: path };
  const bearer = asText(entry['registrytoken']);
  if (bearer !== null) return { kind: 'bearer', token: bearer, from: path };
  const auth = asText(entry['auth']);
  if (auth === null) {
    const username = asText(entry['username']);
    return username === null ? null : { kind: 'basic', username, password: asText(entry['password']) ?? '', from: path };
  }
  const text = decodeBase64(auth);
  const colon = text?.indexOf(':') ?? -1;
  if (text === null || colon < 1) throw malformed(path, `has no readable "auth" for ${registry}`);
  // Docker pads passwords with NUL characters when it rewrites old files.
  return { kind: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1).replace(/\0+$/, ''), from: path };
}

function malformed(path: string, why: string): FromageError {
  return new FromageError('malformed', `the credentials file ${path} ${why}`, { hint: 'mend it, or log in again' });
}
