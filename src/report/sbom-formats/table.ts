import type { Sbom, SbomPackage } from '../../model/sbom.ts';
import { ownerName } from '../owner-name.ts';
import type { SbomFormat } from '../sbom-format.ts';
import { textTable } from '../text-table.ts';
import { count, printable, shortReference, wrap } from '../words.ts';

/** A line a package, with who brought it, and how many each ancestor did. */
export const table = {
  id: 'table',
  summary: 'a line a package, for people',
  write(sbom, { width, style }) {
    const [head, ...rows] = textTable(
      sbom.packages,
      [
        { head: 'NAME', cell: ({ package: found }) => printable(found.name), max: 36 },
        { head: 'VERSION', cell: ({ package: found }) => printable(found.version ?? '?'), max: 28 },
        { head: 'KIND', cell: ({ package: found }) => found.type, max: 8 },
        { head: 'LAYER', cell: ({ layer }) => String(layer + 1), right: true },
        { head: 'BROUGHT BY', cell: ({ owner }) => ownerName(owner, sbom.trace) },
      ],
      width,
    );
    const lines = sbom.packages.length === 0 ? [] : ['', style.dim(head), ...rows];
    const problems = sbom.problems.flatMap(({ message }) =>
      wrap(`incomplete: ${printable(message)}`, width).map((line) => style.warn(line)),
    );
    return `${[...summary(sbom), ...lines, ...(problems.length === 0 ? [] : ['', ...problems])].join('\n')}\n`;
  },
} as const satisfies SbomFormat;

function summary(sbom: Sbom): readonly string[] {
  const { trace, distribution, packages } = sbom;
  const root = distribution === null ? 'the root file system says no distribution' : printable(distribution.name);
  const owners = [...new Set(packages.map(({ owner }) => owner))].toSorted((a, b) => rank(a) - rank(b));
  const shares = owners.map(
    (owner) => `  ${String(packages.filter((one) => one.owner === owner).length).padStart(5)}  ${ownerName(owner, trace)}`,
  );
  return [
    printable(shortReference(trace.subject.name)),
    `${root} · ${count(packages.length, 'package')}${shares.length === 0 ? '' : ', brought by'}`,
    ...shares,
  ];
}

/** This image first, then its ancestors, nearest first. */
function rank(owner: SbomPackage['owner']): number {
  return owner === 'own' ? -1 : (owner ?? Number.MAX_SAFE_INTEGER);
}
