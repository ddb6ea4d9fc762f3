import { makePacker, type TextNumbers, type Unpacker, unpack } from '../codec/packed.ts';
import type { AdvisorySet, AdvisoryStatus, AffectedPackage, PackageAdvisory, RangeEvent } from '../model/advisory.ts';

/** What an advisory says of a package, the same for some sets. */
export interface RowGroup {
  /** Numbers of sets. */
  readonly sets: readonly number[];
  readonly affected: AffectedPackage;
}

const KINDS: readonly RangeEvent['kind'][] = ['introduced', 'fixed', 'last_affected', 'limit'];
const STATUSES: readonly AdvisoryStatus[] = ['open', 'no-dsa', 'postponed', 'ignored', 'unimportant', 'end-of-life', 'undetermined'];

/**
 * What one advisory says of one package, as bytes: the id, and for each group its sets and, after the number of their bytes, its ranges,
 * versions and words. So who looks for one release passes over all others.
 */
export function packRow(id: string, groups: readonly RowGroup[], texts: TextNumbers): Uint8Array {
  const packer = makePacker(texts);
  packer.text(id);
  packer.number(groups.length);
  for (const { sets, affected } of groups) {
    packer.number(sets.length);
    for (const set of sets) packer.number(set);
    packer.block(packAffected(affected, texts));
  }
  return packer.bytes();
}

function packAffected({ ranges, versions, urgency, repository, stream, status }: AffectedPackage, texts: TextNumbers): Uint8Array {
  const packer = makePacker(texts);
  packer.number(ranges.length);
  for (const events of ranges) {
    packer.number(events.length);
    for (const { kind, version } of events) packer.number(texts.of(version) * KINDS.length + KINDS.indexOf(kind));
  }
  packer.number(versions.length);
  for (const version of versions) packer.text(version);
  const words = [urgency, repository, stream];
  const said = words.reduce((bits, word, at) => (word === null ? bits : bits + 2 ** at), 0);
  packer.number(said + 8 * (status === null ? 0 : STATUSES.indexOf(status) + 1));
  for (const word of words) if (word !== null) packer.text(word);
  return packer.bytes();
}

/** Whose rows they are, and how their numbers are read. */
export interface RowContext {
  readonly family: string;
  readonly name: string;
  readonly sets: readonly AdvisorySet[];
  readonly textOf: (number: number) => string;
}

/** All advisories about a package, from the rows of its name. What one says is read when it is asked for. */
export function unpackRows(bytes: Uint8Array, context: RowContext): readonly PackageAdvisory[] {
  const reader = unpack(bytes, context.textOf);
  const found: PackedAdvisory[] = [];
  const sets: number[] = [];
  while (!reader.done) {
    const id = reader.number();
    for (let left = reader.number(); left > 0 && !reader.done; left -= 1) {
      sets.length = 0;
      for (let more = reader.number(); more > 0 && !reader.done; more -= 1) sets.push(reader.number());
      const length = reader.number();
      const start = reader.skip(length);
      for (const number of sets) {
        const set = context.sets[number];
        if (set !== undefined) found.push(new PackedAdvisory(id, set, context, bytes, start, length));
      }
    }
  }
  return found;
}

interface Said {
  readonly ranges: PackageAdvisory['ranges'];
  readonly versions: readonly string[];
  readonly status: AdvisoryStatus | null;
  readonly urgency: string | null;
  readonly repository: string | null;
  readonly stream: string | null;
}

/** An advisory whose bytes are read at the first question to it: of a thousand that are looked up few are asked anything. */
class PackedAdvisory implements PackageAdvisory {
  readonly set: AdvisorySet;
  readonly #id: number;
  readonly #context: RowContext;
  readonly #bytes: Uint8Array;
  /** Where in the bytes it is. */
  readonly #start: number;
  readonly #length: number;
  #said: Said | null = null;

  constructor(id: number, set: AdvisorySet, context: RowContext, bytes: Uint8Array, start: number, length: number) {
    this.set = set;
    this.#id = id;
    this.#context = context;
    this.#bytes = bytes;
    this.#start = start;
    this.#length = length;
  }

  get id(): string {
    return this.#context.textOf(this.#id);
  }
  get family(): string {
    return this.#context.family;
  }
  get name(): string {
    return this.#context.name;
  }
  get release(): string | null {
    return this.set.release;
  }
  get ranges(): PackageAdvisory['ranges'] {
    return this.#read().ranges;
  }
  get versions(): readonly string[] {
    return this.#read().versions;
  }
  get status(): AdvisoryStatus | null {
    return this.#read().status;
  }
  get urgency(): string | null {
    return this.#read().urgency;
  }
  get repository(): string | null {
    return this.#read().repository;
  }
  get stream(): string | null {
    return this.#read().stream;
  }

  #read(): Said {
    return (this.#said ??= unpackSaid(this.#bytes.subarray(this.#start, this.#start + this.#length), this.#context.textOf));
  }
}

function unpackSaid(bytes: Uint8Array, textOf: (number: number) => string): Said {
  const reader = unpack(bytes, textOf);
  const ranges = readList(reader, () => readList(reader, () => readEvent(reader.number(), textOf)));
  const versions = readList(reader, () => reader.text());
  const said = reader.number();
  const urgency = said % 2 >= 1 ? reader.text() : null;
  const repository = said % 4 >= 2 ? reader.text() : null;
  const stream = said % 8 >= 4 ? reader.text() : null;
  return { ranges, versions, urgency, repository, stream, status: STATUSES[Math.floor(said / 8) - 1] ?? null };
}

function readEvent(both: number, textOf: (number: number) => string): RangeEvent {
  return { kind: KINDS[both % KINDS.length] ?? 'introduced', version: textOf(Math.floor(both / KINDS.length)) };
}

/** As many as the number before them says, but none beyond the end. */
function readList<T>(reader: Unpacker, read: () => T): readonly T[] {
  const count = reader.number();
  const list: T[] = [];
  while (list.length < count && !reader.done) list.push(read());
  return list;
}
