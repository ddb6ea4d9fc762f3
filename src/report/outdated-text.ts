import type { Outdated, OutdatedBase } from '../model/outdated.ts';
import type { Style } from './style.ts';
import { count, printable, shortReference, wrap } from './words.ts';

/** A base at a time: where it is named, whether its tag has moved, and what moved. */
export function writeOutdated({ bases, problems }: Outdated, { width, style }: { readonly width: number; readonly style: Style }): string {
  const lines = bases.flatMap((base) => [
    headOf(base, style),
    ...detailsOf(base).flatMap((line) => wrap(line, width - 2).map((part) => `  ${part}`)),
  ]);
  const told = problems.flatMap(({ message }) => wrap(printable(message), width));
  const none = bases.length === 0 && problems.length === 0 ? ['No base is named.'] : [];
  return `${[...lines, ...told, ...none].join('\n')}\n`;
}

function headOf(base: OutdatedBase, style: Style): string {
  const where = base.line === null ? printable(base.subject) : `${printable(base.subject)}:${base.line}`;
  return `${where}  ${printable(shortReference(base.reference))}  ${stateText(base, style)}`;
}

function stateText({ state, days }: OutdatedBase, style: Style): string {
  if (state === 'current') return style.good('is what its tag means now');
  if (state === 'floating') return 'is not pinned: each build takes what the tag means then';
  if (state === 'unknown') return 'unknown';
  return style.warn(days === null ? 'its tag has moved since' : `is ${count(days, 'day')} behind its tag`);
}

function detailsOf({ state, pinned, now, moved, layers, note }: OutdatedBase): readonly string[] {
  return [
    ...(state === 'behind' && pinned !== null ? [`pinned ${pinned}`] : []),
    ...(now === null || state === 'current' ? [] : [`now    ${now}`]),
    ...(layers === null
      ? []
      : [`${layers.shared} of its ${count(layers.before, 'layer')} are still there; today’s build has ${layers.after}`]),
    ...moved.map(({ name, before, after }) => printable(`${name}: ${before ?? '-'} → ${after ?? '-'}`)),
    ...(note === null ? [] : [printable(note)]),
  ];
}
