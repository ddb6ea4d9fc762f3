import type { ComparedChange, ComparedImage } from '../../model/comparison.ts';
import { changeParts, factRows } from '../compare-facts.ts';
import type { CompareFormat } from '../compare-format.ts';
import { coverageLines } from '../coverage-text.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown-text.ts';
import { count, shortReference } from '../words.ts';

/** For a comment on a pull request: the table, then what changes, folded. */
export const markdown = {
  id: 'markdown',
  summary: 'for a comment on a pull request',
  write({ images, changes }) {
    const table = markdownTable(
      ['', ...images.map(({ reference }) => markdownCode(shortReference(reference)))],
      factRows(images).map(({ head, cells }) => [head, ...cells.map(markdownText)]),
    );
    const parts = [table, ...changes.map(changeLines), ['#### What the data can know', '', ...images.flatMap(noteLines)]];
    return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
  },
} as const satisfies CompareFormat;

/** Longer lists are told by their length: a comment has a limit. */
const SHOWN = 200;

function changeLines(change: ComparedChange): readonly string[] {
  const parts = changeParts(change);
  const name = markdownCode(shortReference(change.to));
  if (parts.length === 0) return [`#### To ${name}`, '', 'The same packages and findings.'];
  return [
    `#### To ${name}`,
    ...parts.flatMap(({ title, words }) => {
      const rest = words.length > SHOWN ? `, and ${count(words.length - SHOWN, 'more', 'more')}` : '';
      return [
        '',
        `<details><summary>${title}</summary>`,
        '',
        `${words.slice(0, SHOWN).map(markdownCode).join(', ')}${rest}`,
        '',
        '</details>',
      ];
    }),
  ];
}

function noteLines({ reference, scan }: ComparedImage): readonly string[] {
  const lines = [...coverageLines(scan), ...scan.inventory.problems.map(({ message }) => message)];
  return [`- ${markdownCode(shortReference(reference))}`, ...lines.map((line) => `  - ${markdownText(line)}`)];
}
