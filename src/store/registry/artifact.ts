import { MEDIA_TYPES, readManifest } from '../../codec/manifests.ts';
import type { Digest } from '../../model/digest.ts';
import { FromageError } from '../../model/error.ts';
import { formatReference, parseReference, withDefaultTag } from '../../model/reference.ts';
import { tryEach, type RegistrySettings } from '../sources/registry.ts';
import type { StorePorts } from '../source.ts';
import { digestOf, readVerified } from '../verified.ts';
import { openClients } from './clients.ts';

/** One file in a registry: an OCI artifact of one layer. */
export interface Artifact {
  readonly artifactType: string;
  /** The layer's. */
  readonly mediaType: string;
  /** What the file is called. */
  readonly title: string;
  /** Asked for when all else is settled. */
  readonly content: () => Promise<Uint8Array>;
}

/** Where an artifact is. */
export interface PlacedArtifact {
  /** In full, with its tag. */
  readonly reference: string;
  /** Of the manifest. */
  readonly digest: Digest;
}

const EMPTY = new TextEncoder().encode('{}');
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';

/** Puts an artifact under a tag. Throws `usage` for a digest, `offline`, `unauthorized`, `unreachable`, `server-error`. */
export async function pushArtifact(
  text: string,
  artifact: Artifact,
  settings: RegistrySettings,
  ports: StorePorts,
): Promise<PlacedArtifact> {
  const reference = withDefaultTag(parseReference(text));
  if (reference.digest !== null || reference.tag === null)
    throw new FromageError('usage', `${text} is a digest, and what is sent goes under a tag`, {
      hint: 'registry.example.com/team/advisories:latest',
    });
  const name = formatReference(reference);
  if (settings.offline) throw new FromageError('offline', `${name} is in a registry, and --offline was given`);
  const client = (await openClients(reference, settings, ports)).find(({ endpoint }) => !endpoint.isMirror);
  if (client === undefined) throw new FromageError('unsupported', `${name} is not asked: registries.conf has mirrors alone`);
  const describe = (bytes: Uint8Array, mediaType: string) => ({ mediaType, digest: digestOf(bytes, ports.hash), size: bytes.length });
  const content = await artifact.content();
  const [config, layer] = [describe(EMPTY, EMPTY_TYPE), describe(content, artifact.mediaType)];
  await client.pushBlob(EMPTY, config.digest);
  await client.pushBlob(content, layer.digest);
  // image-spec, "Guidelines for Artifact Usage": an empty config, and the kind in artifactType.
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.ociManifest,
    artifactType: artifact.artifactType,
    config,
    layers: [{ ...layer, annotations: { 'org.opencontainers.image.title': artifact.title } }],
  };
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  await client.pushManifest(bytes, MEDIA_TYPES.ociManifest, reference.tag);
  return { reference: name, digest: digestOf(bytes, ports.hash) };
}

/** The one layer of an artifact of that type, verified. Throws `unsupported` where it is of another, `too-large`, and as openRegistryImage. */
export async function pullArtifact(
  text: string,
  { artifactType, maxBytes }: { readonly artifactType: string; readonly maxBytes: number },
  settings: RegistrySettings,
  ports: StorePorts,
): Promise<PlacedArtifact & { readonly bytes: Uint8Array }> {
  return tryEach(text, settings, ports, async (client, named) => {
    const reference = withDefaultTag(named);
    const name = formatReference(reference);
    const found = await client.getManifest(reference.digest ?? reference.tag ?? 'latest');
    const document = readManifest(found.bytes, name);
    const manifest = document.kind === 'manifest' ? document.manifest : null;
    const layer = manifest?.layers[0];
    if (manifest?.artifactType !== artifactType || layer === undefined || manifest.layers.length !== 1)
      throw new FromageError('unsupported', `${name} is no artifact of the type ${artifactType}`);
    const what = `the content of ${name}`;
    const bytes = await readVerified(client.openBlob(layer), { digest: layer.digest, size: layer.size, what }, maxBytes, ports.hash);
    return { reference: name, digest: found.descriptor.digest, bytes };
  });
}
