import type { Package } from '../../model/package.ts';
import type { Sbom, SbomPackage } from '../../model/sbom.ts';
import { ownerName } from '../owner-name.ts';
import type { SbomFormat } from '../sbom-format.ts';
import { type Column, textTable } from '../text-table.ts';
import { count, formatBytes, printable, shortReference, wrap } from '../words.ts';

/** A line a package, with who brought it, and how many each ancestor did. */
export const table = {
  id: 'table',
  summary: 'a line a package, for people',
  write(sbom, { width, style }) {
    const [head, ...rows] = packageTable(sbom, width);
    const lines = sbom.packages.length === 0 ? [] : ['', style.dim(head), ...rows];
    const notes = [...goneLines(sbom), ...accountLines(sbom, width)].flatMap((line) => wrap(line, width));
    const problems = sbom.problems.flatMap(({ message, incomplete }) =>
      wrap(`${incomplete ? 'incomplete' : 'note'}: ${printable(message)}`, width).map((line) => (incomplete ? style.warn(line) : line)),
    );
    return `${[...summary(sbom), ...notes, ...lines, ...(problems.length === 0 ? [] : ['', ...problems])].join('\n')}\n`;
  },
} as const satisfies SbomFormat;

/** Packages that differ in nothing but the path of what tells of them are one line, with how many there are. */
function packageTable(sbom: Sbom, width: number): readonly [head: string, ...rows: string[]] {
  const columns: readonly Column<SbomPackage>[] = [
    { head: 'NAME', cell: ({ package: found }) => printable(wholeName(found)), max: 48 },
    { head: 'VERSION', cell: ({ package: found }) => printable(found.version ?? '?'), max: 28 },
    { head: 'KIND', cell: kindOf, max: 24 },
    { head: 'LAYER', cell: ({ layer }) => String(layer + 1), right: true },
    { head: 'BROUGHT BY', cell: ({ owner }) => ownerName(owner, sbom.trace) },
  ];
  const alike = Map.groupBy(sbom.packages, (one) => JSON.stringify(columns.map(({ cell }) => cell(one))));
  const copies = new Map([...alike.values()].flatMap((group) => (group[0] === undefined ? [] : [[group[0], group.length] as const])));
  if (copies.size === sbom.packages.length) return textTable(sbom.packages, columns, width);
  const counted: Column<SbomPackage> = { head: 'COPIES', cell: (one) => String(copies.get(one) ?? 1), right: true };
  return textTable([...copies.keys()], columns.toSpliced(3, 0, counted), width);
}

function summary(sbom: Sbom): readonly string[] {
  const { trace, distribution, packages } = sbom;
  const isFolder = sbom.problems.some(({ kind }) => kind === 'no-root-file-system');
  const none = isFolder ? 'a folder of files' : 'the root file system says no distribution';
  const root = distribution === null ? none : printable(distribution.name);
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

const NAMED = 5;

/** What no package accounts for is never left out: an image without packages is not an empty one. */
function accountLines({ files }: Sbom, width: number): readonly string[] {
  const { unaccountedFiles, unaccountedBytes, largest } = files;
  const whole = `${count(files.files, 'file')}, ${formatBytes(files.bytes)}`;
  if (unaccountedFiles === 0) return [files.files === 0 ? 'no files' : `${whole}: all of them of these packages`];
  const names = largest.slice(0, 3).map(({ path, size }) => `/${shortened(printable(path), width)} ${formatBytes(size)}`);
  const rest = unaccountedFiles > names.length ? ', …' : '';
  const share =
    unaccountedFiles === files.files
      ? 'all unidentified'
      : `${count(unaccountedFiles, 'file')}, ${formatBytes(unaccountedBytes)} of no package`;
  return [`${whole}; ${share}: ${names.join(', ')}${rest}`];
}

const PATH_WIDTH = 70;

/** The end of a path tells more than its beginning. */
function shortened(path: string, width: number): string {
  return path.length <= PATH_WIDTH || width === Number.POSITIVE_INFINITY ? path : `…${path.slice(path.length - PATH_WIDTH + 1)}`;
}

function goneLines({ gone, trace }: Sbom): readonly string[] {
  if (gone.length === 0) return [];
  const names = gone.slice(0, NAMED).map(({ package: { name, version }, history }) => {
    const [first, last] = [history[0], history.at(-1)];
    return `${printable(name)} ${printable(version ?? '?')} (${whereOf(first?.layer, trace)}, removed by ${whereOf(last?.layer, trace)})`;
  });
  const rest = gone.length > NAMED ? `, and ${gone.length - NAMED} more` : '';
  return [
    `${count(gone.length, 'package')} of lower layers ${gone.length === 1 ? 'is' : 'are'} gone, and shipped all the same: ${names.join(', ')}${rest}`,
  ];
}

function whereOf(layer: number | undefined, trace: Sbom['trace']): string {
  const line = layer === undefined ? null : (trace.layers[layer]?.line ?? null);
  return `layer ${(layer ?? 0) + 1}${line === null ? '' : `, line ${line}`}`;
}

/** With what there is to say against its being installed. */
function kindOf({ package: { type, state }, declared }: SbomPackage): string {
  const but = declared ? 'declared' : state;
  return but === undefined ? type : `${type} (${printable(but)})`;
}

/** With its scope, group or path; a distribution's is the same for all. */
function wholeName(found: Package): string {
  return found.namespace === null ? found.name : `${found.namespace}/${found.name}`;
}

/** This image first, then its ancestors, nearest first. */
function rank(owner: SbomPackage['owner']): number {
  return owner === 'own' ? -1 : (owner ?? Number.MAX_SAFE_INTEGER);
}
