import { PAGE_STYLE } from './page-style.ts';
import { printable } from './words.ts';

/**
 * A page in one file: nothing is loaded from elsewhere, and the policy in its head lets nothing be, nor any script run but the one that
 * sorts tables, which is named by its digest. It can be read without.
 */
export function htmlPage(title: string, body: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${SORT_DIGEST}'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${PAGE_STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...body,
    '</main>',
    `<script>${SORT_SCRIPT}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** For text and for values of attributes in quotes. No control character, and none that turns the direction of writing. */
export function escapeHtml(text: string): string {
  return printable(text.toWellFormed())
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Heads of tables become buttons; a cell may say in `data-key` what it is sorted by. */
const SORT_SCRIPT = `
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, at) => {
    const button = document.createElement('button');
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const body = table.tBodies[0];
      const key = (row) => row.cells[at].dataset.key ?? row.cells[at].textContent;
      const rows = [...body.rows].sort((a, b) => key(a).localeCompare(key(b), 'en', { numeric: true }));
      body.append(...(down ? rows.reverse() : rows));
    });
  });
}
`;

/** Of the script above, as a browser takes it. */
const SORT_DIGEST = 'sha256-AyKW2J4KXrnReBNA2bxWHpF8J4u8hJ08MBMlr8TwYC0=';
