import { FromageError } from '../model/error.ts';
import type { Problem } from '../model/problem.ts';
import type { Inventory } from '../model/scan.ts';
import type { SourceSettings } from '../store/source.ts';
import { tryVex } from '../vuln/vex/read-vex.ts';
import type { AppPorts } from './app-ports.ts';
import { readAttachedDocuments } from './attached-documents.ts';
import { openForReading } from './open-for-reading.ts';
import { faultsOf, type ReadVex } from './read-suppressions.ts';

/**
 * VEX documents that are attached to the image an inventory was taken of. Whose word they are is not verified, which is told with them.
 * Throws what opening throws, and `usage` for standard input, which can't be read again.
 */
export async function readAttachedVex(
  { target, settings }: { readonly target: string; readonly settings: SourceSettings },
  { from }: Inventory,
  ports: AppPorts,
): Promise<ReadVex> {
  if (from !== 'image') return { documents: [], problems: [told('No image was read, so that nothing can be attached to it.')] };
  if (target === '-')
    throw new FromageError('usage', 'what is attached to an image is not read from standard input', {
      hint: 'Save the image to a file first.',
    });
  const { image } = await openForReading(target, settings, ports);
  try {
    const { found, problems } = await readAttachedDocuments(image, {
      what: 'A VEX document',
      kinds: /vex|cyclonedx|csaf/i,
      read: ({ document, digest }) => tryVex(document, digest),
    });
    // An SBOM is CycloneDX too, and says nothing of findings.
    const documents = found.filter(({ statements, faults }) => statements.length + faults.length > 0);
    return { documents, problems: [...problems, ...documents.flatMap(faultsOf), told(summaryOf(documents.length))] };
  } finally {
    await image.close();
  }
}

function summaryOf(documents: number): string {
  if (documents === 0) return 'No VEX document is attached to the image.';
  const which = documents === 1 ? 'A VEX document that is' : `${documents} VEX documents that are`;
  return `${which} attached to the image counted; whose word that is was not verified.`;
}

function told(message: string): Problem {
  return { kind: 'attached-vex', message, incomplete: false };
}
