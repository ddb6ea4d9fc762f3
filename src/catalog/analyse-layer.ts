import { pushTar, scanTar } from '../codec/tar.ts';
import type { TarEntry, TarLimits } from '../codec/tar-entry.ts';
import { TAR_LIMITS } from '../codec/tar-entry.ts';
import { boundProblems } from '../image/bound-problems.ts';
import type { RecordedEntry } from '../image/record-entries.ts';
import { recordEntries } from '../image/record-entries.ts';
import type { DiffId } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { PlainLayer } from '../model/image.ts';
import { FILE_TYPES } from '../model/file-entry.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { Problem } from '../model/problem.ts';
import type { ByteStream, Files, Hash, ReadAt } from '../ports/index.ts';
import type { Extractor, FileBody } from './cataloger.ts';
import type { BodyCollector } from './collect-body.ts';
import { collectBody } from './collect-body.ts';
import type { FactGatherer } from './gather-facts.ts';
import { gatherFacts, unread } from './gather-facts.ts';
import type { LinkedFile, WantedLink } from './linked-files.ts';
import { findLinkedFiles } from './linked-files.ts';
import type { WantedFiles } from './wanted-files.ts';
import { compileWishes, HEAD_BYTES } from './wanted-files.ts';

/** What analysing a layer may ask of the world. */
export interface AnalysisPorts {
  readonly hash: Hash;
  readonly files: Pick<Files, 'spool'>;
}

export interface AnalysisSettings {
  readonly extractors: readonly Extractor[];
  /** Bytes of one body that are held in memory; a longer one goes through a temporary file. 8 MiB where left out. */
  readonly memoryBytes?: number;
  readonly tarLimits?: TarLimits;
}

/** A layer's uncompressed tar that can be read once more. */
export interface LayerStream {
  /** As Layer.open. */
  open(): ByteStream;
  /** The DiffID that the stream checks itself against; null where it does not, and it is to be hashed here. */
  readonly diffId: DiffId | null;
}

const MEMORY_BYTES = 8 * 1024 * 1024;
const FILE = FILE_TYPES.indexOf('file');

/**
 * Analyses a layer in one pass over its bytes; in another where wanted files are hard links to files that nobody wanted by name.
 * A tar that breaks off or is damaged gives what came before, `complete` false and a Problem. Throws what the stream throws
 * (`digest-mismatch`, `unreachable` …), but `malformed`, `truncated` and `too-large`.
 */
export async function analyseStream(layer: LayerStream, settings: AnalysisSettings, ports: AnalysisPorts): Promise<LayerAnalysis> {
  const work = startWork(settings, ports);
  const hasher = layer.diffId === null ? ports.hash.start('sha256') : null;
  const pass = streamPass(work, settings.tarLimits ?? TAR_LIMITS, work.record);
  let bytes = 0;
  const broken = await told(work, () =>
    feed(layer, pass, (chunk) => {
      hasher?.update(chunk);
      bytes += chunk.length;
    }),
  );
  const cut = broken || (await pass.end());
  const linked = cut ? [] : work.linkedFiles();
  if (linked.length > 0) await readLinked(layer, linked, work, settings);
  const diffId = broken ? null : (layer.diffId ?? (`sha256:${hasher?.hex() ?? ''}` as DiffId));
  return work.done({ diffId, bytes, complete: !cut });
}

/** A tar whose headers can be walked without its bodies being read, where `skim` is there (see PlainLayer). */
export type SkimmedFile = ReadAt & Pick<PlainLayer, 'skim' | 'problems'>;

/**
 * Analyses a layer that lies uncompressed in a file: headers and wanted bodies are read, all else is skipped. Its digest is not known
 * then. Errors as analyseStream.
 */
export async function analyseFile(file: SkimmedFile, settings: AnalysisSettings, ports: AnalysisPorts): Promise<LayerAnalysis> {
  const work = startWork(settings, ports);
  for (const problem of file.problems ?? []) work.tell(problem);
  const offsets: number[] = [];
  const broken = await told(work, async () => {
    const take = (entry: TarEntry): Promise<void> | undefined => {
      const recorded = work.record(entry);
      if (recorded === null) return undefined;
      offsets[recorded.row] = entry.offset;
      return recorded.wanting.length === 0 ? undefined : readPlaced(file, entry, recorded, work);
    };
    const { marked } = await scanTar(headersOf(file), take, settings.tarLimits ?? TAR_LIMITS);
    work.tellEnd(marked);
  });
  const linked = broken ? [] : work.linkedFiles();
  for (const { target, row, path, wanting } of linked) {
    const body = stretch(file, offsets[target] ?? 0, work.sizeOf(target));
    await work.facts.extract(await byHead(work.wanted, wanting, body), row, path, body);
  }
  shareFacts(linked, work.facts);
  return work.done({ diffId: null, bytes: file.size, complete: !broken });
}

