import type { ComparedChange, ComparedImage, PackageChange } from '../model/comparison.ts';
import { count, dayOf, formatBytes, printable } from './words.ts';

/** A fact, and what it is for each image; `?` where it is not known. */
export interface FactRow {
  readonly head: string;
  readonly cells: readonly string[];
}

/** What is known of any of the images, a row a fact. */
export function factRows(images: readonly ComparedImage[]): readonly FactRow[] {
  return FACTS.map(({ head, cell }) => ({ head, cells: images.map(cell) })).filter(({ cells }) => cells.some((cell) => cell !== '?'));
}

interface Fact {
  readonly head: string;
  readonly cell: (image: ComparedImage) => string;
}

const FACTS: readonly Fact[] = [
  { head: 'system', cell: ({ os }) => printable(os ?? '?') },
  {
    head: 'supported until',
    cell: ({ support }) => (support === null ? '?' : support.ended ? `ended ${support.on ?? ''}`.trim() : (support.on ?? '?')),
  },
  { head: 'built', cell: ({ created }) => dayOf(created) ?? '?' },
  { head: 'size, stored', cell: ({ storedSize }) => (storedSize === null ? '?' : formatBytes(storedSize)) },
  { head: 'size, on disk', cell: ({ size }) => (size === null ? '?' : formatBytes(size)) },
  { head: 'layers', cell: ({ layers }) => (layers === null || layers === 0 ? '?' : String(layers)) },
  { head: 'user', cell: ({ user }) => printable(user ?? '?') },
  { head: 'shells', cell: ({ shells }) => namesText(shells) },
  { head: 'package managers', cell: ({ packageManagers }) => namesText(packageManagers) },
  { head: 'setuid and the like', cell: ({ privileged }) => (privileged === null ? '?' : String(privileged)) },
  { head: 'secrets found', cell: ({ secrets }) => (secrets === null ? '?' : String(secrets)) },
  { head: 'packages', cell: ({ packages, covered }) => `${packages}, ${covered} covered` },
  { head: 'findings', cell: findingsText },
  {
    head: 'high or critical',
    cell: severeText,
  },
  { head: 'severity unknown', cell: ({ levels, findings }) => (findings.length === 0 ? '-' : String(levels.unknown)) },
  {
    head: 'data to',
    cell: ({ dataDate, isNewer }) => (dataDate === null ? 'no data' : `${dataDate}${isNewer ? ', older than the image' : ''}`),
  },
];

const SHOWN_NAMES = 4;

function namesText(names: readonly string[] | null): string {
  if (names === null) return '?';
  if (names.length === 0) return 'none';
  const rest = names.length - SHOWN_NAMES;
  return `${names.slice(0, SHOWN_NAMES).map(printable).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** None is never told by a bare 0: only what the data knows is counted. */
function findingsText({ findings, covered, packages, dataDate, isNewer }: ComparedImage): string {
  if (findings.length > 0) return String(findings.length);
  if (covered === 0) return 'nothing is known';
  const age = dataDate === null ? '' : `data to ${dataDate}${isNewer ? ', older than the image' : ''}; `;
  return `0 known (${age}${covered} of ${count(packages, 'package')} covered)`;
}

/** What is of an unknown level may be severe. */
function severeText({ levels, findings }: ComparedImage): string {
  const { critical, high, unknown } = levels;
  if (findings.length === 0) return '-';
  if (critical + high === 0) return unknown === 0 ? '0 known' : `0 known, ${unknown} unknown`;
  return `${critical + high}${critical === 0 ? '' : ` (${critical} critical)`}`;
}

/** What differs in one way, and each thing that does. */
export interface ChangePart {
  /** `3 packages gone` */
  readonly title: string;
  /** Names, with versions where these moved. */
  readonly words: readonly string[];
}

/** Packages and findings that are gone, new or of another version; empty where nothing differs. */
export function changeParts({ packages, gone, new: fresh }: ComparedChange): readonly ChangePart[] {
  const named = (of: readonly PackageChange[]): readonly string[] => of.map(({ name }) => printable(name));
  const moved = packages.filter(({ before, after }) => before !== null && after !== null);
  const parts: readonly (readonly [noun: string, verb: string, words: readonly string[]])[] = [
    ['package', 'gone', named(packages.filter(({ after }) => after === null))],
    ['package', 'new', named(packages.filter(({ before }) => before === null))],
    ['package', 'of another version', moved.map(({ name, before, after }) => printable(`${name} ${before ?? ''} → ${after ?? ''}`))],
    ['finding', 'gone', gone.map(printable)],
    ['finding', 'new', fresh.map(printable)],
  ];
  return parts
    .filter(([, , words]) => words.length > 0)
    .map(([noun, verb, words]) => ({ title: `${count(words.length, noun)} ${verb}`, words }));
}
