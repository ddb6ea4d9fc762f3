import { FromageError } from '../../model/error.ts';
import type { Image, Layer } from '../../model/image.ts';
import type { ImageConfig } from '../../model/manifest.ts';
import type { ByteStream } from '../../ports/index.ts';
import { openArchive } from '../archive.ts';
import { ARCHIVE_LIMITS } from '../decompress.ts';
import { metered } from '../metered.ts';
import { openArchiveImage } from '../open-archive-image.ts';
import type { SourceSettings, StorePorts } from '../source.ts';

/** An image that an engine packs only when the first of its layers is opened. */
export interface EngineLayers {
  readonly layers: readonly Layer[];
  /** Gives back the temporary file, if there is one. */
  close(): Promise<void>;
}

/** What is asked of the engine: the image as a docker-archive, and what to call it. */
export interface SavedImage {
  readonly what: string;
  save(): ByteStream;
}

/** `sizes` as EngineHistory has them. */
export function engineLayers(
  config: ImageConfig,
  sizes: readonly number[] | null,
  saved: SavedImage,
  settings: SourceSettings,
  ports: StorePorts,
): EngineLayers {
  let opening: Promise<Image> | null = null;
  const opened = (): Promise<Image> => {
    opening ??= openSaved(saved, config, settings, ports);
    return opening;
  };
  async function* open(place: number): ByteStream {
    const layer = (await opened()).layers[place];
    if (layer === undefined) throw differs(saved.what);
    yield* layer.open();
  }
  return {
    layers: config.diffIds.map((diffId, i) => ({
      diffId,
      descriptor: null,
      size: sizes?.[i] ?? null,
      available: true,
      open: () => open(i),
    })),
    close: async () => {
      const image = await opening?.catch(() => null);
      await image?.close();
    },
  };
}

/** Kept in a temporary file, since the engine gives the layers in an order of its own. */
async function openSaved(saved: SavedImage, config: ImageConfig, settings: SourceSettings, ports: StorePorts): Promise<Image> {
  const limits = settings.archiveLimits ?? ARCHIVE_LIMITS;
  const file = await ports.files.spool(metered(saved.save(), `fetching ${saved.what}`, null, ports.progress), limits.maxBytes);
  const archive = await openArchive(file, saved.what, ports, limits);
  const request = { archive, selector: { kind: 'none' }, source: 'docker-archive', location: saved.what } as const;
  const image = await openArchiveImage(request, { ...settings, platform: config.platform }, ports);
  if (image.config.diffIds.join() === config.diffIds.join()) return image;
  await image.close();
  throw differs(saved.what);
}

function differs(what: string): FromageError {
  return new FromageError('digest-mismatch', `${what} gives another image when asked for the layers than it described before`);
}