/** What both ways share: the entries, the wishes, the facts. */
type Work = ReturnType<typeof startWork>;

/** An entry, and who wants its body. */
interface WantedEntry extends RecordedEntry {
  readonly wanting: readonly Extractor[];
}

function startWork({ extractors, memoryBytes = MEMORY_BYTES }: AnalysisSettings, ports: AnalysisPorts) {
  const recorder = recordEntries();
  const problems = boundProblems();
  const wanted = compileWishes(extractors);
  const facts = gatherFacts(extractors, problems.add);
  const links: WantedLink[] = [];
  let hasTold = false;
  let finished: ReturnType<typeof recorder.done> | null = null;
  const finish = () => (finished ??= recorder.done());

  function record(entry: TarEntry): WantedEntry | null {
    const recorded = recorder.add(entry);
    if (recorded === null || (entry.type !== 'file' && entry.type !== 'hardlink'))
      return recorded === null ? null : { ...recorded, wanting: [] };
    const wanting = wanted.byPath(recorded.path, entry.mode);
    if (wanting.length > 0 && entry.type === 'hardlink') links.push({ ...recorded, wanting });
    if (wanting.length === 0 || entry.type === 'hardlink') return { ...recorded, wanting: [] };
    facts.ask(wanting, recorded.row);
    if (entry.sparse) problems.add(unread(recorded.path, 'is a sparse file, whose content is not read'));
    return { ...recorded, wanting: entry.sparse ? [] : facts.within(wanting, recorded.path, entry.size) };
  }

  return {
    record,
    wanted,
    facts,
    tell: problems.add,
    collect: { memoryBytes, files: ports.files },
    sizeOf: (row: number) => finish().entries.size[row] ?? 0,
    tellEnd(marked: boolean) {
      if (!marked && !hasTold)
        problems.add({ kind: 'no-end-mark', message: 'the layer ends without the two blocks that end a tar', incomplete: false });
      hasTold = true;
    },
    /** What hard links lead to, as far as those who want them have not read it under its own name. Call when all entries are recorded. */
    linkedFiles: () => takeLinked(findLinkedFiles(finish().entries, links, FILE), facts, (row) => finish().entries.size[row] ?? 0),
    done(about: Pick<LayerAnalysis, 'diffId' | 'bytes' | 'complete'>): LayerAnalysis {
      const { entries, whiteouts, opaque, problems: recorded } = finish();
      return { ...about, entries, whiteouts, opaque, facts: facts.done(), problems: [...recorded, ...problems.done()] };
    },
  };
}

/** Facts of a file hold for its other names too; only what was not read yet is left. */
function takeLinked(linked: readonly LinkedFile[], facts: FactGatherer, sizeOf: (row: number) => number): readonly LinkedFile[] {
  return linked.flatMap((one) => {
    const unknown = one.wanting.filter((extractor) => {
      const value = facts.found(extractor, one.target);
      if (value !== undefined) for (const row of [one.row, ...one.others]) facts.add(extractor, row, value);
      return value === undefined;
    });
    const wanting = facts.within(unknown, one.path, sizeOf(one.target));
    return wanting.length === 0 ? [] : [{ ...one, wanting }];
  });
}

/** Runs a walk over the tar. True where the layer itself broke it off, which is told. */
async function told(work: Work, walk: () => Promise<void>): Promise<boolean> {
  try {
    await walk();
    return false;
  } catch (error) {
    if (!(error instanceof FromageError) || !OF_THE_LAYER.has(error.code)) throw error;
    work.tell(brokenOff(error));
    return true;
  }
}

const OF_THE_LAYER: ReadonlySet<string> = new Set(['malformed', 'truncated', 'too-large']);

function brokenOff(error: FromageError): Problem {
  return { kind: 'broken-layer', message: `the layer could not be read to its end: ${error.message}`, incomplete: true };
}

/** All chunks of the layer, each seen and pushed; gives up what is half read where they end in an error. */
async function feed(layer: LayerStream, pass: StreamPass, see: (chunk: Uint8Array) => void): Promise<void> {
  try {
    for await (const chunk of layer.open()) {
      see(chunk);
      await pass.push(chunk);
    }
  } catch (error) {
    await pass.abort();
    throw error;
  }
}

