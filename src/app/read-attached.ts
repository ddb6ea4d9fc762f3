import { unwrapSbom } from '../codec/attached-sbom.ts';
import { parseJson } from '../codec/json-shape.ts';
import { FromageError } from '../model/error.ts';
import type { Attachment, Image } from '../model/image.ts';
import type { Descriptor } from '../model/manifest.ts';
import type { Problem } from '../model/problem.ts';
import type { AttachedSbom } from '../model/sbom.ts';
import type { SourceSettings } from '../store/source.ts';
import type { AppPorts } from './app-ports.ts';
import { openForReading } from './open-for-reading.ts';

export interface AttachedSboms {
  /** The image as it was asked for. */
  readonly name: string;
  readonly sboms: readonly AttachedSbom[];
  readonly problems: readonly Problem[];
}

const MAX_BYTES = 128 * 1024 * 1024;
const PREDICATE = 'in-toto.io/predicate-type';
const STATEMENTS: ReadonlySet<string> = new Set(['application/vnd.in-toto+json', 'application/vnd.dsse.envelope.v1+json']);
/** Media types and predicates of SBOMs, whatever is written before and after. */
const SBOM = /spdx|cyclonedx/i;

/** SBOMs that are attached to an image: statements in its index, as BuildKit makes them, and what refers to it in its registry. Throws what opening throws. */
export async function readAttached(target: string, settings: SourceSettings, ports: AppPorts): Promise<AttachedSboms> {
  const { image } = await openForReading(target, settings, ports);
  try {
    const read: Read[] = [];
    for (const attachment of await image.attachments())
      for (const layer of attachment.layers) if (mayBeSbom(layer, attachment)) read.push(await readOne(image, attachment, layer));
    return {
      name: image.reference ?? image.location,
      sboms: read.flatMap(({ sbom }) => sbom ?? []),
      problems: [...image.problems, ...read.flatMap(({ problem }) => problem ?? [])],
    };
  } finally {
    await image.close();
  }
}

interface Read {
  readonly sbom: AttachedSbom | null;
  readonly problem: Problem | null;
}

const NOTHING: Read = { sbom: null, problem: null };

/** Statements are opened where nothing says what they are. */
function mayBeSbom({ mediaType, annotations }: Descriptor, attachment: Attachment): boolean {
  const predicate = annotations[PREDICATE] ?? attachment.annotations[PREDICATE];
  if (predicate !== undefined) return SBOM.test(predicate);
  return SBOM.test(mediaType) || SBOM.test(attachment.artifactType ?? '') || STATEMENTS.has(mediaType);
}

async function readOne(image: Image, attachment: Attachment, layer: Descriptor): Promise<Read> {
  const where = attachment.foundBy === 'index' ? 'in the image index' : 'among its referrers';
  try {
    const found = unwrapSbom(parseJson(await attachment.read(layer, MAX_BYTES), `what is attached ${where}`, MAX_BYTES));
    if (found === null) return NOTHING;
    const about = [image.manifestDigest, image.indexDigest, image.configDigest].map(String);
    const { subjects, ...sbom } = found;
    if (subjects.length > 0 && !subjects.some((digest) => about.includes(digest)))
      return { sbom: null, problem: unreadable(`An SBOM ${where} is about another image and was left out.`, false) };
    return { sbom: { ...sbom, foundBy: attachment.foundBy, digest: layer.digest }, problem: null };
  } catch (error) {
    if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
    return { sbom: null, problem: unreadable(`What is attached ${where} could not be read: ${error.message}`, true) };
  }
}

function unreadable(message: string, incomplete: boolean): Problem {
  return { kind: 'unreadable-attachment', message, incomplete };
}
