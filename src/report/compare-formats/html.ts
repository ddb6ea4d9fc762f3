import type { ComparedChange, ComparedImage } from '../../model/comparison.ts';
import { changeParts, factRows } from '../compare-facts.ts';
import type { CompareFormat } from '../compare-format.ts';
import { coverageLines } from '../coverage-text.ts';
import { escapeHtml, htmlPage } from '../html-page.ts';
import { shortReference } from '../words.ts';

/** One page: the table, then what changes from the first image to each other. */
export const html = {
  id: 'html',
  summary: 'one page to read, in one file',
  write({ images, changes }, { version }) {
    const title = images.map(({ reference }) => shortReference(reference)).join(' and ');
    return htmlPage(`${title} compared`, [
      `<h1>${escapeHtml(title)}</h1>`,
      ...factTable(images),
      ...changes.flatMap(changeLines),
      '<section>',
      '<h2>What the data can know</h2>',
      ...images.flatMap(noteLines),
      '</section>',
      `<footer>fromage ${escapeHtml(version)}</footer>`,
    ]);
  },
} as const satisfies CompareFormat;

function factTable(images: readonly ComparedImage[]): readonly string[] {
  const heads = images.map(({ reference }) => `<th scope="col">${escapeHtml(shortReference(reference))}</th>`);
  const rows = factRows(images).map(
    ({ head, cells }) => `<tr><th scope="row">${escapeHtml(head)}</th>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  return [
    '<div class="scroll"><table>',
    `<thead><tr><td></td>${heads.join('')}</tr></thead>`,
    '<tbody>',
    ...rows,
    '</tbody>',
    '</table></div>',
  ];
}

function changeLines(change: ComparedChange): readonly string[] {
  const parts = changeParts(change);
  const head = `<h2>To ${escapeHtml(shortReference(change.to))}</h2>`;
  if (parts.length === 0) return ['<section>', head, '<p>The same packages and findings.</p>', '</section>'];
  const lists = parts.map(
    ({ title, words }) =>
      `<details><summary>${escapeHtml(title)}</summary><p>${words.map((word) => `<code>${escapeHtml(word)}</code>`).join(', ')}</p></details>`,
  );
  return ['<section>', head, ...lists, '</section>'];
}

function noteLines({ reference, scan }: ComparedImage): readonly string[] {
  const lines = [...coverageLines(scan), ...scan.inventory.problems.map(({ message }) => message)];
  return [
    `<p><strong>${escapeHtml(shortReference(reference))}</strong></p>`,
    '<ul class="plain">',
    ...lines.map((line) => `<li>${escapeHtml(line)}</li>`),
    '</ul>',
  ];
}
