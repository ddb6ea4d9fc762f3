import { FILE_TYPES } from '../model/file-entry.ts';
import type { DiffId } from '../model/digest.ts';
import { parseDiffId } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { EntryTable, ExtractorFacts, JsonValue, LayerAnalysis } from '../model/layer-analysis.ts';
import type { Problem } from '../model/problem.ts';
import { decodeName, encodeName } from './file-name.ts';
import type { ByteReader, Part } from './number-columns.ts';
import { columnPart, readBytes, readColumn, writeParts } from './number-columns.ts';

/** Changes whenever the bytes below, or what is recorded of a layer, change: an analysis of another version is made anew. */
export const ANALYSIS_FORMAT = 1;

const MAGIC = Uint8Array.of(0x66, 0x72, 0x6c, 0x61, ANALYSIS_FORMAT);
const WHAT = 'the analysis of a layer';
/** Strings that meet may look like one character's bytes; this keeps them apart. */
const SEPARATOR = '\0';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const ints = (length: number) => new Int32Array(length);
const words = (length: number) => new Uint32Array(length);
const floats = (length: number) => new Float64Array(length);

/**
 * An analysis as bytes, the same for the cache, for other threads and for workers elsewhere: magic, version, a head in JSON for what
 * is small, the strings, then the columns. decodeAnalysis gives back an equal one.
 */
export function encodeAnalysis(analysis: LayerAnalysis): Uint8Array<ArrayBuffer> {
  const { entries, whiteouts, opaque } = analysis;
  return writeParts([
    bytesPart(MAGIC),
    ...sized(encoder.encode(JSON.stringify(headOf(analysis)))),
    ...sized(encodeName(entries.strings.join(SEPARATOR))),
    columnPart(
      Uint32Array.from(entries.strings, (text) => text.length),
      { anchor: true },
    ),
    columnPart(entries.folderParent, { anchor: true }),
    columnPart(entries.folderName),
    columnPart(entries.type, { anchor: true }),
    columnPart(entries.folder),
    columnPart(entries.name),
    columnPart(entries.mode),
    columnPart(entries.uid),
    columnPart(entries.gid),
    columnPart(entries.mtime),
    columnPart(entries.size),
    columnPart(entries.link),
    columnPart(entries.offset),
    columnPart(whiteouts.folder, { anchor: true }),
    columnPart(whiteouts.name),
    columnPart(opaque, { anchor: true }),
  ]);
}

/** Reads what encodeAnalysis wrote. Throws `malformed` for anything else: what it returns has no place that leads nowhere and no name that is no name. */
export function decodeAnalysis(bytes: Uint8Array): LayerAnalysis {
  const reader = readBytes(bytes, WHAT);
  if (!MAGIC.every((byte, i) => byte === bytes[i])) throw new FromageError('malformed', `${WHAT} was written by another version`);
  reader.take(MAGIC.length);
  const head = readHead(reader);
  const strings = readStrings(reader);
  const folderParent = readColumn(reader, ints, WHAT, null);
  const folderName = readColumn(reader, ints, WHAT, folderParent.length);
  const type = readColumn(reader, (length) => new Uint8Array(length), WHAT, null);
  const count = type.length;
  const entries: EntryTable = {
    count,
    strings,
    folderParent,
    folderName,
    type,
    folder: readColumn(reader, ints, WHAT, count),
    name: readColumn(reader, ints, WHAT, count),
    mode: readColumn(reader, (length) => new Uint16Array(length), WHAT, count),
    uid: readColumn(reader, words, WHAT, count),
    gid: readColumn(reader, words, WHAT, count),
    mtime: readColumn(reader, floats, WHAT, count),
    size: readColumn(reader, floats, WHAT, count),
    link: readColumn(reader, ints, WHAT, count),
    offset: readColumn(reader, floats, WHAT, count),
    devices: new Map(head.devices.map(([row, major, minor]) => [row, { major, minor }])),
    xattrs: new Map(head.xattrs.map(([row, list]) => [row, list.map(([name, hex]) => ({ name, value: fromHex(hex) }))])),
  };
  const folder = readColumn(reader, ints, WHAT, null);
  const whiteouts = { folder, name: readColumn(reader, ints, WHAT, folder.length) };
  const opaque = readColumn(reader, ints, WHAT, null);
  const { diffId, bytes: size, complete, facts, problems } = head;
  const analysis: LayerAnalysis = { diffId, bytes: size, complete, entries, whiteouts, opaque, facts, problems };
  if (reader.left() > 0 || !isSound(analysis)) throw damaged();
  return analysis;
}

interface Head {
  readonly diffId: DiffId | null;
  readonly bytes: number;
  readonly complete: boolean;
  readonly devices: readonly (readonly [row: number, major: number, minor: number])[];
  readonly xattrs: readonly (readonly [row: number, list: readonly (readonly [name: string, hex: string])[]])[];
  readonly facts: readonly ExtractorFacts[];
  readonly problems: readonly Problem[];
}

