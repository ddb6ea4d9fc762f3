import { tryReference } from '../model/reference.ts';
import type { Dockerfile, DockerfileError, Instruction } from './dockerfile.ts';
import { expandWord } from './expand/expand.ts';
import { readMounts } from './read-mounts.ts';
import type { BuildOptions, GlobalScope } from './scope.ts';
import { globalScope } from './scope.ts';
import { shorten } from './shorten.ts';
import type { LineIndex, Span } from './span.ts';
import { indexLines, positionAt } from './span.ts';
import type { Stage, StageBase } from './stages.ts';
import { readStages } from './stages.ts';

/** Which stages a Dockerfile has, which of them make the image, and what they stand on. */
export interface StageGraph {
  readonly stages: readonly Stage[];
  /** The stage that is built; null where there is none, or none of the name asked for. */
  readonly target: Stage | null;
  /** The target, the stage it stands on, and so on down to one that stands on no stage. */
  readonly chain: readonly Stage[];
  /** What the last of the chain stands on; null where there is no target. */
  readonly base: Exclude<StageBase, { kind: 'stage' }> | null;
  /** Where files are taken from, by stage index. */
  readonly borrows: readonly (readonly Borrow[])[];
  /** Indexes of the stages that the target needs, itself included, ascending. */
  readonly reachable: readonly number[];
  readonly unreachable: readonly number[];
  /** Images outside that only lend files to the stages that are needed. */
  readonly lenders: readonly BorrowedImage[];
  readonly global: GlobalScope;
  /** Why the build would fail. */
  readonly errors: readonly DockerfileError[];
  /** What the build takes otherwise than it looks. */
  readonly warnings: readonly DockerfileError[];
}

/** `COPY --from` or `RUN --mount=from=`. */
export interface Borrow {
  readonly by: 'copy' | 'mount';
  readonly from: BorrowSource;
  readonly instruction: Instruction;
  /** What names the source. */
  readonly span: Span;
  /** One-based line of that. */
  readonly line: number;
}

export type BorrowSource =
  | { readonly kind: 'stage'; readonly stage: number }
  | { readonly kind: 'scratch' }
  | { readonly kind: 'image'; readonly reference: string }
  | { readonly kind: 'unresolved'; readonly message: string };

export interface BorrowedImage {
  readonly reference: string;
  readonly line: number;
  readonly span: Span;
}

/**
 * Draws the graph of the stages. Never throws: what is wrong is in `errors`, and the graph as good as it can be.
 *
 * @example
 * const options = { buildArgs: {}, target: null, platform: linux, buildPlatform: linux };
 * buildStageGraph(parseDockerfile('FROM alpine:3.20\n'), options).base // { kind: 'image', reference: 'alpine:3.20', … }
 */
export function buildStageGraph(dockerfile: Dockerfile, options: BuildOptions): StageGraph {
  const lines = indexLines(dockerfile.text);
  const global = globalScope(dockerfile, options);
  const { stages, errors: stageErrors, warnings: stageWarnings } = readStages(dockerfile, global, lines);
  const errors: DockerfileError[] = [...global.errors, ...stageErrors];
  const warnings = [...stageWarnings];
  const borrowing: Borrowing = { dockerfile, stages, byName: lastByName(stages), lines, errors, warnings };
  const borrows = stages.map((stage) => [...ownBorrows(borrowing, stage.instructions), ...triggeredBorrows(borrowing, stage)]);
  errors.push(...findCycles(stages, borrows));
  const target = findTarget(stages, borrowing.byName, options.target, errors, dockerfile.text);
  const chain = target === null ? [] : chainOf(target, stages);
  const needed = target === null ? new Set<number>() : reach(target, stages, borrows);
  const indexes = stages.map(({ index }) => index);
  const reachable = indexes.filter((index) => needed.has(index));
  return {
    stages,
    target,
    chain,
    base: baseOf(chain),
    borrows,
    reachable,
    unreachable: indexes.filter((index) => !needed.has(index)),
    lenders: lendersOf(reachable, borrows),
    global,
    errors,
    warnings,
  };
}

interface Borrowing {
  readonly dockerfile: Dockerfile;
  readonly stages: readonly Stage[];
  readonly byName: ReadonlyMap<string, number>;
  readonly lines: LineIndex;
  readonly errors: DockerfileError[];
  readonly warnings: DockerfileError[];
}

