import { FromageError } from '../model/error.ts';
import type { AncestorFacts, Resolution } from '../model/lineage.ts';
import { formatPlatform, matchPlatform, type Platform } from '../model/platform.ts';
import type { RandomAccess } from '../ports/index.ts';
import { type Cycles, endedCycle, endOfLife } from './release-cycles.ts';
import { shortenDigests } from './short-name.ts';

/** What the bundled index says of a tag of an official image: the FROM edge, how well it is known, and when. */
export interface OfficialEntry {
  /** `httpd`. */
  readonly image: string;
  /** All tags of the same build. */
  readonly tags: readonly string[];
  /** What its Dockerfile's final FROM names: `debian:trixie-slim`, `scratch`; null where that is not known. */
  readonly from: string | null;
  readonly resolution: Resolution | null;
  /** How the edge is known, in a sentence. */
  readonly detail: string;
  /** Images that only lend files to the build. */
  readonly lenders: readonly string[];
  /** True where the library has dropped the tag: only other Dockerfiles still name it. */
  readonly retired: boolean;
  readonly facts: AncestorFacts;
}

/** The bundled index of Docker's official images, as of one day. */
export interface OfficialIndex {
  /** `2026-08-21`. */
  readonly asOf: string;
  readonly imageNames: readonly string[];
  /**
   * Null where there is no such tag. `image` is a name inside `docker.io/library`. Where the tag is built for other platforms
   * only, `from` is null and `detail` names them.
   */
  find(image: string, tag: string, platform: Platform | null): Promise<OfficialEntry | null>;
  /** What is known of a tag that is not there: that its release has come to its end. Null where the tag names none that has. */
  ended(image: string, tag: string): Promise<AncestorFacts | null>;
  /** Whether the library has an image of this name at all. */
  has(image: string): boolean;
  /** Every build of an image for a platform, those the library has dropped left out; in the order of the library: the newest first. */
  builds(image: string, platform: Platform): Promise<readonly OfficialEntry[]>;
  /** Every tag of an image. */
  tags(image: string): Promise<readonly string[]>;
}

const HEAD_CHUNK = 16 * 1024;

/** Reads the line of places; each answer afterwards is one positioned read. `today` is `YYYY-MM-DD`, for ends of life. */
export async function openOfficialIndex(file: RandomAccess, today: string): Promise<OfficialIndex> {
  const head = await readHead(file);
  const lines = new Map<string, Promise<ImageLine>>();
  const lineOf = (image: string): Promise<ImageLine> | null => {
    const place = head.images[image];
    if (place === undefined || !Object.hasOwn(head.images, image)) return null;
    const line = lines.get(image) ?? readLine(file, head.start + place[0], place[1]);
    lines.set(image, line);
    return line;
  };
  return {
    asOf: head.asOf,
    imageNames: Object.keys(head.images),
    has: (image) => Object.hasOwn(head.images, image),
    tags: async (image) => (await lineOf(image))?.entries.flatMap((entry) => [...entry.tags, ...(entry.shared ?? [])]) ?? [],
    builds: async (image, platform) => {
      const line = await lineOf(image);
      const rows = line?.entries.filter((row) => row.retired !== true && isFor(row, platform)) ?? [];
      return line === null ? [] : rows.map((row) => entryOf(line, row, platform, today));
    },
    find: async (image, tag, platform) => {
      const line = await lineOf(image);
      const rows = line?.entries.filter((row) => row.tags.includes(tag) || (row.shared ?? []).includes(tag)) ?? [];
      const row = rows.find((one) => platform === null || isFor(one, platform)) ?? null;
      if (line === null || rows[0] === undefined) return null;
      return row === null ? elsewhere(line, rows[0], tag, rows, platform, today) : entryOf(line, row, platform, today);
    },
    ended: async (image, tag) => {
      const line = await lineOf(image);
      const life = line?.cycles === undefined ? null : endedCycle(line.cycles, tag, today);
      return life === null ? null : { ...OFFICIAL, endOfLife: [life] };
    },
  };
}

interface ImageLine {
  readonly image: string;
  readonly lastUpdated?: string;
  readonly updatesPerYear?: number;
  readonly deprecated?: boolean;
  readonly entries: readonly Row[];
  readonly cycles?: Cycles;
}

interface Row {
  readonly tags: readonly string[];
  readonly shared?: readonly string[];
  readonly architectures?: readonly string[];
  readonly repository?: string;
  readonly commit?: string;
  readonly from?: string | null;
  readonly fromElsewhere?: Readonly<Record<string, string>>;
  readonly resolution?: Resolution;
  readonly inferredFrom?: string;
  readonly corrected?: boolean;
  readonly rule?: 'operating-system' | 'tag-name';
  readonly lenders?: readonly string[];
  readonly retired?: boolean;
  readonly eol?: readonly [product: string, cycle: string, on: string | null, ended: boolean];
}

interface Head {
  readonly asOf: string;
  readonly images: Readonly<Record<string, readonly [offset: number, length: number]>>;
  readonly start: number;
}

