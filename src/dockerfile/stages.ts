import { FromageError } from '../model/error.ts';
import type { Platform } from '../model/platform.ts';
import { parsePlatform } from '../model/platform.ts';
import { tryReference } from '../model/reference.ts';
import type { Argument, Dockerfile, DockerfileError, Instruction } from './dockerfile.ts';
import { expandWithin } from './expand/expand.ts';
import { readFrom } from './read-from.ts';
import type { GlobalScope } from './scope.ts';
import { shorten } from './shorten.ts';
import type { LineIndex, Span } from './span.ts';
import { positionAt } from './span.ts';

/** A stage: a FROM and what follows it. */
export interface Stage {
  readonly index: number;
  /** Lower case, as the frontend has it. */
  readonly name: string | null;
  readonly from: Instruction;
  /** One-based line of its FROM. */
  readonly line: number;
  /** What FROM names, as written. */
  readonly image: Argument | null;
  readonly base: StageBase;
  /** `--platform`, expanded; null where it is not given or can't be read. */
  readonly platform: Platform | null;
  /** What follows the FROM. */
  readonly instructions: readonly Instruction[];
}

/** What a stage stands on. */
export type StageBase =
  | { readonly kind: 'stage'; readonly stage: number }
  | { readonly kind: 'scratch' }
  | ExternalBase
  | { readonly kind: 'unresolved'; readonly message: string; readonly hint: string; readonly variables: readonly string[] };

/** An image that some registry has. */
export interface ExternalBase {
  readonly kind: 'image';
  /** Expanded, otherwise as written: `httpd:2.4`. */
  readonly reference: string;
  readonly tag: string | null;
  readonly digest: string | null;
  readonly span: Span;
}

/** What the stages of a file are, before their edges are drawn. */
export interface Stages {
  readonly stages: readonly Stage[];
  readonly errors: readonly DockerfileError[];
  readonly warnings: readonly DockerfileError[];
}

/** Finds the stages, and what each stands on. A FROM can only name stages before it. */
export function readStages(dockerfile: Dockerfile, global: GlobalScope, lines: LineIndex): Stages {
  const reading: Reading = { dockerfile, global, byName: new Map(), errors: [], warnings: [] };
  const starts = dockerfile.instructions.flatMap((instruction, index) => (instruction.keyword === 'FROM' ? [index] : []));
  const stages = starts.map((start, index) => {
    const [from, ...instructions] = dockerfile.instructions.slice(start, starts[index + 1]);
    return from === undefined ? null : readStage(reading, from, instructions, index, positionAt(lines, from.span.start).line);
  });
  const found = stages.filter((stage) => stage !== null);
  return { stages: found, errors: reading.errors, warnings: [...reading.warnings, ...forwardReferences(found)] };
}

interface Reading {
  readonly dockerfile: Dockerfile;
  readonly global: GlobalScope;
  readonly byName: Map<string, number>;
  readonly errors: DockerfileError[];
  readonly warnings: DockerfileError[];
}

function readStage(reading: Reading, from: Instruction, instructions: readonly Instruction[], index: number, line: number): Stage {
  const read = readFrom(from);
  const name = read.name?.text.toLowerCase() ?? null;
  const base = readBase(reading, from, read.image);
  const platform = read.platform === null ? null : readPlatform(reading, read.platform.value ?? '', read.platform.span);
  // Only now: a stage may bear the name of the image it stands on.
  if (name !== null) reading.byName.set(name, index);
  return { index, name, from, line, image: read.image, base, platform, instructions };
}

