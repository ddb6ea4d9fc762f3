import { decodeDockerfile } from '../dockerfile/decode-dockerfile.ts';
import { checkInstructions } from '../dockerfile/check-instructions.ts';
import type { Dockerfile, DockerfileError } from '../dockerfile/dockerfile.ts';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
import { indexLines, positionAt } from '../dockerfile/span.ts';
import { buildStageGraph, type StageGraph } from '../dockerfile/stage-graph.ts';
import type { Stage } from '../dockerfile/stages.ts';
import { shortenDigests } from '../lineage/short-name.ts';
import { type DeclaredBase, traceDeclared } from '../lineage/trace-declared.ts';
import { FromageError } from '../model/error.ts';
import type { Platform } from '../model/platform.ts';
import type { Problem } from '../model/problem.ts';
import type { Lender, Trace, TraceSubject } from '../model/trace.ts';
import type { AppPorts } from './app-ports.ts';
import type { Subject } from './find-subject.ts';
import { edgeIndex, wireLineage } from './lineage-ports.ts';
import { NO_IMAGE } from './no-image.ts';
import type { TraceRequest } from './trace-request.ts';

type DockerfileSubject = Extract<Subject, { kind: 'dockerfile' }>;

/** What a Dockerfile makes: the lineage its FROMs declare. Throws `malformed` where it declares nothing, `usage` for an unknown stage. */
export async function traceDockerfile(subject: DockerfileSubject, request: TraceRequest, ports: AppPorts): Promise<Trace> {
  if (request.dockerfile !== null)
    throw new FromageError('usage', '--dockerfile goes with an image', { hint: `${subject.path} is a Dockerfile itself.` });
  if (request.verify) throw new FromageError('usage', '--verify goes with an image', { hint: 'A Dockerfile has no layers to check.' });
  const platform = request.settings.platform ?? ports.store.environment.hostPlatform;
  const { dockerfile, graph } = readGraph(subject, request, platform, ports.store.environment.hostPlatform);
  const wired = await wireLineage(null, request.settings, ports);
  const known = wired.ports.openParent === null ? edgeIndex(ports.indexes) : wired.ports.known;
  const lineage = await traceDeclared(declaredBase(graph), graph.chain.at(-1)?.platform ?? platform, { ...wired.ports, known });
  const errors = distinctErrors([...dockerfile.errors, ...checkInstructions(dockerfile), ...graph.errors]);
  const told = problemsOf(errors, subject.path, dockerfile.text);
  return {
    subject: aboutDockerfile(subject.path, platform, graph),
    lineage: { ...lineage, problems: [...told, ...lineage.problems, ...wired.problems()] },
    layers: [],
    lenders: lendersOf(graph),
  };
}

/** Parses and draws the stages. Throws where nothing is built at all. */
export function readGraph(
  { path, bytes }: Pick<DockerfileSubject, 'path' | 'bytes'>,
  request: Pick<TraceRequest, 'buildArgs' | 'stage'>,
  platform: Platform,
  buildPlatform: Platform,
): { readonly dockerfile: Dockerfile; readonly graph: StageGraph } {
  const dockerfile = parseDockerfile(decodeDockerfile(bytes, nameOf(path)));
  const graph = buildStageGraph(dockerfile, { buildArgs: request.buildArgs, target: request.stage, platform, buildPlatform });
  if (graph.target !== null) return { dockerfile, graph };
  const fatal =
    graph.errors.find(({ code }) => code === 'no-stages' || code === 'unknown-target') ?? graph.errors[0] ?? dockerfile.errors[0];
  const code = fatal?.code === 'unknown-target' ? 'usage' : 'malformed';
  throw new FromageError(code, `${nameOf(path)}: ${fatal?.message ?? 'there is nothing to build'}`, hintOf(fatal));
}

function hintOf(error: DockerfileError | undefined): { hint?: string } {
  return error === undefined || error.hint === null ? {} : { hint: error.hint };
}

function nameOf(path: string): string {
  return path === '-' ? 'standard input' : path;
}

function declaredBase({ chain, base }: StageGraph): DeclaredBase {
  const last = chain.at(-1);
  const where = last === undefined ? '' : `line ${last.line} says FROM ${last.image?.text ?? ''}`;
  if (base === null || last === undefined) return { kind: 'unresolved', missing: 'what the Dockerfile stands on' };
  if (base.kind === 'scratch') return { kind: 'scratch', detail: where };
  if (base.kind === 'unresolved') return { kind: 'unresolved', missing: `what line ${last.line} stands on: ${base.message}` };
  const expanded = base.reference === last.image?.text ? '' : `, here ${base.reference}`;
  return { kind: 'image', reference: base.reference, detail: shortenDigests(`${where}${expanded}`) };
}

/** Images whose files are copied, and those that the stages they are copied from stand on: of the build, not of the image. */
function lendersOf({ lenders, stages, reachable, chain }: StageGraph): readonly Lender[] {
  const inChain = new Set(chain.map(({ index }) => index));
  const bases = stages
    .filter(({ index }) => reachable.includes(index) && !inChain.has(index))
    .flatMap(({ base, line }) => (base.kind === 'image' ? [{ reference: base.reference, line }] : []));
  const all = [...lenders.map(({ reference, line }) => ({ reference, line })), ...bases];
  const distinct = new Map(all.toSorted((a, b) => b.line - a.line).map((lender) => [lender.reference, lender]));
  return [...distinct.values()].toSorted((a, b) => a.line - b.line);
}

/** The same place is told once, by who found it first. */
function distinctErrors(errors: readonly DockerfileError[]): readonly DockerfileError[] {
  const places = new Map(errors.toReversed().map((error) => [`${error.code} ${error.span.start}`, error]));
  return [...places.values()].toSorted((a, b) => a.span.start - b.span.start);
}

/** What is wrong with a Dockerfile is told of its first places; a file that is none has one on each line. */
const MAX_ERRORS = 50;

function problemsOf(errors: readonly DockerfileError[], path: string, text: string): readonly Problem[] {
  const index = indexLines(text);
  const told = errors.slice(0, MAX_ERRORS).map(({ span, message }): Problem => {
    const { line, column } = positionAt(index, span.start);
    const where = `${path}:${line}:${column}`;
    return { kind: 'dockerfile-error', message: `${nameOf(path)}:${line}: ${message}.`, where, incomplete: true };
  });
  const more = errors.length - told.length;
  if (more === 0) return told;
  const message = `${nameOf(path)} has ${more} more ${more === 1 ? 'error' : 'errors'} like these.`;
  return [...told, { kind: 'dockerfile-error', message, where: path, incomplete: true }];
}

function aboutDockerfile(path: string, platform: Platform, { chain }: StageGraph): TraceSubject {
  return {
    ...NO_IMAGE,
    kind: 'dockerfile',
    name: path === '-' ? 'Dockerfile (standard input)' : path,
    location: path,
    platform,
    stages: chain.map(({ index, name, line }: Stage) => ({ index, name, line })),
  };
}