async function readHead(file: RandomAccess): Promise<Head> {
  for (let size = HEAD_CHUNK; ; size *= 4) {
    const chunk = new Uint8Array(Math.min(size, file.size));
    const got = await file.read(0, chunk);
    const end = chunk.subarray(0, got).indexOf(10);
    if (end >= 0) {
      const head = JSON.parse(new TextDecoder().decode(chunk.subarray(0, end))) as { format: number; asOf: string; images: Head['images'] };
      if (head.format === 1) return { asOf: head.asOf, images: head.images, start: end + 1 };
    }
    if (end >= 0 || got < size)
      throw new FromageError('malformed', 'The bundled index of official images is damaged.', { hint: 'Install fromage again.' });
  }
}

async function readLine(file: RandomAccess, offset: number, length: number): Promise<ImageLine> {
  const bytes = new Uint8Array(length);
  await file.read(offset, bytes);
  return JSON.parse(new TextDecoder().decode(bytes)) as ImageLine;
}

/** Several builds share a tag where one is for Windows and one for Linux. A tag that was dropped has no list, which is no contradiction. */
function isFor({ architectures = [] }: Row, platform: Platform): boolean {
  return architectures.length === 0 || architectures.some((architecture) => runsOn(libraryPlatform(architecture), platform));
}

/** An arm runs what was built for those before it. */
function runsOn(built: Platform, asked: Platform): boolean {
  if (asked.architecture !== 'arm' || built.architecture !== 'arm') return matchPlatform(asked, built);
  return asked.os === built.os && (built.variant ?? 'v7') <= (asked.variant ?? 'v7');
}

/** The tag is there, and not for this platform. */
function elsewhere(line: ImageLine, row: Row, tag: string, rows: readonly Row[], platform: Platform | null, today: string): OfficialEntry {
  const all = rows.flatMap(({ architectures = [] }) => architectures.map((one) => formatPlatform(libraryPlatform(one))));
  const asked = platform === null ? 'that platform' : formatPlatform(platform);
  const detail = `the official image ${line.image}:${tag} is not built for ${asked}; it is for ${[...new Set(all)].join(', ')}`;
  return { ...entryOf(line, row, null, today), from: null, resolution: null, detail };
}

const OFFICIAL: AncestorFacts = {
  publisher: 'Docker Official Image',
  verifiedBy: 'name',
  lastUpdated: null,
  updatesPerYear: null,
  deprecated: false,
  endOfLife: [],
  sourceRepository: null,
  sourceCommit: null,
};

function entryOf(line: ImageLine, row: Row, platform: Platform | null, today: string): OfficialEntry {
  const elsewhere = platform === null ? undefined : row.fromElsewhere?.[libraryArchitecture(platform)];
  return {
    image: line.image,
    tags: [...row.tags, ...(row.shared ?? [])],
    from: elsewhere ?? row.from ?? null,
    resolution: row.resolution ?? null,
    detail: shortenDigests(detailOf(row)),
    lenders: row.lenders ?? [],
    retired: row.retired ?? false,
    facts: {
      ...OFFICIAL,
      lastUpdated: line.lastUpdated ?? null,
      updatesPerYear: line.updatesPerYear ?? null,
      deprecated: line.deprecated ?? false,
      endOfLife: row.eol === undefined ? [] : [endOfLife(row.eol, today)],
      sourceRepository: row.repository ?? null,
      sourceCommit: row.commit ?? null,
    },
  };
}

/** How the edge is known: the words behind the resolution. */
function detailOf(row: Row): string {
  const at = row.commit === undefined ? '' : ` at commit ${row.commit.slice(0, 12)}`;
  if (row.rule === 'operating-system')
    return `the library files it under operating systems, whose images stand on nothing; its Dockerfile${at} is not at hand`;
  if (row.rule === 'tag-name') return 'a tag the library has dropped; its name says what it stood on';
  if (row.from === undefined || row.from === null) return `its Dockerfile${at} is not at hand`;
  if (row.resolution === 'exact') return `FROM ${row.from} in its Dockerfile${at}`;
  if (row.inferredFrom !== undefined) return `FROM ${row.from}, inferred from ${row.inferredFrom}, a sibling of its Dockerfile`;
  const corrected = row.corrected === true ? ', the release taken from its tag' : '';
  return `FROM ${row.from} in its Dockerfile at the nearest commit at hand${corrected}`;
}

/** Go's platform in the words of the official library: `arm/v7` → `arm32v7`, `386` → `i386`. */
function libraryArchitecture(platform: Platform): string {
  const base = { arm: `arm32${platform.variant ?? 'v7'}`, arm64: 'arm64v8', '386': 'i386' }[platform.architecture] ?? platform.architecture;
  return platform.os === 'windows' ? `windows-${base}` : base;
}

/** The same the other way: `arm32v7` → `linux/arm/v7`. */
function libraryPlatform(text: string): Platform {
  const os = text.startsWith('windows-') ? 'windows' : 'linux';
  const base = text.replace(/^windows-/, '');
  const [, variant] = /^arm32(v\d)$/.exec(base) ?? [];
  if (variant !== undefined) return { os, architecture: 'arm', variant };
  return { os, architecture: { arm64v8: 'arm64', i386: '386' }[base] ?? base };
}