interface StreamPass {
  push(chunk: Uint8Array): Promise<void>;
  /** True where the tar was damaged or cut, which was told. */
  end(): Promise<boolean>;
  /** Gives up what is half read. */
  abort(): Promise<void>;
}

/** An entry whose body goes by. */
interface Collected extends WantedEntry {
  readonly body: BodyCollector;
}

/**
 * Feeds chunks to the tar's scanner, and bodies that are wanted to their collectors. After a damaged place all is passed over, so
 * that the bytes are hashed to their end.
 */
function streamPass(work: Work, limits: TarLimits, record: (entry: TarEntry) => WantedEntry | null): StreamPass {
  const state = { current: null as Collected | null, ready: [] as Collected[], isCut: false };

  function takeEntry(entry: TarEntry): void {
    if (state.current !== null) state.ready.push(state.current);
    const recorded = record(entry);
    const wanting = recorded?.wanting ?? [];
    const isWanted = recorded !== null && wanting.length > 0;
    state.current = isWanted
      ? { ...recorded, body: collectBody(entry.size, (head) => work.wanted.byHead(wanting, head), work.collect) }
      : null;
  }

  const scanner = pushTar({ entry: takeEntry, body: (chunk) => state.current?.body.add(chunk) }, limits);

  async function settle(): Promise<void> {
    const whole = state.ready;
    state.ready = [];
    for (const one of whole) {
      await one.body.settle();
      await one.body.finish((body, wanting) => work.facts.extract(wanting, one.row, one.path, body));
    }
    await state.current?.body.settle();
  }

  async function abort(): Promise<void> {
    for (const one of [...state.ready, state.current]) await one?.body.abort();
    state.ready = [];
    state.current = null;
  }

  async function guarded(step: () => void): Promise<void> {
    if (state.isCut) return;
    state.isCut = await told(work, async () => step());
    await settle();
    if (state.isCut) await abort();
  }

  return {
    push: (chunk) => guarded(() => scanner.push(chunk)),
    async end() {
      await guarded(() => {
        work.tellEnd(scanner.end().marked);
        if (state.current !== null) state.ready.push(state.current);
        state.current = null;
      });
      return state.isCut;
    },
    abort,
  };
}

/** Reads what hard links lead to in another pass, in which only these bodies are wanted. */
async function readLinked(layer: LayerStream, linked: readonly LinkedFile[], work: Work, settings: AnalysisSettings): Promise<void> {
  const byTarget = new Map(linked.map((one) => [one.target, one]));
  const recorder = recordEntries();
  const pass = streamPass(work, settings.tarLimits ?? TAR_LIMITS, (entry) => {
    const recorded = recorder.add(entry);
    return recorded === null ? null : (byTarget.get(recorded.row) ?? null);
  });
  await feed(layer, pass, () => {});
  await pass.end();
  shareFacts(linked, work.facts);
}

/** What was read under one name holds for the others. */
function shareFacts(linked: readonly LinkedFile[], facts: FactGatherer): void {
  for (const { row, wanting, others } of linked) {
    for (const other of others) for (const extractor of wanting) facts.add(extractor, other, facts.found(extractor, row) ?? null);
  }
}

function headersOf({ size, read, readNow, skim }: SkimmedFile): ReadAt {
  if (skim !== undefined) return { size, read: skim };
  return readNow === undefined ? { size, read } : { size, read, readNow };
}

async function readPlaced(file: ReadAt, entry: TarEntry, { row, path, wanting }: WantedEntry, work: Work): Promise<void> {
  const body = stretch(file, entry.offset, entry.size);
  await work.facts.extract(await byHead(work.wanted, wanting, body), row, path, body);
}

async function byHead(wanted: WantedFiles, wanting: readonly Extractor[], body: FileBody): Promise<readonly Extractor[]> {
  if (wanting.every((extractor) => extractor.wish.magic === undefined)) return wanting;
  const head = new Uint8Array(Math.min(HEAD_BYTES, body.size));
  return wanted.byHead(wanting, head.subarray(0, await body.read(0, head)));
}

/** A part of a file as a body of its own: nothing beyond it can be read. */
function stretch(file: ReadAt, start: number, size: number): FileBody {
  return {
    size,
    read: async (offset, into) => {
      const length = Math.max(0, Math.min(into.length, size - offset));
      return length === 0 ? 0 : file.read(start + offset, into.subarray(0, length));
    },
  };
}
