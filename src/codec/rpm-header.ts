import { FromageError } from '../model/error.ts';

/** A package as its header in rpm's database tells it. Tag numbers are rpm's own (rpmtag.h). */
export interface RpmRecord {
  readonly name: string;
  /** `version-release`, before it `epoch:` where there is one. */
  readonly version: string;
  readonly architecture: string | null;
  /** `bash-5.1.8-6.el9.src.rpm` */
  readonly sourceRpm: string | null;
  readonly licence: string | null;
  readonly vendor: string | null;
  /** `nodejs:18:9020230301:rhel9`; null outside modules. */
  readonly modularity: string | null;
  /** Its files and folders, without a leading slash. */
  readonly files: readonly string[];
  /** Names and files that it needs, and names that it provides; without versions. */
  readonly needs: readonly string[];
  readonly provides: readonly string[];
}

const TAGS = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  licence: 1014,
  architecture: 1022,
  sourceRpm: 1044,
  provides: 1047,
  needs: 1049,
  folderOfFile: 1116,
  fileNames: 1117,
  folders: 1118,
  modularity: 5096,
} as const;

/** An entry of the index: tag, type, offset into the data, count; four bytes each, big-endian. */
const ENTRY_BYTES = 16;
const PREFIX_BYTES = 8;
const MAX_ENTRIES = 0xffff;
const [INT32, STRING, STRING_ARRAY, I18N_STRING] = [4, 6, 8, 9];

/** Reads the header blob of one package. Null where it names none (`gpg-pubkey` has its keys there, as packages). Throws `malformed`. */
export function readRpmHeader(blob: Uint8Array): RpmRecord | null {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  if (blob.length < PREFIX_BYTES) throw malformed('it is too short');
  const [entries, dataBytes] = [view.getUint32(0), view.getUint32(4)];
  const data = PREFIX_BYTES + entries * ENTRY_BYTES;
  if (entries > MAX_ENTRIES || data + dataBytes > blob.length) throw malformed('its lengths do not fit');
  const places = new Map<number, HeaderPlace>();
  for (let entry = 0; entry < entries; entry += 1) {
    const at = PREFIX_BYTES + entry * ENTRY_BYTES;
    const offset = view.getInt32(at + 8);
    if (offset >= 0 && offset < dataBytes)
      places.set(view.getUint32(at), { type: view.getUint32(at + 4), at: data + offset, count: view.getUint32(at + 12) });
  }
  const text = (tag: number): string | null => {
    const place = places.get(tag);
    return place === undefined || (place.type !== STRING && place.type !== I18N_STRING) ? null : textAt(blob, place.at, data + dataBytes);
  };
  const [name, version, release] = [text(TAGS.name), text(TAGS.version), text(TAGS.release)];
  if (name === null || version === null || name === 'gpg-pubkey') return null;
  const epochAt = places.get(TAGS.epoch);
  const epoch = epochAt?.type === INT32 && epochAt.at + 4 <= blob.length ? `${view.getUint32(epochAt.at)}:` : '';
  return {
    name,
    version: `${epoch}${version}${release === null ? '' : `-${release}`}`,
    architecture: text(TAGS.architecture),
    sourceRpm: text(TAGS.sourceRpm),
    licence: text(TAGS.licence),
    vendor: text(TAGS.vendor),
    modularity: text(TAGS.modularity),
    files: readFiles(blob, places, data + dataBytes),
    needs: textsAt(blob, places.get(TAGS.needs), data + dataBytes),
    provides: textsAt(blob, places.get(TAGS.provides), data + dataBytes),
  };
}

interface HeaderPlace {
  readonly type: number;
  /** Where its data begin in the blob, and of how many items they are. */
  readonly at: number;
  readonly count: number;
}

/** Names and folders apart, and for each name the place of its folder. */
function readFiles(blob: Uint8Array, places: ReadonlyMap<number, HeaderPlace>, end: number): readonly string[] {
  const texts = (tag: number) => textsAt(blob, places.get(tag), end);
  const [names, folders] = [texts(TAGS.fileNames), texts(TAGS.folders)];
  const indexes = places.get(TAGS.folderOfFile);
  if (indexes?.type !== INT32 || indexes.at + indexes.count * 4 > end) return [];
  const view = new DataView(blob.buffer, blob.byteOffset + indexes.at, indexes.count * 4);
  return names.slice(0, indexes.count).flatMap((name, at) => {
    const folder = folders[view.getUint32(at * 4)];
    return folder === undefined || name === '' ? [] : [`${folder}${name}`.replace(/^\/+/, '')];
  });
}

function textsAt(blob: Uint8Array, place: HeaderPlace | undefined, end: number): readonly string[] {
  if (place?.type !== STRING_ARRAY) return [];
  const texts: string[] = [];
  const decoder = new TextDecoder();
  for (let at = place.at; texts.length < place.count && at < end; ) {
    const nul = blob.indexOf(0, at);
    if (nul < 0 || nul >= end) break;
    texts.push(decoder.decode(blob.subarray(at, nul)));
    at = nul + 1;
  }
  return texts;
}

/** Up to the NUL; null where it is empty, or rpm's `(none)`. */
function textAt(blob: Uint8Array, start: number, end: number): string | null {
  const nul = blob.indexOf(0, start);
  const text = new TextDecoder().decode(blob.subarray(start, nul < 0 || nul > end ? end : nul));
  return text === '' || text === '(none)' ? null : text;
}

function malformed(why: string): FromageError {
  return new FromageError('malformed', `a header in rpm's database cannot be read: ${why}`);
}
