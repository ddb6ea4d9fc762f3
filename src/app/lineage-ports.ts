import type { KnownImages } from '../lineage/known-image.ts';
import { joinKnownImages } from '../lineage/local-index.ts';
import type { LineagePorts } from '../lineage/trace-image.ts';
import type { Problem } from '../model/problem.ts';
import type { SourceSettings } from '../store/source.ts';
import type { AppPorts, Indexes } from './app-ports.ts';
import { createParentOpener } from './parent-opener.ts';
import { readRootFile } from './root-files.ts';

/** What lineage asks of the rest, and what went wrong while it asked. */
export interface WiredLineage {
  readonly ports: LineagePorts;
  /** Registries that gave no answer or were not asked, up to now. */
  problems(): readonly Problem[];
}

/** Wires lineage to the indexes and, unless offline, to the registries; `registry` is the one that the subject came from. */
export async function wireLineage(registry: string | null, settings: SourceSettings, ports: AppPorts): Promise<WiredLineage> {
  const opener = settings.offline ? null : createParentOpener(registry, settings, ports);
  const { files, hash } = ports.store;
  return {
    ports: {
      known: knownImages(ports.indexes),
      official: await ports.indexes.official(),
      hash,
      openParent: opener?.open ?? null,
      readRootFile: (image, path) => readRootFile(image, path, files),
    },
    problems: () => opener?.problems() ?? [],
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
