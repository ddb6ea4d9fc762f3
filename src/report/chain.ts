import type { Trace } from '../model/trace.ts';
import { count, formatBytes, printable, shortReference } from './words.ts';

/** A node of a drawn lineage. */
export interface ChainNode {
  readonly kind: 'subject' | 'ancestor' | 'end';
  /** Its label, a line each. */
  readonly lines: readonly string[];
  /** What the edge from the node above says: how this one is known. */
  readonly edge: string;
}

/** Subject, ancestors and end, for formats that draw them. */
export function chainOf({ subject, lineage }: Trace): readonly ChainNode[] {
  const end = lineage.end === 'scratch' ? ['scratch'] : ['unknown'];
  const how = lineage.end === 'unknown' ? '?' : lineage.declared ? 'declared' : (lineage.endEvidence[0]?.confidence ?? '');
  return [
    { kind: 'subject', lines: [printable(shortReference(subject.name)), ...sizeLine(lineage.own.layers, subject.ownSize)], edge: '' },
    ...lineage.ancestors.map(
      (ancestor): ChainNode => ({
        kind: 'ancestor',
        lines: [
          ancestor.reference === null ? 'not known by name' : shortReference(ancestor.reference),
          ...sizeLine(ancestor.layers, ancestor.size),
        ],
        edge: ancestor.confidence,
      }),
    ),
    { kind: 'end', lines: end, edge: how },
  ];
}

function sizeLine(span: { readonly first: number; readonly last: number } | null, size: number | null): readonly string[] {
  if (span === null) return [];
  return [`${count(span.last - span.first + 1, 'layer')}${size === null ? '' : `, ${formatBytes(size)}`}`];
}
