import type { Format } from '../format.ts';
import { chainOf } from '../chain.ts';

/** A directed graph for Graphviz. */
export const dot = {
  id: 'dot',
  summary: 'a graph for Graphviz',
  write(traces) {
    const lines = traces.flatMap((trace, at) =>
      chainOf(trace).flatMap((node, index) => {
        const id = `n${at}_${index}`;
        const shape = node.kind === 'end' ? 'ellipse' : 'box';
        const style = node.kind === 'subject' ? ', style=bold' : '';
        const edge = index === 0 ? [] : [`  n${at}_${index - 1} -> ${id} [label=${quote([node.edge])}];`];
        return [`  ${id} [shape=${shape}${style}, label=${quote(node.lines)}];`, ...edge];
      }),
    );
    return `${['digraph lineage {', '  rankdir=TB;', '  node [fontname="sans-serif"];', ...lines, '}'].join('\n')}\n`;
  },
} as const satisfies Format;

/** Inside a quoted string of the DOT language a quote and a backslash are escaped, and `\n` is a line break. */
function quote(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replace(/[\\"]/g, '\\$&')).join('\\n')}"`;
}
