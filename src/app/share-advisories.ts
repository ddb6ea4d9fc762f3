import { openDatabase } from '../advisories/open-database.ts';
import { bytesAsFile } from '../codec/read-at.ts';
import { pullArtifact, type PlacedArtifact, pushArtifact } from '../store/registry/artifact.ts';
import type { SourceSettings, StorePorts } from '../store/source.ts';
import { databasePath, type DatabasePorts, writeDatabaseFile } from './database-files.ts';
import { joinDatabases } from './export-advisories.ts';

const TYPE = 'application/vnd.fromage.advisories.v1';
const MAX_BYTES = 1024 ** 3;

/** What went to a registry, or came from one. */
export interface Shared extends PlacedArtifact {
  /** Bytes. */
  readonly size: number;
}

/** Puts what all databases say together into a registry, as an OCI artifact. Throws what pushArtifact throws. */
export async function pushAdvisories(reference: string, settings: SourceSettings, ports: DatabasePorts): Promise<Shared> {
  let size = 0;
  const content = async () => {
    const { bytes } = await joinDatabases(ports);
    size = bytes.length;
    return bytes;
  };
  const placed = await pushArtifact(
    reference,
    { artifactType: TYPE, mediaType: TYPE, title: 'advisories.adv', content },
    settings,
    ports.store,
  );
  return { ...placed, size };
}

/** Makes a database of such an artifact; one of that name is replaced. Throws what pullArtifact throws, and `malformed` where it holds none. */
export async function pullAdvisories(reference: string, name: string, settings: SourceSettings, store: StorePorts): Promise<Shared> {
  const path = databasePath(name, store);
  const { bytes, ...placed } = await pullArtifact(reference, { artifactType: TYPE, maxBytes: MAX_BYTES }, settings, store);
  await openDatabase(bytesAsFile(bytes), placed.reference);
  return { ...placed, size: await writeDatabaseFile(path, [bytes], store) };
}
