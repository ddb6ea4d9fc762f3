import { isAttestation } from '../codec/manifests.ts';
import { FromageError } from '../model/error.ts';
import type { Attachment } from '../model/image.ts';
import type { Descriptor } from '../model/manifest.ts';
import type { Problem } from '../model/problem.ts';
import type { DocumentPorts } from './read-document.ts';
import { loadManifest, loadSmall } from './read-document.ts';
import { mapBounded } from './concurrency.ts';
import type { BlobReader } from './source.ts';

/** How many attachments of one image are looked at. */
const MAX_ATTACHMENTS = 256;
/** How many are read at once. */
const AT_ONCE = 4;

/** What attachments are looked for: the image's manifest, and the index it was chosen from. */
export interface AttachmentSubject {
  readonly manifest: Descriptor;
  readonly index: Descriptor | null;
  /** BuildKit's attestation manifests beside it in that index. */
  readonly attestations: readonly Descriptor[];
}

/** BuildKit's attestations for a manifest, out of its index. */
export function attestationsFor(manifest: Descriptor, siblings: readonly Descriptor[]): readonly Descriptor[] {
  return siblings.filter((item) => isAttestation(item) && item.annotations['vnd.docker.reference.digest'] === manifest.digest);
}

/** Reads the manifests of all attachments. Those that can't be read become a Problem and the rest is still answered. */
export async function loadAttachments(
  subject: AttachmentSubject,
  reader: BlobReader,
  ports: DocumentPorts,
  report: (problem: Problem) => void,
): Promise<readonly Attachment[]> {
  const found = new Map<string, { descriptor: Descriptor; foundBy: Attachment['foundBy'] }>();
  for (const descriptor of subject.attestations) found.set(descriptor.digest, { descriptor, foundBy: 'index' });
  for (const descriptor of await findReferrers(subject, reader, report)) {
    if (!found.has(descriptor.digest)) found.set(descriptor.digest, { descriptor, foundBy: 'referrers' });
  }
  if (found.size > MAX_ATTACHMENTS) report(unread(`only the first ${MAX_ATTACHMENTS} of ${found.size} attachments were read`));
  const attachments = await mapBounded([...found.values()].slice(0, MAX_ATTACHMENTS), AT_ONCE, ({ descriptor, foundBy }) =>
    tolerate(() => loadAttachment(descriptor, foundBy, reader, ports), report),
  );
  return attachments.filter((attachment) => attachment !== null);
}

async function findReferrers(
  subject: AttachmentSubject,
  reader: BlobReader,
  report: (problem: Problem) => void,
): Promise<readonly Descriptor[]> {
  const list = reader.referrers;
  if (list === undefined) return [];
  const subjects = subject.index === null ? [subject.manifest] : [subject.manifest, subject.index];
  const answers = await Promise.all(subjects.map((item) => tolerate(() => list.call(reader, item.digest), report)));
  return answers.flatMap((answer) => answer ?? []);
}

async function loadAttachment(
  descriptor: Descriptor,
  foundBy: Attachment['foundBy'],
  reader: BlobReader,
  ports: DocumentPorts,
): Promise<Attachment | null> {
  const document = await loadManifest(descriptor, reader, ports);
  if (document.kind === 'index') return null;
  const { manifest } = document;
  return {
    descriptor,
    artifactType: manifest.artifactType ?? descriptor.artifactType ?? manifest.config.mediaType,
    annotations: { ...manifest.annotations, ...descriptor.annotations },
    foundBy,
    layers: manifest.layers,
    read: (layer, maxBytes) => loadSmall(layer, 'blob', `attachment ${layer.digest}`, maxBytes, reader, ports),
  };
}

async function tolerate<T>(read: () => Promise<T>, report: (problem: Problem) => void): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
    report(unread(`an attachment could not be read: ${error.message}`));
    return null;
  }
}

function unread(message: string): Problem {
  return { kind: 'unreadable-attachment', message, incomplete: false };
}
