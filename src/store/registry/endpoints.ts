import { FromageError } from '../../model/error.ts';
import type { Reference } from '../../model/reference.ts';
import { formatReference, parseReference } from '../../model/reference.ts';
import { splitName } from '../../model/reference-grammar.ts';
import type { Environment, Files } from '../../ports/index.ts';
import { loadTls } from './certs.ts';
import type { Endpoint } from './endpoint.ts';
import { apiHost, isLoopback } from './endpoint.ts';
import type { RegistriesConf } from './registries-conf.ts';
import { findRegistryEntry, rewriteName } from './registries-conf.ts';

export interface EndpointSettings {
  readonly tlsVerify: boolean | null;
  readonly plainHttp: boolean;
}

export interface EndpointPorts {
  readonly files: Files;
  readonly environment: Environment;
}

/**
 * Where a reference is to be had, in the order to ask: mirrors first, the registry itself last.
 * Throws `unsupported` where registries.conf blocks it, `malformed` where it names a place that can be none, `usage` where the reference does.
 */
export async function resolveEndpoints(
  reference: Reference,
  conf: RegistriesConf,
  settings: EndpointSettings,
  ports: EndpointPorts,
): Promise<readonly Endpoint[]> {
  const name = `${reference.registry}/${reference.repository}`;
  const entry = findRegistryEntry(conf, name);
  if (entry?.blocked === true) {
    throw new FromageError('unsupported', `${name} is not asked: registries.conf blocks ${entry.prefix}`);
  }
  const kind = reference.digest === null ? 'tag-only' : 'digest-only';
  const mirrors = (entry?.mirrors ?? []).filter((mirror) => mirror.serves === 'all' || mirror.serves === kind);
  const places = mirrors.map((mirror) => ({
    name: rewriteName(name, entry?.prefix ?? '', mirror.location),
    insecure: mirror.insecure,
    isMirror: true,
  }));
  const own = {
    name: entry === null ? name : rewriteName(name, entry.prefix, entry.location),
    insecure: entry?.insecure ?? false,
    isMirror: false,
  };
  return Promise.all([...places, own].map((place) => makeEndpoint(place, place.name !== name, settings, ports)));
}

/**
 * The full references that a name without a registry may stand for, in the order to try: its alias alone, else one for each
 * search registry and docker.io, which is what such a name means to docker. A full name stands for itself.
 */
export function expandShortName(text: string, conf: RegistriesConf): readonly Reference[] {
  const reference = parseReference(text);
  if (!isShort(text)) return [reference];
  const [, name = text, rest = ''] = /^([^:@]*)(.*)$/.exec(text) ?? [];
  const alias = conf.aliases.get(name);
  if (alias !== undefined && alias !== '') return [parseReference(alias + rest)];
  const found = conf.searchRegistries.map((registry) => parseReference(`${registry}/${registry === 'docker.io' ? text : name + rest}`));
  const distinct = new Map([...found, reference].map((item) => [formatReference(item), item]));
  return [...distinct.values()];
}

/** The same test as the reference grammar's: a first part that could be a host is one. */
function isShort(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash < 0) return true;
  const first = text.slice(0, slash);
  return first !== 'localhost' && !/[.:]/.test(first) && first === first.toLowerCase();
}

async function makeEndpoint(
  place: { readonly name: string; readonly insecure: boolean; readonly isMirror: boolean },
  isConfigured: boolean,
  settings: EndpointSettings,
  ports: EndpointPorts,
): Promise<Endpoint> {
  const { registry, repository } = splitPlace(place.name, isConfigured);
  const host = apiHost(registry);
  const local = isLoopback(host);
  const insecure = settings.tlsVerify === null ? place.insecure : !settings.tlsVerify;
  // As docker does: a registry on this machine need not be secure unless the user says it must.
  const lax = insecure || (local && settings.tlsVerify === null);
  return {
    name: registry,
    host,
    repository,
    protocols: protocolsFor(host, lax, settings.plainHttp),
    tls: await loadTls(host, !lax, ports),
    tlsVerify: !insecure,
    isMirror: place.isMirror,
  };
}

/** The grammar of references lets ports through that there are not. */
function splitPlace(name: string, isConfigured: boolean): { readonly registry: string; readonly repository: string } {
  const parts = splitName(name);
  if (typeof parts !== 'string' && parts.domain !== '' && isHost(parts.domain)) return { registry: parts.domain, repository: parts.path };
  const shown = `"${name.slice(0, 100)}"`;
  if (!isConfigured) throw new FromageError('usage', `${shown} begins with no host that there can be`, { hint: 'is the port right?' });
  throw new FromageError('malformed', `registries.conf leads to ${shown}, which is no registry and repository`, {
    hint: 'a location is written host[:port][/path], without a scheme',
  });
}

function isHost(text: string): boolean {
  try {
    return new URL(`https://${text}`).host !== '';
  } catch {
    return false;
  }
}

/** --plain-http is meant for the registry at hand: one on this machine, or at a port of its own, not for docker.io behind it. */
function protocolsFor(host: string, lax: boolean, plainHttp: boolean): readonly ('https' | 'http')[] {
  if (plainHttp && (isLoopback(host) || /:\d+$/.test(host))) return ['http'];
  return lax ? ['https', 'http'] : ['https'];
}
