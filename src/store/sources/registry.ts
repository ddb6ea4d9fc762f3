import { FromageError } from '../../model/error.ts';
import type { Image } from '../../model/image.ts';
import type { Reference } from '../../model/reference.ts';
import { formatReference, withDefaultTag } from '../../model/reference.ts';
import type { RegistryClient } from '../registry/client.ts';
import { openClients } from '../registry/clients.ts';
import { expandShortName } from '../registry/endpoints.ts';
import type { RegistryLimits } from '../registry/limits.ts';
import { resolveAll, resolveImage } from '../resolve-image.ts';
import type { About } from '../resolve-image.ts';
import type { BlobReader, Source, SourceSettings, StorePorts } from '../source.ts';
import { confFor } from '../registry/clients.ts';

/** How to speak to registries, and how patiently. */
export interface RegistrySettings extends SourceSettings {
  readonly limits?: Partial<RegistryLimits>;
}

/** `docker://httpd:2.4`: an image in a registry. */
export const registrySource = {
  scheme: 'docker',
  summary: 'an image in a registry',
  example: 'docker://ghcr.io/owner/app:1.2',
  network: true,
  open: (location, settings, ports) => openRegistryImage(location.replace(/^\/\//, ''), settings, ports),
  openAll: (location, settings, ports) => openRegistryImages(location.replace(/^\/\//, ''), settings, ports),
} as const satisfies Source;

/**
 * Opens an image by reference: one request for its manifest (two from an index), one for its config, none for layers.
 * Throws `usage`, `offline`, `not-found`, `unauthorized`, `rate-limited`, `unreachable`, `server-error`, and what resolveImage throws.
 */
export async function openRegistryImage(text: string, settings: RegistrySettings, ports: StorePorts): Promise<Image> {
  const found = await findRoot(text, settings, ports);
  return resolveImage(found.root, found.reader, found.about, settings, ports);
}

/** Every platform's image. Errors as openRegistryImage. */
export async function openRegistryImages(text: string, settings: RegistrySettings, ports: StorePorts): Promise<readonly Image[]> {
  const found = await findRoot(text, settings, ports);
  return resolveAll(found.root, found.reader, found.about, settings, ports);
}

/** All tags of the repository that a reference names. Errors as openRegistryImage. */
export async function listTags(text: string, settings: RegistrySettings, ports: StorePorts): Promise<readonly string[]> {
  return tryEach(text, settings, ports, async (client) => client.listTags());
}

interface Root {
  readonly root: Parameters<typeof resolveImage>[0];
  readonly reader: BlobReader;
  readonly about: About;
}

async function findRoot(text: string, settings: RegistrySettings, ports: StorePorts): Promise<Root> {
  return tryEach(text, settings, ports, async (client, named) => {
    const reference = withDefaultTag(named);
    const { descriptor, bytes } = await client.getManifest(reference.digest ?? reference.tag ?? 'latest');
    const name = formatReference(reference);
    const about: About = { source: 'docker', location: name, reference: name, names: [name], problems: client.problems };
    return { root: descriptor, reader: readerOf(client, descriptor.digest, bytes), about };
  });
}

function readerOf(client: RegistryClient, rootDigest: string, rootBytes: Uint8Array): BlobReader {
  return {
    open(descriptor, kind) {
      if (descriptor.digest === rootDigest) return once(rootBytes);
      return kind === 'manifest' ? client.openManifest(descriptor) : client.openBlob(descriptor);
    },
    referrers: (subject) => client.listReferrers(subject),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * Asks the places a reference may be at, one after another. A mirror's failure is passed over; that of a registry in a list of
 * several only where it has no such image. The last failure is thrown.
 */
export async function tryEach<T>(
  text: string,
  settings: RegistrySettings,
  ports: StorePorts,
  use: (client: RegistryClient, reference: Reference) => Promise<T>,
): Promise<T> {
  if (settings.offline) {
    throw new FromageError('offline', `${text} is in a registry, and --offline was given`, {
      hint: 'leave out --offline to ask the registry',
    });
  }
  let failure: unknown = null;
  for (const reference of expandShortName(text, await confFor(ports))) {
    for (const client of await openClients(reference, settings, ports)) {
      try {
        return await use(client, reference);
      } catch (error) {
        if (!mayGoOn(error, client)) throw error;
        failure = error;
      }
    }
  }
  throw failure;
}

function mayGoOn(error: unknown, client: RegistryClient): boolean {
  if (!(error instanceof FromageError) || error.code === 'interrupted') return false;
  return client.endpoint.isMirror || error.code === 'not-found' || error.code === 'unauthorized';
}
