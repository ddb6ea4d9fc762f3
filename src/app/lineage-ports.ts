import type { KnownImages } from '../lineage/known-image.ts';
import { joinKnownImages } from '../lineage/local-index.ts';
import type { LineagePorts } from '../lineage/trace-image.ts';
import { FromageError } from '../model/error.ts';
import type { Image } from '../model/image.ts';
import { formatPlatform, type Platform } from '../model/platform.ts';
import type { Problem } from '../model/problem.ts';
import { parseReference } from '../model/reference.ts';
import { openImage } from '../store/open-image.ts';
import type { SourceSettings } from '../store/source.ts';
import type { AppPorts, Indexes } from './app-ports.ts';
import { readRootFile } from './root-files.ts';

/** What lineage asks of the rest, and what went wrong while it asked. */
export interface WiredLineage {
  readonly ports: LineagePorts;
  /** Registries that gave no answer; grows while a trace runs. */
  readonly problems: readonly Problem[];
}

/** Wires lineage to the indexes and, unless offline, to the registries. */
export async function wireLineage(settings: SourceSettings, ports: AppPorts): Promise<WiredLineage> {
  const problems: Problem[] = [];
  const openParent = settings.offline ? null : parentOpener(settings, ports, problems);
  const { files, hash } = ports.store;
  return {
    ports: {
      known: knownImages(ports.indexes),
      official: await ports.indexes.official(),
      hash,
      openParent,
      readRootFile: (image, path) => readRootFile(image, path, files),
    },
    problems,
  };
}

/** The user's index before the bundled one. */
function knownImages(indexes: Indexes): KnownImages {
  return joinKnownImages(indexes.local, { find: async (kind, key) => (await indexes.bundled()).find(kind, key) });
}

/** The same for FROM edges alone, which only the user's index tells by name: the bundled one need not be read for them. */
export function edgeIndex(indexes: Indexes): KnownImages {
  const all = knownImages(indexes);
  return { find: (kind, key) => (kind === 'reference' ? indexes.local : all).find(kind, key) };
}

/** What ends the asking of one registry: it would only give the same answer again. */
const SILENT: ReadonlySet<string> = new Set(['unreachable', 'server-error', 'rate-limited']);
/** What says that the parent cannot be had, in a word worth telling. */
const TOLD: ReadonlySet<string> = new Set([...SILENT, 'unauthorized', 'digest-mismatch', 'malformed']);

/**
 * Opens parents by name in their registries, for manifest and config alone; null where that cannot be. Each is asked for once
 * (an image of a registry holds nothing open, so that it may be closed and used again), and a registry that fails only once.
 */
function parentOpener(settings: SourceSettings, ports: AppPorts, problems: Problem[]): NonNullable<LineagePorts['openParent']> {
  const silent = new Set<string>();
  const opened = new Map<string, Promise<Image | null>>();
  const open = async (reference: string, platform: Platform): Promise<Image | null> => {
    const { registry } = parseReference(reference);
    if (silent.has(registry)) return null;
    try {
      return await openImage(`docker://${reference}`, { ...settings, platform }, ports.store);
    } catch (error) {
      if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
      if (SILENT.has(error.code)) silent.add(registry);
      if (TOLD.has(error.code)) {
        const message = `${reference} could not be had from its registry: ${error.message}.`;
        problems.push({ kind: 'parent-not-opened', message, where: reference, incomplete: false });
      }
      return null;
    }
  };
  return (reference, platform) => {
    const key = `${reference} ${formatPlatform(platform)}`;
    const image = opened.get(key) ?? open(reference, platform);
    opened.set(key, image);
    return image;
  };
}
