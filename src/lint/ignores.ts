import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import { indexLines, positionAt } from '../dockerfile/span.ts';

/** What comments in a file silence. */
export interface Ignores {
  /** Rules that are silent in the whole file. */
  readonly everywhere: ReadonlySet<string>;
  /** By one-based line of an instruction: rules that are silent there. */
  readonly byLine: ReadonlyMap<number, ReadonlySet<string>>;
  /** The shell that a comment says RUN is run by; null where none does. */
  readonly shell: string | null;
}

const IGNORE = /^(?:hadolint|fromage)\s+(global\s+)?ignore\s*=\s*([\w:*-]+(?:\s*,\s*[\w:*-]+)*)/i;
const SHELL = /^(?:hadolint|fromage)\s+shell\s*=\s*(\S+)/i;

/** `# fromage ignore=rule,rule` and `# hadolint ignore=DL3008` hold for the instruction below, `global ignore` for the file. */
export function readIgnores({ comments, instructions, text }: Dockerfile): Ignores {
  const lines = indexLines(text);
  const everywhere = new Set<string>();
  const byLine = new Map<number, Set<string>>();
  let shell: string | null = null;
  for (const { text: said, span } of comments) {
    shell = SHELL.exec(said)?.[1]?.toLowerCase() ?? shell;
    const [, global, list] = IGNORE.exec(said) ?? [];
    if (list === undefined) continue;
    const rules = list.split(',').map((rule) => rule.trim());
    if (global !== undefined) {
      for (const rule of rules) everywhere.add(rule);
      continue;
    }
    // Inside an instruction it is about that one, else about the next.
    const target = instructions.find((instruction) => instruction.span.end > span.start);
    if (target === undefined) continue;
    const { line } = positionAt(lines, target.span.start);
    byLine.set(line, new Set([...(byLine.get(line) ?? []), ...rules]));
  }
  return { everywhere, byLine, shell };
}
