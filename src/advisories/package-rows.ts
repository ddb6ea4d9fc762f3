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

/** What one advisory says of one package, as bytes: the id, and for each group its sets, ranges, versions and words. */
export function packRow(id: string, groups: readonly RowGroup[], texts: TextNumbers): Uint8Array {
  const packer = makePacker(texts);
  packer.text(id);
  packer.number(groups.length);
  for (const { sets, affected } of groups) {
    packer.number(sets.length);
    for (const set of sets) packer.number(set);
    packer.number(affected.ranges.length);
    for (const events of affected.ranges) {
      packer.number(events.length);
      for (const { kind, version } of events) packer.number(texts.of(version) * KINDS.length + KINDS.indexOf(kind));
    }
    packer.number(affected.versions.length);
    for (const version of affected.versions) packer.text(version);
    const words = [affected.urgency, affected.repository, affected.stream];
    const said = words.reduce((bits, word, at) => (word === null ? bits : bits + 2 ** at), 0);
    packer.number(said + 8 * (affected.status === null ? 0 : STATUSES.indexOf(affected.status) + 1));
    for (const word of words) if (word !== null) packer.text(word);
  }
  return packer.bytes();
}

/** All advisories about a package, from the rows of its name. */
export function unpackRows(
  bytes: Uint8Array,
  { family, name, sets, textOf }: { family: string; name: string; sets: readonly AdvisorySet[]; textOf: (number: number) => string },
): readonly PackageAdvisory[] {
  const reader = unpack(bytes, textOf);
  const found: PackageAdvisory[] = [];
  while (!reader.done) {
    const id = reader.text();
    const groups = reader.number();
    for (let group = 0; group < groups && !reader.done; group += 1) {
      const numbers = readList(reader, reader.number);
      const ranges = readList(reader, () => readList(reader, () => readEvent(reader.number(), textOf)));
      const versions = readList(reader, reader.text);
      const said = reader.number();
      const urgency = said % 2 >= 1 ? reader.text() : null;
      const repository = said % 4 >= 2 ? reader.text() : null;
      const stream = said % 8 >= 4 ? reader.text() : null;
      const status = STATUSES[Math.floor(said / 8) - 1] ?? null;
      for (const number of numbers) {
        const set = sets[number];
        if (set !== undefined)
          found.push({ family, name, release: set.release, id, set, ranges, versions, status, urgency, repository, stream });
      }
    }
  }
  return found;
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