function readBase(reading: Reading, from: Instruction, image: Argument | null): StageBase {
  if (image === null) return unresolved('FROM names no image', 'Write FROM and an image: "FROM alpine".', []);
  const expanded = expand(reading, image.text);
  if (expanded instanceof FromageError) return unresolved(expanded.message, expanded.hint ?? '', []);
  const { value, unset } = expanded;
  // Stage names are kept in lower case and looked up as written, so that "FROM Base" is an image even beside a stage "base".
  const stage = reading.byName.get(value);
  if (stage !== undefined) return { kind: 'stage', stage };
  if (value === 'scratch') return { kind: 'scratch' };
  const reference = tryReference(value);
  if (typeof reference === 'string') return noReference(reading, image, value, unset);
  if (unset.length > 0) reading.warnings.push(unsetWarning(reading, unset, from.span, value));
  return { kind: 'image', reference: value, tag: reference.tag, digest: reference.digest, span: image.span };
}

function noReference(reading: Reading, image: Argument, value: string, unset: readonly string[]): StageBase {
  const [first] = unset;
  if (first !== undefined) return unresolved(explainUnset(reading, unset, image.text), hintForUnset(reading, first), unset);
  const what = value === image.text ? `"${shorten(value)}"` : `"${shorten(image.text)}", which becomes "${shorten(value)}",`;
  return unresolved(
    value === '' ? 'FROM names no image' : `${what} is no image reference`,
    'The form is [host[:port]/]path[:tag][@digest].',
    [],
  );
}

function readPlatform(reading: Reading, text: string, span: Span): Platform | null {
  const expanded = expand(reading, text);
  const value = expanded instanceof FromageError ? '' : expanded.value;
  const platform = parsePlatform(value);
  if (platform !== null) return platform;
  const reason = expanded instanceof FromageError ? expanded.message : `"${shorten(value === '' ? text : value)}" is no platform`;
  reading.errors.push({ code: 'platform', message: reason, hint: 'A platform is os/architecture[/variant]: linux/arm64.', span });
  return null;
}

function expand(reading: Reading, text: string) {
  try {
    return expandWithin(text, { variables: reading.global.variables, escape: reading.dockerfile.escape }, reading.global.work);
  } catch (error) {
    if (error instanceof FromageError) return error;
    throw error;
  }
}

function unresolved(message: string, hint: string, variables: readonly string[]): StageBase {
  return { kind: 'unresolved', message, hint, variables };
}

/** Names that a message tells: more help nobody. */
const MAX_NAMES = 5;

function explainUnset(reading: Reading, unset: readonly string[], written: string): string {
  const reasons = unset.slice(0, MAX_NAMES).map((name) => {
    const shown = shorten(name);
    return reading.global.declared.has(name) ? `ARG ${shown} has no value` : `${shown} is not declared before the first FROM`;
  });
  return `"FROM ${shorten(written)}" can't be resolved: ${reasons.join(', and ')}`;
}

function hintForUnset(reading: Reading, name: string): string {
  const shown = shorten(name);
  const give = `give it one with --build-arg ${shown}=…`;
  return reading.global.declared.has(name)
    ? `${give[0]?.toUpperCase()}${give.slice(1)}`
    : `Put "ARG ${shown}" before the first FROM, and ${give}`;
}

function unsetWarning(reading: Reading, unset: readonly string[], span: Span, value: string): DockerfileError {
  const hint = hintForUnset(reading, unset[0] ?? '');
  const names = unset.slice(0, MAX_NAMES).map(shorten).join(' and ');
  return { code: 'unset-variable', message: `FROM becomes "${shorten(value)}", for ${names} has no value`, hint, span };
}

/** A FROM that names a later stage gets an image of that name. */
function forwardReferences(stages: readonly Stage[]): readonly DockerfileError[] {
  const last = new Map(stages.flatMap((stage) => (stage.name === null ? [] : [[stage.name, stage] as const])));
  return stages.flatMap((stage) => {
    if (stage.base.kind !== 'image') return [];
    const later = last.get(stage.base.reference);
    if (later === undefined || later.index <= stage.index) return [];
    const message = `"FROM ${stage.base.reference}" takes an image of that name: the stage of that name comes later, in line ${later.line}`;
    return [{ code: 'forward-reference', message, hint: 'Move the stage up.', span: stage.from.span } as const];
  });
}
