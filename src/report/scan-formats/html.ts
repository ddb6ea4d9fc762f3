import { FINDING_LEVELS } from '../../model/finding.ts';
import type { Scan } from '../../model/scan.ts';
import { advisorySource } from '../advisory-links.ts';
import { coverageLines } from '../coverage-text.ts';
import { escapeHtml, htmlPage } from '../html-page.ts';
import { ownerName } from '../owner-name.ts';
import type { ScanFormat, ScanView } from '../scan-format.ts';
import { type FindingGroup, type FindingRow, groupFindings, REMEDY_WORDS } from '../scan-groups.ts';
import { countByOwner, endedText, knownText, type OwnerCount, systemText, totalText } from '../scan-summary.ts';
import { suppressedText, suppressionReason } from '../suppressed-text.ts';
import { surfaceFacts } from '../surface-text.ts';
import { count, dayOf, shortReference } from '../words.ts';

/** One page: the lineage with what each ancestor brought, then what is to be done, then what the data can know. */
export const html = {
  id: 'html',
  summary: 'one page to read, in one file',
  write: (scan, view) =>
    htmlPage(`${shortReference(scan.inventory.build)}: ${knownText(scan)}`, [
      ...headLines(scan),
      ...lineageLines(scan),
      ...groupFindings(scan, view.grouping).flatMap((group) => groupLines(group, scan)),
      ...suppressedSection(scan),
      ...listSection('What it exposes', surfaceFacts(scan)),
      ...listSection('What the data can know', coverageLines(scan)),
      ...problemLines(scan),
      footer(view),
    ]),
} as const satisfies ScanFormat;

function headLines(scan: Scan): readonly string[] {
  const { inventory, ended } = scan;
  const { system, support } = systemText(scan);
  const day = dayOf(inventory.created);
  const facts = [
    system,
    ...(support === null ? [] : [support]),
    ...(day === null ? [] : [`built ${day}`]),
    count(inventory.packages.length, 'package'),
  ];
  return [
    '<header>',
    `<h1>${escapeHtml(shortReference(inventory.build))}</h1>`,
    `<p class="soft">${escapeHtml(facts.join(' · '))}</p>`,
    `<p class="known">${escapeHtml(knownText(scan))}</p>`,
    ...ended.map((one) => `<p class="alarm">${escapeHtml(endedText(one))}</p>`),
    '</header>',
  ];
}

/** From the image down to scratch, as one stands on the other. */
function lineageLines(scan: Scan): readonly string[] {
  const { lineage } = scan.inventory.trace;
  const counts = countByOwner(scan).toReversed();
  const [known, nobodys] = [counts.filter(({ owner }) => owner !== null), counts.filter(({ owner }) => owner === null)];
  const most = Math.max(1, ...counts.map(({ total }) => total));
  const end = lineage.end === 'scratch' ? 'scratch' : `not known from here down${lineage.missing === null ? '' : `: ${lineage.missing}`}`;
  return [
    '<section>',
    '<h2>Who brought what</h2>',
    '<ol class="lineage">',
    ...known.map((one) => ownerLine(one, most, scan)),
    ...(known.length === 0 ? [] : [`<li class="end">${escapeHtml(end)}</li>`]),
    ...nobodys.map((one) => ownerLine(one, most, scan)),
    '</ol>',
    '</section>',
  ];
}

function ownerLine(of: OwnerCount, most: number, scan: Scan): string {
  const { name, levels } = of;
  const present = FINDING_LEVELS.filter((level) => levels[level] > 0);
  const bars = present.map((level) => `<span class="${level}" style="width:${((100 * levels[level]) / most).toFixed(2)}%"></span>`);
  const words = present.map((level) => `<span class="level ${level}">${levels[level]} ${level}</span>`);
  const text = words.length === 0 ? '' : `<span class="counts">${words.join(' · ')}</span>`;
  return `<li><span class="name">${escapeHtml(name)}</span><span class="bar" aria-hidden="true">${bars.join('')}</span><span class="total">${totalText(of, scan)}</span>${text}</li>`;
}

