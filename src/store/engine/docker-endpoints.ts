import type { JsonObject } from '../../codec/json-shape.ts';
import { asObject, asText, parseJsonObject } from '../../codec/json-shape.ts';
import { FromageError } from '../../model/error.ts';
import type { Environment, Files, TlsOptions } from '../../ports/index.ts';
import type { EngineEndpoint, EnginePorts } from './endpoint.ts';
import { parseEngineHost, presentSockets, withoutUser } from './endpoint.ts';

const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * Where a Docker engine may be, in the order to ask, as the docker command finds it: DOCKER_HOST, else the context named by
 * DOCKER_CONTEXT or config.json, else the usual sockets that are there. Empty: none. Throws `unsupported` (ssh, npipe),
 * `not-found` (no such context), `malformed`, `usage`.
 */
export async function findDockerEndpoints(ports: EnginePorts): Promise<readonly EngineEndpoint[]> {
  const { files, environment } = ports;
  const host = environment.get('DOCKER_HOST');
  if (host) return [parseEngineHost(host, `DOCKER_HOST (${withoutUser(host)})`, await tlsOfEnvironment(environment, files))];
  const folder = configFolder(environment, files);
  const context = environment.get('DOCKER_CONTEXT') || (await currentContext(folder, files));
  if (context !== null && context !== 'default') return [await endpointOfContext(context, folder, ports)];
  return presentSockets(usualSockets(environment, files), files);
}

/** Rootful, rootless, Docker Desktop (macOS, Linux), Colima, OrbStack, Rancher Desktop. */
function usualSockets({ get, home, runtimeFolder }: Environment, files: Files): readonly string[] {
  const runtime = runtimeFolder === null ? [] : [files.join(runtimeFolder, 'docker.sock')];
  return [
    '/var/run/docker.sock',
    ...runtime,
    files.join(home, '.docker', 'run', 'docker.sock'),
    files.join(home, '.docker', 'desktop', 'docker.sock'),
    files.join(get('COLIMA_HOME') || files.join(home, '.colima'), 'default', 'docker.sock'),
    files.join(home, '.orbstack', 'run', 'docker.sock'),
    files.join(home, '.rd', 'docker.sock'),
  ];
}

function configFolder(environment: Environment, files: Files): string {
  return environment.get('DOCKER_CONFIG') || files.join(environment.home, '.docker');
}

/** Of docker's config.json; null where it names none. What is wrong with the file is for who reads credentials out of it to say. */
async function currentContext(folder: string, files: Files): Promise<string | null> {
  const json = await readJson(files.join(folder, 'config.json'), files).catch((error: unknown) => {
    if (error instanceof FromageError && error.code !== 'interrupted') return null;
    throw error;
  });
  return asText(json?.['currentContext']);
}

/** `contexts/meta/<sha256 of its name>/meta.json`, and its certificates beside that. */
async function endpointOfContext(name: string, folder: string, ports: EnginePorts): Promise<EngineEndpoint> {
  const { files } = ports;
  const hasher = ports.hash.start('sha256');
  hasher.update(new TextEncoder().encode(name));
  const id = hasher.hex();
  const meta = await readJson(files.join(folder, 'contexts', 'meta', id, 'meta.json'), files);
  const shown = name.slice(0, 100);
  if (meta === null) {
    throw new FromageError('not-found', `there is no docker context called ${shown}`, {
      hint: 'docker context ls lists them; unset DOCKER_CONTEXT for the default',
    });
  }
  const docker = asObject(asObject(meta['Endpoints'])?.['docker']);
  const host = asText(docker?.['Host']);
  if (host === null) throw new FromageError('malformed', `the docker context ${shown} names no address of an engine`);
  const tls = await readTls(files.join(folder, 'contexts', 'tls', id, 'docker'), docker?.['SkipTLSVerify'] !== true, files);
  return parseEngineHost(host, `the docker context ${shown} (${withoutUser(host)})`, tls);
}

/** DOCKER_TLS_VERIFY: TLS, certificates checked; DOCKER_TLS alone: unchecked. Certificates from DOCKER_CERT_PATH. */
async function tlsOfEnvironment(environment: Environment, files: Files): Promise<TlsOptions | null> {
  const verify = Boolean(environment.get('DOCKER_TLS_VERIFY'));
  if (!verify && !environment.get('DOCKER_TLS')) return null;
  const folder = environment.get('DOCKER_CERT_PATH') || configFolder(environment, files);
  return (await readTls(folder, verify, files)) ?? { verify };
}

/** `ca.pem`, `cert.pem` and `key.pem` of a folder; null where none is there. Throws `malformed` for half of the pair. */
async function readTls(folder: string, verify: boolean, files: Files): Promise<TlsOptions | null> {
  const [ca, cert, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map((name) => readText(files.join(folder, name), files)));
  if ((cert === null) !== (key === null)) throw new FromageError('malformed', `of cert.pem and key.pem in ${folder} one is missing`);
  if (ca == null && cert == null) return null;
  return { verify, ...(ca == null ? {} : { ca: [ca] }), ...(cert == null || key == null ? {} : { cert, key }) };
}

async function readJson(path: string, files: Files): Promise<JsonObject | null> {
  const bytes = await readIfThere(path, files);
  return bytes === null ? null : parseJsonObject(bytes, path, MAX_FILE_BYTES);
}

async function readText(path: string, files: Files): Promise<string | null> {
  const bytes = await readIfThere(path, files);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

async function readIfThere(path: string, files: Files): Promise<Uint8Array | null> {
  return files.read(path, MAX_FILE_BYTES).catch((error: unknown) => {
    if (error instanceof FromageError && error.code === 'not-found') return null;
    throw error;
  });
}
