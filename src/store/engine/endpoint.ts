import { FromageError } from '../../model/error.ts';
import type { Files, TlsOptions } from '../../ports/index.ts';
import { isLoopback } from '../registry/endpoint.ts';
import type { StorePorts } from '../source.ts';

/** Where an engine's API is. */
export interface EngineEndpoint {
  /** How messages call it: a socket's path, or host and port. */
  readonly name: string;
  /** `http://host:port`; with a socket only the Host header comes of it. */
  readonly origin: string;
  readonly socketPath: string | null;
  readonly tls: TlsOptions | null;
  /** Whether it is on this machine: another is not asked under --offline. */
  readonly isLocal: boolean;
}

/** What finding an engine needs. */
export type EnginePorts = Pick<StorePorts, 'files' | 'environment' | 'hash'>;

/** A Unix socket. */
export function socketEndpoint(path: string): EngineEndpoint {
  return { name: path, origin: 'http://localhost', socketPath: path, tls: null, isLocal: true };
}

/**
 * `unix:///path`, `tcp://host:port`, `http(s)://host:port`; `tls` where the host is to be spoken to over TLS. `from` says where the
 * address was found. Throws `unsupported` for ssh, npipe and what is unknown, `usage` where it is no address.
 */
export function parseEngineHost(text: string, from: string, tls: TlsOptions | null): EngineEndpoint {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(text) ?? [];
  if (scheme === 'unix') return socketEndpoint(rest.startsWith('/') ? rest : `/${rest}`);
  if (scheme === 'tcp' || scheme === 'http' || scheme === 'https') return tcpEndpoint(rest, scheme, from, tls);
  if (scheme === '')
    throw new FromageError('usage', `${from} is no address of an engine`, { hint: 'write it as unix:///path or tcp://host:port' });
  throw new FromageError('unsupported', `${from} names an engine behind ${scheme}://, which is not spoken`, { hint: hintFor(scheme) });
}

/** An address for messages: what stands before an `@` may be a password. */
export function withoutUser(host: string): string {
  return host.replace(/\/\/.*@/s, '//…@').slice(0, 200);
}

/** The sockets among `paths` that are there, each once. */
export async function presentSockets(paths: readonly string[], files: Files): Promise<readonly EngineEndpoint[]> {
  const found = await Promise.all([...new Set(paths)].map(async (path) => ((await isSocket(path, files)) ? [socketEndpoint(path)] : [])));
  return found.flat();
}

const PLAIN_PORT = 2375;
const TLS_PORT = 2376;

function tcpEndpoint(rest: string, scheme: string, from: string, tls: TlsOptions | null): EngineEndpoint {
  const secure = scheme === 'https' || tls !== null;
  let url: URL;
  try {
    url = new URL(`${secure ? 'https' : 'http'}://${rest}`);
  } catch {
    throw new FromageError('usage', `${from} is no address of an engine`, { hint: 'write it as tcp://host:port' });
  }
  // What is left out is docker's own port; URL hides a port that is its protocol's.
  const port = url.port || (/:(80|443)(\/|$)/.exec(rest)?.[1] ?? String(secure ? TLS_PORT : PLAIN_PORT));
  const host = `${url.hostname}:${port}`;
  const path = url.pathname.replace(/\/+$/, '');
  return {
    name: host,
    origin: `${secure ? 'https' : 'http'}://${host}${path}`,
    socketPath: null,
    tls: secure ? (tls ?? { verify: true }) : null,
    isLocal: isLoopback(host),
  };
}

function hintFor(scheme: string): string {
  if (scheme === 'ssh')
    return 'forward its socket (ssh -L /tmp/engine.sock:/var/run/docker.sock HOST) and name that: unix:///tmp/engine.sock';
  if (scheme === 'npipe') return 'save the image to a file (docker save IMAGE -o image.tar) and give that';
  return 'known are unix:// and tcp://';
}

async function isSocket(path: string, files: Files): Promise<boolean> {
  // What may not be looked at is as good as absent.
  const found = await files.status(path).catch((error: unknown) => {
    if (error instanceof FromageError && error.code !== 'interrupted') return null;
    throw error;
  });
  return found?.kind === 'socket';
}