/** What waits is folded: nobody can do anything about it. */
function groupLines({ title, remedy, rows }: FindingGroup, scan: Scan): readonly string[] {
  const heads = ['Level', 'Vulnerability', 'Package', 'Installed', 'Fixed in', ...(remedy === null ? ['To do'] : []), 'Brought by'];
  const table = [
    '<div class="scroll"><table class="sortable">',
    `<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((row) => rowLine(row, remedy === null, scan)),
    '</tbody>',
    '</table></div>',
  ];
  if (remedy === 'wait') return [`<details><summary>${escapeHtml(title)}</summary>`, ...table, '</details>'];
  return ['<section>', `<h2>${escapeHtml(title)}</h2>`, ...table, '</section>'];
}

function rowLine({ finding, names }: FindingRow, withRemedy: boolean, { inventory }: Scan): string {
  const { id, level, package: found, fixedIn, status, owner, layer, line, remedy, rating } = finding;
  const score = rating?.score == null ? '' : ` title="${escapeHtml(`${rating.score} by ${rating.source}`)}"`;
  const place = [
    ownerName(owner, inventory.trace),
    ...(layer === null ? [] : [`layer ${layer + 1}`]),
    ...(line === null ? [] : [`line ${line}`]),
  ];
  return [
    `<tr><td data-key="${FINDING_LEVELS.indexOf(level)}"><span class="level ${level}"${score}>${level}</span></td>`,
    `<td class="id"><a href="${escapeHtml(advisorySource(id).url)}" rel="noreferrer">${escapeHtml(id)}</a>${tagsOf(finding)}</td>`,
    `<td><code>${escapeHtml(names.join(', '))}</code></td>`,
    `<td><code>${escapeHtml(found.version ?? '?')}</code></td>`,
    `<td>${fixedIn.length === 0 ? escapeHtml(status ?? '–') : `<code>${escapeHtml(fixedIn.join(', '))}</code>`}</td>`,
    ...(withRemedy ? [`<td>${REMEDY_WORDS[remedy]}</td>`] : []),
    `<td class="soft">${escapeHtml(place.join(', '))}</td></tr>`,
  ].join('');
}

function tagsOf({ exploited, chance }: FindingRow['finding']): string {
  const tags = [
    ...(exploited === null ? [] : [`<span class="tag critical">exploited since ${escapeHtml(exploited.since)}</span>`]),
    ...(chance === null || chance.probability < 0.1
      ? []
      : [`<span class="tag soft">EPSS ${Math.round(100 * chance.probability)} %</span>`]),
  ];
  return tags.join('');
}

/** Listed, so that none is lost; folded, for they count nowhere. */
function suppressedSection(scan: Scan): readonly string[] {
  if (scan.suppressed.length === 0) return [];
  const rows = scan.suppressed.map(
    ({ finding, by }) =>
      `<tr><td data-key="${FINDING_LEVELS.indexOf(finding.level)}"><span class="level ${finding.level}">${finding.level}</span></td><td class="id">${escapeHtml(finding.id)}</td><td><code>${escapeHtml(finding.package.name)}</code></td><td>${escapeHtml(by.source)}</td><td>${escapeHtml(suppressionReason(by))}</td></tr>`,
  );
  return [
    `<details><summary>${escapeHtml(suppressedText(scan))}</summary>`,
    '<div class="scroll"><table class="sortable">',
    '<thead><tr><th scope="col">Level</th><th scope="col">Vulnerability</th><th scope="col">Package</th><th scope="col">By</th><th scope="col">Why</th></tr></thead>',
    '<tbody>',
    ...rows,
    '</tbody>',
    '</table></div>',
    '</details>',
  ];
}

function listSection(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const items = lines.map((line) => `<li>${escapeHtml(line)}</li>`);
  return ['<section>', `<h2>${title}</h2>`, '<ul class="plain">', ...items, '</ul>', '</section>'];
}

function problemLines({ inventory: { problems } }: Scan): readonly string[] {
  if (problems.length === 0) return [];
  const lines = problems.map(({ message, incomplete }) =>
    incomplete ? `<li class="alarm">incomplete: ${escapeHtml(message)}</li>` : `<li>${escapeHtml(message)}</li>`,
  );
  return ['<section>', '<h2>Told on the way</h2>', '<ul class="plain">', ...lines, '</ul>', '</section>'];
}

function footer({ version, time }: ScanView): string {
  return `<footer>fromage ${escapeHtml(version)}${time === null ? '' : `, ${escapeHtml(time)}`}</footer>`;
}
