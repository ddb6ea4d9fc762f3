import { FINDING_LEVELS } from '../../model/finding.ts';
import type { Scan } from '../../model/scan.ts';
import { advisorySource } from '../advisory-links.ts';
import { coverageLines } from '../coverage-text.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown-text.ts';
import type { ScanFormat } from '../scan-format.ts';
import { type FindingGroup, type FindingRow, groupFindings, REMEDY_WORDS } from '../scan-groups.ts';
import { countByOwner, endedText, knownText, systemText, totalText } from '../scan-summary.ts';
import { suppressedText, suppressionReason } from '../suppressed-text.ts';
import { surfaceFacts } from '../surface-text.ts';
import { count, dayOf, printable, shortReference, truncate } from '../words.ts';

/** GitHub takes comments of 65,536 characters; what comes after this many is counted, not listed. */
const MOST_CHARACTERS = 60_000;

/** For a comment on a pull request: who brought how many, then a table for each thing to do; what waits is folded. */
export const markdown = {
  id: 'markdown',
  summary: 'for a comment on a pull request',
  write(scan, { grouping }) {
    const problems = scan.inventory.problems.map(
      ({ message, incomplete }) => `- ${incomplete ? '**incomplete:** ' : ''}${markdownText(message)}`,
    );
    const end = [
      ...suppressedParts(scan),
      ...surfaceParts(scan),
      ['#### What the data can know', '', ...coverageLines(scan).map((line) => `- ${markdownText(line)}`)],
      ...(problems.length === 0 ? [] : [['#### Told on the way', '', ...problems]]),
    ];
    const start = [headLines(scan), ownerLines(scan)];
    const room = MOST_CHARACTERS - lengthOf([...start, ...end]);
    const parts = [...start, ...groupParts(groupFindings(scan, grouping), room), ...end];
    return `${parts
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`;
  },
} as const satisfies ScanFormat;

function lengthOf(parts: readonly (readonly string[])[]): number {
  return parts.flat().reduce((sum, line) => sum + line.length + 1, 0);
}

function headLines(scan: Scan): readonly string[] {
  const { inventory, ended } = scan;
  const { system, support } = systemText(scan);
  const day = dayOf(inventory.created);
  const facts = [`${system}${support === null ? '' : `, ${support}`}`, ...(day === null ? [] : [`built ${day}`])];
  return [
    `### ${markdownCode(shortReference(inventory.build))}`,
    '',
    `**${markdownText(knownText(scan))}** · ${facts.map(markdownText).join(' · ')}`,
    ...ended.flatMap((one) => ['', `> **${markdownText(endedText(one))}**`]),
  ];
}

function ownerLines(scan: Scan): readonly string[] {
  const rows = countByOwner(scan).map((of) => [
    markdownCode(of.name),
    ...FINDING_LEVELS.map((level) => (of.levels[level] === 0 ? '' : String(of.levels[level]))),
    totalText(of, scan),
  ]);
  return markdownTable(['Brought by', ...FINDING_LEVELS, 'all'], rows, (column) => column > 0);
}

/** As much as there is room for; the rest in a sentence. */
function groupParts(groups: readonly FindingGroup[], room: number): readonly (readonly string[])[] {
  const parts: (readonly string[])[] = [];
  let left = room;
  let untold = 0;
  for (const group of groups) {
    const lines = groupLines(group, left);
    untold += group.rows.length - lines.told;
    if (lines.told === 0) continue;
    parts.push(lines.lines);
    left -= lengthOf([lines.lines]);
  }
  if (untold > 0) parts.push([`**${count(untold, 'more finding')}** did not fit in here: \`fromage scan\` lists them all.`]);
  return parts;
}

function groupLines({ title, remedy, rows }: FindingGroup, room: number): { readonly lines: readonly string[]; readonly told: number } {
  const heads = ['Level', 'Vulnerability', 'Package', 'Installed', 'Fixed in', ...(remedy === null ? ['To do'] : [])];
  const cells = rows.map((row) => cellsOf(row, remedy === null));
  const frame = title.length + 200;
  const fitting = countFitting(
    cells.map((row) => row.join(' | ').length + 5),
    room - frame,
  );
  const table = markdownTable(heads, cells.slice(0, fitting));
  const lines =
    remedy === 'wait'
      ? [`<details><summary>${summaryText(title)}</summary>`, '', ...table, '', '</details>']
      : [`#### ${markdownText(title)}`, '', ...table];
  return { lines, told: fitting };
}

function countFitting(lengths: readonly number[], room: number): number {
  let left = room;
  const at = lengths.findIndex((length) => (left -= length) < 0);
  return at < 0 ? lengths.length : at;
}

function cellsOf({ finding, names }: FindingRow, withRemedy: boolean): readonly string[] {
  const { id, level, exploited, package: found, fixedIn, status, remedy } = finding;
  const isSevere = level === 'critical' || level === 'high' || exploited !== null;
  const word = exploited === null ? level : `${level}, exploited`;
  return [
    isSevere ? `**${word}**` : word,
    /^[A-Za-z0-9-]+$/.test(id) ? `[${id}](${advisorySource(id).url})` : markdownCode(id),
    names.map(markdownCode).join(', '),
    markdownCode(found.version ?? '?'),
    fixedIn.map(markdownCode).join(', ') || (status ?? '-'),
    ...(withRemedy ? [REMEDY_WORDS[remedy]] : []),
  ];
}

/** What a surface may list at most, in lines: a secret is one. */
const MOST_SURFACE = 40;

function surfaceParts(scan: Scan): readonly (readonly string[])[] {
  const lines = surfaceFacts(scan);
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MOST_SURFACE).map((line) => `- ${markdownText(truncate(line, 400))}`);
  const rest = lines.length - shown.length;
  return [
    [
      '<details><summary>What it exposes</summary>',
      '',
      ...shown,
      ...(rest === 0 ? [] : [`- and ${count(rest, 'more', 'more')}`]),
      '',
      '</details>',
    ],
  ];
}

/** Longer lists are told by their length alone. */
const MOST_SUPPRESSED = 50;

function suppressedParts(scan: Scan): readonly (readonly string[])[] {
  const { suppressed } = scan;
  if (suppressed.length === 0) return [];
  const rows = suppressed
    .slice(0, MOST_SUPPRESSED)
    .map(({ finding, by }) => [
      markdownCode(finding.id),
      markdownCode(finding.package.name),
      markdownCode(by.source),
      markdownText(truncate(suppressionReason(by), 200)),
    ]);
  const rest = suppressed.length - rows.length;
  return [
    [
      `<details><summary>${summaryText(suppressedText(scan))}</summary>`,
      '',
      ...markdownTable(['Vulnerability', 'Package', 'By', 'Why'], rows),
      ...(rest === 0 ? [] : ['', `and ${count(rest, 'more', 'more')}`]),
      '',
      '</details>',
    ],
  ];
}

/** Within a tag Markdown does not hold. */
function summaryText(title: string): string {
  return printable(title)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/(?<!\w)@/g, '@\u200b');
}
