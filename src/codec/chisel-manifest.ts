import { FromageError } from '../model/error.ts';
import { asObject, asText, type JsonObject } from './json-shape.ts';
import { unpackZstd } from './zstd.ts';

/** A package of Ubuntu of which slices were cut out, and the files of these. */
export interface ChiselPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string | null;
  /** Without a leading slash, and without folders. */
  readonly files: readonly string[];
}

/** What a manifest may unpack to. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Chisel's manifest.wall: lines of JSON, each of a kind, packed with zstd. Throws `malformed`, `truncated`, `too-large`. */
export function readChiselManifest(bytes: Uint8Array): readonly ChiselPackage[] {
  const [head, ...lines] = new TextDecoder().decode(unpackZstd(bytes, MAX_BYTES)).split('\n');
  if (asText(parseLine(head ?? '')?.jsonwall) === null) throw new FromageError('malformed', 'the manifest of chisel does not begin as one');
  const packages: JsonObject[] = [];
  const files = new Map<string, string[]>();
  for (const line of lines) {
    const entry = line === '' ? null : parseLine(line);
    if (entry?.kind === 'package') packages.push(entry);
    if (entry?.kind === 'content') addFile(files, asText(entry.slice) ?? '', asText(entry.path) ?? '/');
  }
  return packages.flatMap((entry): readonly ChiselPackage[] => {
    const [name, version] = [asText(entry.name), asText(entry.version)];
    return name === null || version === null ? [] : [{ name, version, architecture: asText(entry.arch), files: files.get(name) ?? [] }];
  });
}

/** A slice is named for its package: `libc6_libs`; no name of a package has such a line in it. */
function addFile(files: Map<string, string[]>, slice: string, path: string): void {
  const [name = ''] = slice.split('_', 1);
  if (path.endsWith('/')) return;
  const known = files.get(name);
  if (known === undefined) files.set(name, [path.replace(/^\/+/, '')]);
  else known.push(path.replace(/^\/+/, ''));
}

/** A damaged line hides no other. */
function parseLine(line: string): JsonObject | null {
  try {
    return asObject(JSON.parse(line));
  } catch {
    return null;
  }
}
