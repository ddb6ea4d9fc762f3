import type { BaseChoice, Risk, Suggestions } from '../model/suggestion.ts';
import type { Style } from './style.ts';
import { textTable } from './text-table.ts';
import { count, formatBytes, printable, shortReference, wrap } from './words.ts';

const EXPLAINED = 3;

/** The base there is and those that may stand in its place, best first; then what may go wrong with the first ones, and the change. */
export function writeSuggestions(
  { current, choices, edit, fit, asOf, notes }: Suggestions,
  { width, style }: { readonly width: number; readonly style: Style },
): string {
  const rows = [current, ...choices];
  const [head, ...lines] = textTable(
    rows,
    [
      { head: 'FROM', cell: ({ reference }) => printable(shortReference(reference)) },
      { head: 'SUPPORT', cell: supportText },
      { head: 'FINDINGS', cell: findingsText },
      {
        head: 'PACKAGES',
        cell: ({ known }) => (known === null ? '?' : `${known.of === 'base' ? '≥ ' : ''}${known.packages}`),
        right: true,
      },
      { head: 'SIZE', cell: ({ size }) => (size === null ? '?' : formatBytes(size)), right: true },
      { head: 'RISK', cell: (choice) => (choice === current ? '(the base there is)' : riskText(choice.risks)), max: 16 },
      { head: 'WHY', cell: ({ kinds }) => kinds.map((kind) => WHY[kind]).join(', ') },
    ],
    width,
  );
  const told = choices.slice(0, EXPLAINED).flatMap((choice) => explain(choice, width, style));
  const change =
    edit === null
      ? []
      : [
          '',
          `${printable(edit.path)}:${edit.line}`,
          style.bad(`- FROM ${printable(edit.before)}`),
          style.good(`+ FROM ${printable(edit.after)}`),
        ];
  const ends = [...(choices.length === 0 ? ['The index knows nothing better.'] : []), `Tags as of ${asOf}.`, ...notes.map(printable)];
  return `${[style.dim(head), ...lines, ...told, ...fitLines(fit, width, style), ...change, '', ...ends.flatMap((line) => wrap(line, width))].join('\n')}\n`;
}

const SHOWN = 10;

/** What the files say of the image's own layers on another base. */
function fitLines(fit: Suggestions['fit'], width: number, style: Style): readonly string[] {
  if (fit === null) return [];
  const { base, programs, misfits, untold } = fit;
  const broken = new Set(misfits.map(({ path }) => path)).size;
  const verdict =
    broken === 0
      ? style.good(`all ${count(programs, 'program')} of its own layers find their loader, libraries, symbols and interpreters there`)
      : style.bad(`${broken} of ${count(programs, 'program')} of its own layers would not run there`);
  const missing = [...Map.groupBy(misfits, (one) => one.missing)].map(
    ([what, of]) => `${what}, wanted by /${of[0]?.path ?? ''}${of.length > 1 ? ` and ${of.length - 1} more` : ''}`,
  );
  const rest = missing.length > SHOWN ? [`and ${missing.length - SHOWN} more`] : [];
  const unsure = untold === 0 ? [] : [`${count(untold, 'program')} misses something where it is already: nothing is told of it`];
  return [
    '',
    style.title(`On ${printable(base)}, by the files`),
    ...[verdict, ...missing.slice(0, SHOWN).map(printable), ...rest, ...unsure].flatMap((line) =>
      wrap(line, width - 2).map((part) => `  ${part}`),
    ),
  ];
}

const WHY = {
  'newer-patch': 'newest patch',
  'newer-minor': 'newer minor version',
  'newer-major': 'newer major version',
  smaller: 'smaller',
  'other-system': 'other system',
} as const;

function supportText({ endOfLife }: BaseChoice): string {
  const ended = endOfLife.find((life) => life.ended);
  if (ended !== undefined) return `${ended.product} ${ended.cycle} ended`;
  const days = endOfLife.flatMap(({ on }) => on ?? []).toSorted();
  return days[0] === undefined ? '?' : `to ${days[0]}`;
}

/** What is not known is no 0. */
function findingsText({ known }: BaseChoice): string {
  if (known === null) return '?';
  const least = known.of === 'base' ? '≥ ' : '';
  if (known.findings > 0) return `${least}${known.findings}${known.highOrCritical > 0 ? `, ${known.highOrCritical} high` : ''}`;
  return known.covered === 0 ? '?' : `${least}0 known (${known.covered} of ${known.packages})`;
}

function riskText(risks: readonly Risk[]): string {
  const weights = ['high', 'medium', 'low'] as const;
  const worst = weights.find((weight) => risks.some((risk) => risk.weight === weight));
  return worst === undefined ? 'none seen' : `${worst} (${risks.length})`;
}

function explain({ reference, risks, chain, known }: BaseChoice, width: number, style: Style): readonly string[] {
  const on = chain.length === 0 ? '' : `, on ${chain.map(printable).join(', ')}`;
  const data =
    known === null
      ? []
      : [
          `${known.of === 'base' ? 'its base ' : ''}${printable(known.build)}: ${known.covered} of ${count(known.packages, 'package')} covered${known.dataDate === null ? '' : `, data to ${known.dataDate}`}`,
        ];
  const lines = [...risks.map(({ weight, detail, line }) => `${weight}: ${line === null ? '' : `line ${line}: `}${detail}`), ...data];
  return [
    '',
    `${style.title(printable(shortReference(reference)))}${on}`,
    ...lines.flatMap((line) => wrap(line, width - 2).map((part) => `  ${part}`)),
  ];
}
