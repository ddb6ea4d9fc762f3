import { asTexts, parseJsonObject } from '../codec/json-shape.ts';
import { FromageError } from '../model/error.ts';
import type { StorePorts } from '../store/source.ts';
import { databaseFolder } from './database-files.ts';

const NAME = 'ecosystems.json';
const MAX_BYTES = 64 * 1024;
const MOST = 500;

/** The ecosystems that scans met and updates fetched, as OSV writes them; none where the file is not there or is damaged. */
export async function readMetEcosystems(store: StorePorts): Promise<readonly string[]> {
  try {
    const bytes = await store.files.read(store.files.join(databaseFolder(store), NAME), MAX_BYTES);
    return asTexts(parseJsonObject(bytes, NAME, MAX_BYTES).met);
  } catch (error) {
    if (FromageError.is(error)) return [];
    throw error;
  }
}

/** Remembers these too. Where nothing can be written, nothing is remembered: that is no reason to fail. */
export async function noteMetEcosystems(ecosystems: readonly string[], store: StorePorts): Promise<void> {
  const met = await readMetEcosystems(store);
  const all = [...new Set([...met, ...ecosystems])].toSorted().slice(0, MOST);
  if (all.length === met.length) return;
  const bytes = new TextEncoder().encode(`${JSON.stringify({ met: all }, null, 2)}\n`);
  try {
    await store.files.write(store.files.join(databaseFolder(store), NAME), bytes);
  } catch (error) {
    if (!FromageError.is(error)) throw error;
  }
}
