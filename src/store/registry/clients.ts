import type { Reference } from '../../model/reference.ts';
import type { StorePorts } from '../source.ts';
import type { RegistryClient } from './client.ts';
import { createRegistryClient } from './client.ts';
import type { EndpointSettings } from './endpoints.ts';
import { resolveEndpoints } from './endpoints.ts';
import type { RegistryLimits } from './limits.ts';
import { REGISTRY_LIMITS } from './limits.ts';
import type { RegistriesConf } from './registries-conf.ts';
import { loadRegistriesConf } from './registries-conf.ts';

export interface ClientsSettings extends EndpointSettings {
  readonly credentials: { readonly username: string; readonly password: string } | null;
  readonly limits?: Partial<RegistryLimits>;
}

/** What is known for as long as the same connections are used: configuration, and clients with their tokens. */
interface Session {
  conf: Promise<RegistriesConf> | null;
  readonly clients: Map<string, RegistryClient>;
}

const sessions = new WeakMap<object, Session>();

/** registries.conf, read once. Throws `malformed`. */
export function confFor(ports: StorePorts): Promise<RegistriesConf> {
  const session = sessionOf(ports);
  session.conf ??= loadRegistriesConf(ports);
  return session.conf;
}

/** A client for each place where a reference may be had: mirrors, then the registry. Those for a repository that was asked before are used again. */
export async function openClients(reference: Reference, settings: ClientsSettings, ports: StorePorts): Promise<readonly RegistryClient[]> {
  const { clients } = sessionOf(ports);
  const limits = { ...REGISTRY_LIMITS, ...settings.limits };
  const endpoints = await resolveEndpoints(reference, await confFor(ports), settings, ports);
  return endpoints.map((endpoint) => {
    const key = JSON.stringify([endpoint, settings.credentials, limits]);
    const client = clients.get(key) ?? createRegistryClient(endpoint, { credentials: settings.credentials, limits }, ports);
    clients.set(key, client);
    return client;
  });
}

function sessionOf(ports: StorePorts): Session {
  const known = sessions.get(ports.http);
  if (known !== undefined) return known;
  const session: Session = { conf: null, clients: new Map() };
  sessions.set(ports.http, session);
  return session;
}