function headOf({ diffId, bytes, complete, entries, facts, problems }: LayerAnalysis): Head {
  const xattrs = [...entries.xattrs].map(([row, list]) => [row, list.map(({ name, value }) => [name, toHex(value)] as const)] as const);
  return {
    diffId,
    bytes,
    complete,
    devices: [...entries.devices].map(([row, { major, minor }]) => [row, major, minor]),
    xattrs,
    facts,
    problems,
  };
}

function readHead(reader: ByteReader): Head {
  const head = parseJson(decoder.decode(takeSized(reader)));
  if (!isHead(head)) throw damaged();
  return head;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged();
  }
}

function isHead(value: unknown): value is Head {
  if (!isRecord(value)) return false;
  const { diffId, bytes, complete, devices, xattrs, facts, problems } = value;
  return (
    (diffId === null || parseDiffId(diffId) !== null) &&
    isCount(bytes) &&
    typeof complete === 'boolean' &&
    isListOf(devices, (item) => isListOf(item, isNumber) && item.length === 3) &&
    isListOf(xattrs, (item) => Array.isArray(item) && item.length === 2 && isCount(item[0]) && isListOf(item[1], isXattr)) &&
    isListOf(facts, isFacts) &&
    isListOf(problems, isProblem)
  );
}

function isXattr(value: unknown): boolean {
  return isListOf(value, isText) && value.length === 2 && /^(?:[0-9a-f]{2})*$/.test(value[1] ?? '');
}

function isFacts(value: unknown): value is ExtractorFacts {
  const isFact = (item: unknown) => isRecord(item) && isCount(item['row']) && item['value'] !== undefined;
  return isRecord(value) && isText(value['extractor']) && isCount(value['version']) && isListOf(value['facts'], isFact);
}

function isProblem(value: unknown): value is Problem {
  if (!isRecord(value)) return false;
  const { kind, message, where, incomplete } = value;
  return isText(kind) && isText(message) && typeof incomplete === 'boolean' && (where === undefined || isText(where));
}

/** Whether every place leads somewhere and every name is one. */
function isSound({ entries, whiteouts, opaque, facts }: LayerAnalysis): boolean {
  const { count, strings, folderParent, folderName, folder, name, type, link, size, mtime, offset } = entries;
  const folders = folderParent.length;
  const isName = nameCheck(strings);
  const isFolder = (place: number) => place >= 0 && place < folders;
  const isRow = (row: number) => Number.isInteger(row) && row >= 0 && row < count;
  return (
    folderParent[0] === -1 &&
    folderParent.every((parent, i) => i === 0 || (parent >= 0 && parent < i)) &&
    folderName.every((place, i) => (i === 0 ? strings[place] === '' : isName(place))) &&
    folder.every(isFolder) &&
    name.every((place, row) => isName(place) || (strings[place] === '' && folder[row] === 0)) &&
    type.every((place) => place < FILE_TYPES.length) &&
    link.every((place) => place >= -1 && place < strings.length) &&
    size.every(isCount) &&
    mtime.every(Number.isFinite) &&
    offset.every((at) => at === -1 || isCount(at)) &&
    whiteouts.folder.every(isFolder) &&
    whiteouts.name.every(isName) &&
    opaque.every(isFolder) &&
    [...entries.devices.keys(), ...entries.xattrs.keys()].every(isRow) &&
    facts.every((one) => one.facts.every((fact) => isRow(fact.row)))
  );
}

/** A name is one part of a path. Each string is looked at once. */
function nameCheck(strings: readonly string[]): (place: number) => boolean {
  const known = new Uint8Array(strings.length);
  return (place) => {
    if (known[place] === 1) return true;
    const text = strings[place] ?? '';
    const isOne = text !== '' && text !== '.' && text !== '..' && !text.includes('/') && !text.includes('\0');
    if (isOne) known[place] = 1;
    return isOne;
  };
}

function readStrings(reader: ByteReader): readonly string[] {
  const text = decodeName(takeSized(reader));
  const lengths = readColumn(reader, words, WHAT, null);
  const strings: string[] = [];
  let at = 0;
  for (const length of lengths) {
    if (at > 0 && text[at - 1] !== SEPARATOR) throw damaged();
    strings.push(text.slice(at, at + length));
    at += length + 1;
  }
  if (at !== (lengths.length === 0 ? 0 : text.length + 1)) throw damaged();
  return strings;
}

function bytesPart(bytes: Uint8Array): Part {
  return { size: bytes.length, write: (into) => into.set(bytes) };
}

function sized(bytes: Uint8Array): readonly Part[] {
  const size = new DataView(new ArrayBuffer(4));
  size.setUint32(0, bytes.length, true);
  return [bytesPart(new Uint8Array(size.buffer)), bytesPart(bytes)];
}

function takeSized(reader: ByteReader): Uint8Array {
  const size = reader.take(4);
  return reader.take(new DataView(size.buffer, size.byteOffset, 4).getUint32(0, true));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16));
}

function isRecord(value: unknown): value is Readonly<Record<string, JsonValue | undefined>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf<T>(value: unknown, check: ((item: unknown) => item is T) | ((item: unknown) => boolean)): value is readonly T[] {
  return Array.isArray(value) && value.every(check);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function damaged(): FromageError {
  return new FromageError('malformed', `${WHAT} is damaged`);
}
