import type { Dockerfile, Instruction } from '../dockerfile/dockerfile.ts';
import { readShellText } from '../dockerfile/read-shell-text.ts';
import { indexLines, positionAt } from '../dockerfile/span.ts';
import type { Stage } from '../dockerfile/stages.ts';

/** What a build asks of its base. */
export interface BaseNeeds {
  /** Package managers that are called, with the first line of each. */
  readonly managers: readonly { readonly name: string; readonly line: number }[];
  /** The first line that asks for a shell when the image is built: a RUN in words. */
  readonly shellToBuild: number | null;
  /** The first line that asks for a shell when it runs: CMD, ENTRYPOINT or HEALTHCHECK in words. */
  readonly shellToRun: number | null;
}

const MANAGERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'apt-get': 'apt',
    apt: 'apt',
    aptitude: 'apt',
    dpkg: 'apt',
    apk: 'apk',
    dnf: 'dnf',
    yum: 'dnf',
    microdnf: 'dnf',
    tdnf: 'dnf',
    zypper: 'zypper',
  }),
);

/** The instructions of these stages: the final one and those it stands on in the same file. */
export function needsOf(stages: readonly Stage[], { text }: Dockerfile): BaseNeeds {
  const lines = indexLines(text);
  const lineOf = (instruction: Instruction): number => positionAt(lines, instruction.span.start).line;
  const all = stages.flatMap(({ instructions }) => instructions);
  const inWords = all.filter((instruction) => readShellText(instruction) !== null);
  const managers = new Map<string, number>();
  for (const instruction of all.filter(({ keyword }) => keyword === 'RUN'))
    for (const name of managersIn(textOf(instruction))) if (!managers.has(name)) managers.set(name, lineOf(instruction));
  const first = (keywords: readonly string[]): number | null => {
    const found = inWords.find(({ keyword }) => keywords.includes(keyword));
    return found === undefined ? null : lineOf(found);
  };
  return {
    managers: [...managers].map(([name, line]) => ({ name, line })),
    shellToBuild: first(['RUN']),
    shellToRun: first(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']),
  };
}

function textOf(instruction: Instruction): string {
  const heredocs = instruction.heredocs.map(({ content }) => content).join('\n');
  return `${readShellText(instruction)?.text ?? instruction.arguments.map(({ text }) => text).join(' ')}\n${heredocs}`;
}

/** Words in the place of a command: at the start, or after what parts commands. */
function managersIn(text: string): readonly string[] {
  const commands = text.split(/[;&|\n(){}]+/).map((part) => part.trim().split(/\s+/));
  const named = commands.flatMap(
    (words) => words.find((word) => !/^(sudo|exec|env|set|\w+=.*|-\w+|if|then|else|do|while|!)$/.test(word)) ?? [],
  );
  return named.flatMap((word) => MANAGERS.get(word.slice(word.lastIndexOf('/') + 1)) ?? []);
}
