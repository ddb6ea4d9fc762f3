import type { Instruction } from '../dockerfile/dockerfile.ts';
import { indexLines, positionAt } from '../dockerfile/span.ts';
import { matchSteps, type Step } from '../image/match-steps.ts';
import type { Image } from '../model/image.ts';
import type { Lineage } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import type { AppPorts } from './app-ports.ts';
import { readDockerfile } from './find-subject.ts';
import { readGraph } from './trace-dockerfile.ts';
import type { OpenedRequest } from './trace-request.ts';

/** The line of the Dockerfile that made each history entry: only the subject's own entries can have one. */
export async function linesOfHistory(
  image: Image,
  lineage: Lineage,
  path: string,
  request: Pick<OpenedRequest, 'buildArgs' | 'stage'>,
  ports: AppPorts,
): Promise<{ readonly lines: readonly (number | null)[]; readonly problems: readonly Problem[] }> {
  const { history } = image.config;
  const subject = await readDockerfile(path, ports.store);
  const { dockerfile, graph } = readGraph(subject, request, image.platform, ports.store.environment.hostPlatform);
  const index = indexLines(dockerfile.text);
  const steps = graph.chain
    .toReversed()
    .flatMap(({ instructions }) => instructions)
    .map((instruction) => stepOf(instruction, positionAt(index, instruction.span.start).line));
  // Without a boundary all of the history may be the Dockerfile's: the pairs that fit will show.
  const first = lineage.own.history?.first ?? (lineage.ancestors.length === 0 ? 0 : boundary(lineage));
  const own = matchSteps(history.slice(first), steps);
  const lines = [...history.slice(0, first).map(() => null), ...own];
  return { lines, problems: fit(steps, own, path) };
}

function boundary(lineage: Lineage): number {
  return Math.max(0, ...lineage.ancestors.map(({ history }) => (history === null ? 0 : history.last + 1)));
}

function stepOf({ keyword, source }: Instruction, line: number): Step {
  return { keyword, text: source.replace(/\\\r?\n/g, ' ').trim(), line };
}

/** Where less than half of what makes layers is found, it may not be the Dockerfile of this image. */
function fit(steps: readonly Step[], lines: readonly (number | null)[], path: string): readonly Problem[] {
  const making = steps.filter(({ keyword }) => keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD');
  const found = making.filter(({ line }) => lines.includes(line));
  if (making.length === 0 || found.length * 2 >= making.length) return [];
  const message = `${path} may not be what this image was built from: of its ${making.length} instructions that make layers, ${found.length} fit the history.`;
  return [{ kind: 'dockerfile-differs', message, where: path, incomplete: false }];
}
