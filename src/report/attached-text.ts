import type { AttachedSbom } from '../model/sbom.ts';
import type { Style } from './style.ts';
import { textTable } from './text-table.ts';
import { count, printable, shortReference } from './words.ts';

/** A line for each SBOM that is attached to an image. */
export function writeAttached(
  name: string,
  sboms: readonly AttachedSbom[],
  view: { readonly width: number; readonly style: Style },
): string {
  const [head, ...rows] = textTable(
    sboms,
    [
      { head: 'FORMAT', cell: ({ format, specVersion }) => `${format} ${printable(specVersion ?? '?')}` },
      { head: 'PACKAGES', cell: (one) => String(one.count), right: true },
      { head: 'WHERE', cell: ({ foundBy }) => foundBy },
      { head: 'MADE BY', cell: ({ tool }) => printable(tool ?? '?'), max: 36 },
      { head: 'DIGEST', cell: ({ digest }) => digest },
    ],
    view.width,
  );
  const title = `${printable(shortReference(name))}: ${count(sboms.length, 'SBOM')} attached; whose word they are was not verified`;
  return `${[title, '', view.style.dim(head), ...rows].join('\n')}\n`;
}
