import type { Scan } from '../model/scan.ts';
import type { SuppressedBy } from '../model/suppression.ts';
import { count } from './words.ts';

/** `3 findings suppressed: 2 by VEX, 1 by ignore files`. */
export function suppressedText({ suppressed }: Scan): string {
  const vex = suppressed.filter(({ by }) => by.kind === 'vex').length;
  const kinds = [...(vex > 0 ? [`${vex} by VEX`] : []), ...(vex < suppressed.length ? [`${suppressed.length - vex} by ignore files`] : [])];
  return `${count(suppressed.length, 'finding')} suppressed: ${kinds.join(', ')}`;
}

/** Why, in a line: `not_affected, vulnerable_code_not_present: its own words`; `accepted until 2026-12-31`. */
export function suppressionReason({ status, justification, reason, until }: SuppressedBy): string {
  const words = [status, justification].filter((word) => word !== null).join(', ');
  const why = [words, reason].filter((part) => part !== null && part !== '').join(': ');
  const end = until === null ? '' : ` (until ${until})`;
  return `${why === '' ? 'no reason given' : why}${end}`;
}
