import type { Platform } from '../model/platform.ts';
import { formatPlatform } from '../model/platform.ts';
import { FromageError } from '../model/error.ts';
import type { Dockerfile, DockerfileError, Escape, Instruction, Pair } from './dockerfile.ts';
import { expandWithin, MAX_WORK } from './expand/expand.ts';
import type { WorkBudget } from './expand/glob.ts';
import { readFrom } from './read-from.ts';

/** What a build is told from outside. */
export interface BuildOptions {
  /** `--build-arg`: reaches only what an ARG declares, and the predefined arguments. */
  readonly buildArgs: Readonly<Record<string, string>>;
  /** `--target`: a stage's name, or its number; null for the last one. */
  readonly target: string | null;
  /** What is built for, and on. */
  readonly platform: Platform;
  readonly buildPlatform: Platform;
}

/** Arguments that reach RUN without being declared; no instruction expands them. */
export const PROXY_ARGUMENTS: ReadonlySet<string> = new Set(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
);

/** Arguments that FROM sees without being declared, and a stage once it declares them. */
export const PLATFORM_ARGUMENTS: ReadonlySet<string> = new Set([
  ...['PLATFORM', 'OS', 'OSVERSION', 'ARCH', 'VARIANT'].flatMap((name) => [`BUILD${name}`, `TARGET${name}`]),
  'TARGETSTAGE',
]);

/** What is known before the first FROM. */
export interface GlobalScope {
  /** The platform arguments, and the ARGs that have a value. */
  readonly variables: ReadonlyMap<string, string>;
  /** Names of all ARGs, with a value or without. */
  readonly declared: ReadonlySet<string>;
  /** ARGs that can't be expanded. */
  readonly errors: readonly DockerfileError[];
  /** What is left of the comparisons that patterns may take. */
  readonly work: WorkBudget;
}

/** The scope in which the FROMs of a file are read. */
export function globalScope(dockerfile: Dockerfile, options: BuildOptions): GlobalScope {
  const firstFrom = dockerfile.instructions.findIndex((instruction) => instruction.keyword === 'FROM');
  const before = firstFrom < 0 ? dockerfile.instructions : dockerfile.instructions.slice(0, firstFrom);
  const variables = new Map(Object.entries(platformArguments(dockerfile, options)));
  for (const name of variables.keys()) {
    if (Object.hasOwn(options.buildArgs, name)) variables.set(name, options.buildArgs[name] ?? '');
  }
  const declared = new Set<string>();
  const errors: DockerfileError[] = [];
  const work = { left: MAX_WORK };
  for (const pair of before.filter((instruction) => instruction.keyword === 'ARG').flatMap((instruction) => instruction.pairs)) {
    declared.add(pair.name.text);
    const value = argumentValue(pair, variables, options, dockerfile.escape, work, errors);
    if (value !== null) variables.set(pair.name.text, value);
  }
  return { variables, declared, errors, work };
}

/** The variables of a stage, step by step. */
export interface StageScope {
  /** Before the first instruction after FROM. */
  readonly initial: ReadonlyMap<string, string>;
  /** After the last one. */
  readonly final: ReadonlyMap<string, string>;
  /** What each instruction of the stage sees when it is expanded. */
  readonly seenBy: (instruction: Instruction) => ReadonlyMap<string, string>;
  readonly errors: readonly DockerfileError[];
}

/**
 * Runs through the ARGs and ENVs of a stage. `inherited` is what it stands on: the final scope of the stage that its FROM
 * names, ARGs included, or the environment of its base image. The later of an ARG and an ENV of one name wins, as in BuildKit.
 */
export function stageScope(
  instructions: readonly Instruction[],
  inherited: ReadonlyMap<string, string>,
  global: GlobalScope,
  options: BuildOptions,
  escape: Escape,
): StageScope {
  const seen = new Map<Instruction, ReadonlyMap<string, string>>();
  const errors: DockerfileError[] = [];
  let variables = inherited;
  for (const instruction of instructions) {
    seen.set(instruction, variables);
    if (instruction.keyword === 'ARG') variables = afterArg(instruction, variables, global, options, escape, errors);
    if (instruction.keyword === 'ENV') variables = afterEnv(instruction, variables, escape, global.work, errors);
  }
  return { initial: inherited, final: variables, seenBy: (instruction) => seen.get(instruction) ?? variables, errors };
}

function platformArguments(dockerfile: Dockerfile, options: BuildOptions): Record<string, string> {
  const { platform: target, buildPlatform: build } = options;
  const last = dockerfile.instructions.findLast((instruction) => instruction.keyword === 'FROM');
  const stage = options.target ?? (last === undefined ? null : (readFrom(last).name?.text.toLowerCase() ?? null));
  return {
    BUILDPLATFORM: formatPlatform(build),
    BUILDOS: build.os,
    BUILDOSVERSION: build.osVersion ?? '',
    BUILDARCH: build.architecture,
    BUILDVARIANT: build.variant ?? '',
    TARGETPLATFORM: formatPlatform({ ...target, os: target.osVersion === undefined ? target.os : `${target.os}(${target.osVersion})` }),
    TARGETOS: target.os,
    TARGETOSVERSION: target.osVersion ?? '',
    TARGETARCH: target.architecture,
    TARGETVARIANT: target.variant ?? '',
    TARGETSTAGE: stage ?? 'default',
  };
}

/** Each name of an ARG sees those before it, in the same instruction too. */
function afterArg(
  instruction: Instruction,
  before: ReadonlyMap<string, string>,
  global: GlobalScope,
  options: BuildOptions,
  escape: Escape,
  errors: DockerfileError[],
): ReadonlyMap<string, string> {
  const after = new Map(before);
  for (const pair of instruction.pairs) {
    const name = pair.name.text;
    const value = argumentValue(pair, after, options, escape, global.work, errors) ?? global.variables.get(name) ?? null;
    if (value !== null) after.set(name, value);
  }
  return after;
}

/** All names and values of one ENV see what was before it. */
function afterEnv(
  instruction: Instruction,
  before: ReadonlyMap<string, string>,
  escape: Escape,
  work: WorkBudget,
  errors: DockerfileError[],
): ReadonlyMap<string, string> {
  const after = new Map(before);
  for (const pair of instruction.pairs) {
    const name = expandOrNull(pair.name, before, escape, work, errors);
    const value = pair.value === null ? null : expandOrNull(pair.value, before, escape, work, errors);
    if (name !== null && value !== null) after.set(name, value);
  }
  return after;
}

/** What `--build-arg` says, else the default; null where there is neither. */
function argumentValue(
  pair: Pair,
  variables: ReadonlyMap<string, string>,
  options: BuildOptions,
  escape: Escape,
  work: WorkBudget,
  errors: DockerfileError[],
): string | null {
  const name = pair.name.text;
  if (Object.hasOwn(options.buildArgs, name)) return options.buildArgs[name] ?? '';
  return pair.value === null ? null : expandOrNull(pair.value, variables, escape, work, errors);
}

function expandOrNull(
  argument: Pair['name'],
  variables: ReadonlyMap<string, string>,
  escape: Escape,
  work: WorkBudget,
  errors: DockerfileError[],
): string | null {
  try {
    return expandWithin(argument.text, { variables, escape }, work).value;
  } catch (error) {
    if (!(error instanceof FromageError)) throw error;
    errors.push({ code: 'expansion', message: error.message, hint: error.hint, span: argument.span });
    return null;
  }
}
