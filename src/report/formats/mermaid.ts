import type { Format } from '../format.ts';
import { chainOf } from '../chain.ts';

/** A flowchart, as GitHub and GitLab draw it in Markdown. */
export const mermaid = {
  id: 'mermaid',
  summary: 'a flowchart for Markdown',
  write(traces) {
    const lines = traces.flatMap((trace, at) =>
      chainOf(trace).flatMap((node, index) => {
        const id = `n${at}_${index}`;
        const shape = node.kind === 'subject' ? ['(["', '"])'] : node.kind === 'end' ? ['(("', '"))'] : ['["', '"]'];
        const edge = index === 0 ? [] : [`  n${at}_${index - 1} -->|"${escape(node.edge)}"| ${id}`];
        return [`  ${id}${shape[0]}${node.lines.map(escape).join('<br/>')}${shape[1]}`, ...edge];
      }),
    );
    return `${['flowchart TD', ...lines].join('\n')}\n`;
  },
} as const satisfies Format;

/** Mermaid has entities of its own: `#quot;`. */
function escape(text: string): string {
  return text.replace(/[#"<>&[\](){}|\\`]/g, (character) => `#${character.charCodeAt(0)};`);
}
