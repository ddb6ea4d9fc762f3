import { FromageError } from '../model/error.ts';
import type { ByteStream } from '../ports/index.ts';
import type { Archive } from './archive.ts';
import type { Layout } from './oci-layout.ts';
import { blobPath } from './oci-layout.ts';

/** An image layout within a tar. Closing it closes the archive. */
export function archiveLayout(archive: Archive): Layout {
  return {
    what: archive.what,
    read: async (name, maxBytes) => (await archive.find(name)?.read(maxBytes)) ?? null,
    hasBlob: (digest) => hasMember(archive, blobPath(digest)),
    openBlob: (digest) => openMember(archive, blobPath(digest)),
    placeOfBlob: async (digest) => archive.find(blobPath(digest))?.place ?? null,
    close: () => archive.close(),
  };
}

/** Throws `truncated` where it is missing from an archive that was cut. */
function hasMember(archive: Archive, name: string): boolean {
  if (archive.find(name) !== null) return true;
  if (!archive.complete) throw missingMember(archive, name);
  return false;
}

/** The bytes of a file that must be there: where it isn't, the archive was cut (`truncated`), or was never whole (`malformed`). */
async function* openMember(archive: Archive, name: string): ByteStream {
  const file = archive.find(name);
  if (file === null) throw missingMember(archive, name);
  yield* file.open();
}

/** See openMember. */
export function missingMember(archive: Archive, name: string): FromageError {
  const shown = name.slice(0, 200);
  if (!archive.complete)
    return new FromageError('truncated', `${archive.what} was cut off: ${shown} is missing, and so is the mark of its end`);
  return new FromageError('malformed', `${archive.what} lacks ${shown}, which it should hold`);
}
