import type { TlsOptions } from '../../ports/index.ts';

/** A registry as we speak to it: its host, how, and what the repository is called there (mirrors may call it otherwise). */
export interface Endpoint {
  /** As people and credential files know it: `docker.io`, `localhost:5000`. */
  readonly name: string;
  /** Where its API is: `registry-1.docker.io`. */
  readonly host: string;
  readonly repository: string;
  /** In the order they are tried. The second only where the first is not spoken. */
  readonly protocols: readonly ('https' | 'http')[];
  readonly tls: TlsOptions;
  /** Whether the user asked not to check certificates: then it holds for hosts that the registry redirects to as well. */
  readonly tlsVerify: boolean;
  /** A mirror stands in for another registry: its refusals are passed over. */
  readonly isMirror: boolean;
}

/** docker.io has its API at another host. */
export function apiHost(registry: string): string {
  return registry === 'docker.io' || registry === 'index.docker.io' ? 'registry-1.docker.io' : registry;
}

/** `localhost`, 127/8 and ::1, with or without a port. */
export function isLoopback(host: string): boolean {
  const name = host
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  return name === 'localhost' || name === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}