/** Of two stages with one name the later one has it. */
function lastByName(stages: readonly Stage[]): ReadonlyMap<string, number> {
  return new Map(stages.flatMap(({ name, index }) => (name === null ? [] : [[name, index] as const])));
}

function ownBorrows(borrowing: Borrowing, instructions: readonly Instruction[]): readonly Borrow[] {
  return instructions.flatMap((instruction) => {
    if (instruction.keyword === 'COPY') return copyBorrows(borrowing, instruction);
    return instruction.keyword === 'RUN' ? mountBorrows(borrowing, instruction) : [];
  });
}

/** The ONBUILDs of a stage run in those that stand right on it. */
function triggeredBorrows(borrowing: Borrowing, stage: Stage): readonly Borrow[] {
  const below = stage.base.kind === 'stage' ? borrowing.stages[stage.base.stage] : undefined;
  return ownBorrows(borrowing, below?.instructions.flatMap(({ nested }) => (nested === null ? [] : [nested])) ?? []);
}

function copyBorrows(borrowing: Borrowing, instruction: Instruction): readonly Borrow[] {
  const flag = instruction.flags.findLast(({ name }) => name === 'from');
  if (flag === undefined || flag.value === null || flag.value === '') return [];
  const from = copySource(borrowing, flag.value, flag.valueSpan);
  return [borrowOf(borrowing, 'copy', from, instruction, flag.valueSpan)];
}

function mountBorrows(borrowing: Borrowing, instruction: Instruction): readonly Borrow[] {
  return readMounts(instruction, borrowing.dockerfile.text).flatMap((mount) => {
    if (mount.from === null) return [];
    const from = mountSource(borrowing, mount.from, mount.fromSpan);
    return [borrowOf(borrowing, 'mount', from, instruction, mount.fromSpan)];
  });
}

function borrowOf(borrowing: Borrowing, by: Borrow['by'], from: BorrowSource, instruction: Instruction, span: Span): Borrow {
  return { by, from, instruction, span, line: positionAt(borrowing.lines, span.start).line };
}

/** A number is a stage; a name is one too, wherever in the file it stands, else an image. */
function copySource(borrowing: Borrowing, text: string, span: Span): BorrowSource {
  if (hasVariables(text, borrowing.dockerfile)) return noVariables(borrowing, text, 'COPY --from', span);
  if (!/^[+-]?\d+$/.test(text)) return namedSource(borrowing, text);
  const index = Number(text);
  if (borrowing.stages[index] !== undefined) return { kind: 'stage', stage: index };
  const message = `COPY --from=${shorten(text)} names no stage: there are ${borrowing.stages.length}, counted from 0`;
  borrowing.errors.push({ code: 'unknown-stage', message, hint: 'Name the stage instead: FROM … AS name.', span });
  return { kind: 'unresolved', message };
}

/** Here a number is a name like others, and no stage's. */
function mountSource(borrowing: Borrowing, text: string, span: Span): BorrowSource {
  if (/\$./.test(text)) return noVariables(borrowing, text, 'RUN --mount=from', span);
  if (/^\d+$/.test(text) && borrowing.stages[Number(text)] !== undefined && !borrowing.byName.has(text)) {
    const message = `RUN --mount=from=${shorten(text)} takes an image named "${shorten(text)}": only COPY --from counts stages`;
    borrowing.warnings.push({ code: 'unknown-stage', message, hint: 'Name the stage: FROM … AS name.', span });
  }
  return namedSource(borrowing, text);
}

function namedSource(borrowing: Borrowing, text: string): BorrowSource {
  const stage = borrowing.byName.get(text.toLowerCase());
  if (stage !== undefined) return { kind: 'stage', stage };
  if (text === 'scratch') return { kind: 'scratch' };
  if (typeof tryReference(text) !== 'string') return { kind: 'image', reference: text };
  return { kind: 'unresolved', message: `"${shorten(text)}" is neither a stage nor an image reference` };
}

function hasVariables(text: string, dockerfile: Dockerfile): boolean {
  try {
    return expandWord(text, { variables: {}, escape: dockerfile.escape }).value !== text;
  } catch {
    return true;
  }
}

function noVariables(borrowing: Borrowing, text: string, where: string, span: Span): BorrowSource {
  const message = `${where} can't hold variables: "${shorten(text)}"`;
  borrowing.errors.push({ code: 'expansion', message, hint: 'Give the image a stage of its own, FROM … AS name, and name that.', span });
  return { kind: 'unresolved', message };
}

