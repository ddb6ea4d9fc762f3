import { purlOf } from '../catalog/package-purl.ts';
import { FromageError } from '../model/error.ts';
import type { Inventory } from '../model/scan.ts';
import { splitScheme } from '../store/open-image.ts';
import { recogniseQuickly } from '../store/recognise.ts';
import type { SourceSettings } from '../store/source.ts';
import type { AppPorts } from './app-ports.ts';
import { describeSurface } from './describe-surface.ts';
import { inventoryOfSbom } from './inventory-of-sbom.ts';
import { readSbom } from './make-sbom.ts';
import { searchSecrets } from './search-secrets.ts';
import { referenceIn, traceNamed } from './trace-named.ts';

export interface InventoryRequest {
  /** An image in any form a source knows, a name that the bundled index may know, a file with an SBOM, or a folder. */
  readonly target: string;
  readonly dockerfile: string | null;
  /** Whether the contents of all files are searched for secrets, and not of those at known paths alone. */
  readonly secrets?: boolean;
  readonly settings: SourceSettings;
}

/** Why an image by name may have to be answered from the index alone. */
const AWAY: ReadonlySet<string> = new Set(['offline', 'unreachable', 'server-error', 'rate-limited']);

/** What is in an image: read from its files, or, where it is not at hand, as the bundled index lists it. Throws what opening it throws where neither is. */
export async function takeInventory(request: InventoryRequest, ports: AppPorts): Promise<Inventory> {
  const listed = await inventoryOfSbom(request.target, ports);
  if (listed !== null) return listed;
  const folder = await folderOf(request.target, ports);
  try {
    return await readSbom(
      { ...request, target: folder ?? request.target },
      ports,
      async ({ image, sbom, found, lines, ports: opened }): Promise<Inventory> => {
        const { trace, distribution, packages, files, problems } = sbom;
        const { name, created } = trace.subject;
        const contents = request.secrets === true ? await searchSecrets(image, opened) : null;
        // Files that are no root file system run nothing by themselves.
        const surface = folder === null ? describeSurface({ image, sbom, found, lines, contents }) : null;
        return { trace, from: 'image', build: name, created, distribution, packages, bytes: files.bytes, surface, problems };
      },
    );
  } catch (error) {
    const known = FromageError.is(error) && AWAY.has(error.code) ? await fromIndex(request, error, ports) : null;
    if (known === null) throw error;
    return known;
  }
}

/** A folder that is no image is taken for the files in it, whatever it holds besides: a Dockerfile, a checkout. Null for all else. */
async function folderOf(target: string, { store }: AppPorts): Promise<string | null> {
  if (target === '-' || target.includes('\0') || splitScheme(target) !== null) return null;
  if ((await store.files.status(target))?.kind !== 'directory') return null;
  const kind = await recogniseQuickly(target, store.files);
  return kind === 'dockerfile' || kind === 'unknown' ? `dir:${target}` : null;
}

async function fromIndex({ target, settings }: InventoryRequest, error: FromageError, ports: AppPorts): Promise<Inventory | null> {
  const reference = referenceIn(target);
  if (reference === null) return null;
  const platform = settings.platform ?? ports.store.environment.hostPlatform;
  const known = await (await ports.indexes.packages()).find(reference, platform);
  if (known === null) {
    if (error.code !== 'offline') return null;
    throw new FromageError('offline', `${target} is not at hand, and the bundled index does not list its packages`, {
      hint: 'Leave out --offline, or name an archive of it (docker save).',
    });
  }
  // Who says --offline asks for the list; who does not is to know that it is no answer about the image of today.
  const isAskedFor = error.code === 'offline';
  const why = isAskedFor ? '' : ` (${error.message})`;
  const message = `No file of ${known.reference} was read${why}: its packages are as they were listed on ${known.seen.slice(0, 10)}; programs without a package, layers and configuration are not known.`;
  return {
    trace: await traceNamed(reference, [], { settings }, ports),
    from: 'index',
    build: known.reference,
    created: known.created,
    distribution: known.distribution,
    packages: known.packages.map((found) => ({
      package: found,
      purl: purlOf(found, known.distribution),
      layer: null,
      owner: null,
      declared: false,
    })),
    bytes: null,
    surface: null,
    problems: [{ kind: 'listed-only', message, where: known.reference, incomplete: !isAskedFor }],
  };
}