/** A name first, then a number. */
function findTarget(
  stages: readonly Stage[],
  byName: ReadonlyMap<string, number>,
  wanted: string | null,
  errors: DockerfileError[],
  text: string,
): Stage | null {
  const span = { start: 0, end: text.length };
  if (stages.length === 0) {
    const message = text.trim() === '' ? 'the Dockerfile is empty' : 'the Dockerfile has no FROM';
    errors.push({ code: 'no-stages', message, hint: 'A Dockerfile begins with FROM: "FROM alpine".', span });
    return null;
  }
  if (wanted === null || wanted === '') return stages.at(-1) ?? null;
  const index = byName.get(wanted.toLowerCase()) ?? (/^\d+$/.test(wanted) ? Number(wanted) : -1);
  const target = stages[index];
  if (target !== undefined) return target;
  const names = stages.slice(0, 20).map((stage) => shorten(stage.name ?? String(stage.index)));
  if (stages.length > names.length) names.push(`and ${stages.length - names.length} more`);
  errors.push({
    code: 'unknown-target',
    message: `there is no stage "${shorten(wanted)}"`,
    hint: `The stages are: ${names.join(', ')}.`,
    span,
  });
  return null;
}

function chainOf(target: Stage, stages: readonly Stage[]): readonly Stage[] {
  const chain = [target];
  for (let { base } = target; base.kind === 'stage'; ) {
    const below = stages[base.stage];
    if (below === undefined) break;
    chain.push(below);
    base = below.base;
  }
  return chain;
}

function baseOf(chain: readonly Stage[]): StageGraph['base'] {
  const base = chain.at(-1)?.base;
  return base === undefined || base.kind === 'stage' ? null : base;
}

function reach(target: Stage, stages: readonly Stage[], borrows: readonly (readonly Borrow[])[]): ReadonlySet<number> {
  const seen = new Set([target.index]);
  for (const index of seen) for (const next of needsOf(index, stages, borrows)) seen.add(next);
  return seen;
}

function needsOf(index: number, stages: readonly Stage[], borrows: readonly (readonly Borrow[])[]): readonly number[] {
  const base = stages[index]?.base;
  const sources = (borrows[index] ?? []).flatMap(({ from }) => (from.kind === 'stage' ? [from.stage] : []));
  return base?.kind === 'stage' ? [base.stage, ...sources] : sources;
}

function lendersOf(reachable: readonly number[], borrows: readonly (readonly Borrow[])[]): readonly BorrowedImage[] {
  return reachable
    .flatMap((index) => borrows[index] ?? [])
    .flatMap(({ from, line, span }) => (from.kind === 'image' ? [{ reference: from.reference, line, span }] : []));
}

/** Stages that need themselves. BuildKit looks at borrowed files alone; a stage that stands on its borrower is as impossible. */
function findCycles(stages: readonly Stage[], borrows: readonly (readonly Borrow[])[]): readonly DockerfileError[] {
  const done = new Set<number>();
  for (const stage of stages) {
    const cycle = done.has(stage.index) ? null : findCycle(stage.index, stages, borrows, done);
    if (cycle === null) continue;
    const names = cycle.map((index) => stages[index]?.name ?? String(index));
    const message = names.length === 1 ? `stage ${names[0]} needs itself` : `stages need each other: ${[...names, names[0]].join(' → ')}`;
    const span = (borrows[cycle[0] ?? 0] ?? []).find(({ from }) => from.kind === 'stage' && cycle.includes(from.stage))?.span;
    return [{ code: 'cycle', message, hint: 'A stage can only take from stages that do not need it.', span: span ?? stage.from.span }];
  }
  return [];
}

/** Depth first, without recursion: a chain may have as many stages as the file has lines. */
function findCycle(
  start: number,
  stages: readonly Stage[],
  borrows: readonly (readonly Borrow[])[],
  done: Set<number>,
): readonly number[] | null {
  const path: number[] = [start];
  const onPath = new Set(path);
  const pending = [[...needsOf(start, stages, borrows)]];
  while (path.length > 0) {
    const next = pending.at(-1)?.pop();
    if (next === undefined) {
      const finished = path.pop() ?? start;
      onPath.delete(finished);
      done.add(finished);
      pending.pop();
      continue;
    }
    if (onPath.has(next)) return path.slice(path.indexOf(next));
    if (done.has(next)) continue;
    path.push(next);
    onPath.add(next);
    pending.push([...needsOf(next, stages, borrows)]);
  }
  return null;
}
