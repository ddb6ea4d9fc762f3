import { FromageError } from '../model/error.ts';
import type { Package } from '../model/package.ts';
import { matchPlatform, parsePlatform, type Platform } from '../model/platform.ts';
import { parseReference } from '../model/reference.ts';
import type { Distribution } from '../model/sbom.ts';
import type { RandomAccess } from '../ports/index.ts';
import type { OfficialIndex } from './official-index.ts';

/** The packages of a published image, as they were listed when it was looked at. Its files were not. */
export interface KnownPackages {
  /** `docker.io/library/httpd:2.4.68`: the very build, where another tag was asked for. */
  readonly reference: string;
  readonly platform: Platform | null;
  /** When it was built; null where the list does not tell. */
  readonly created: string | null;
  /** The day it was listed. */
  readonly seen: string;
  /** Of its root file system, packed; null where unknown. */
  readonly size: number | null;
  readonly distribution: Distribution | null;
  readonly packages: readonly Package[];
}

export interface KnownPackageIndex {
  /** The newest list of an image that the tag may mean; null where there is none. */
  find(reference: string, platform: Platform | null): Promise<KnownPackages | null>;
}

interface Row {
  readonly image: string;
  readonly tag: string;
  readonly aliases?: readonly string[];
  readonly platform: string;
  readonly created?: string;
  readonly os?: readonly [id: string, versionId: string | null];
  readonly size?: number;
  readonly seen: string;
  readonly place: readonly [offset: number, length: number];
}

type Fact = readonly [type: string, name: string, version: string, architecture: string | 0, source?: string, sourceVersion?: string | 0];

const HEAD_CHUNK = 32 * 1024;
const OFFICIAL = 'docker.io';

/** Opens data/image-packages.idx, which tools/build-index.mjs writes: a line that says where the lists are, then a list a line. */
export async function openKnownPackages(file: RandomAccess, official: () => Promise<OfficialIndex>): Promise<KnownPackageIndex> {
  const { rows, start } = await readHead(file);
  return {
    async find(reference, platform) {
      const { registry, repository, tag } = parseReference(reference);
      if (registry !== OFFICIAL || !repository.startsWith('library/') || tag === null) return null;
      const image = repository.slice('library/'.length);
      const entry = await (await official()).find(image, tag, platform);
      const tags = new Set([tag, ...(entry?.tags ?? [])]);
      const row = rows
        .filter((one) => one.image === image && isFor(one, platform))
        .filter((one) => [one.tag, ...(one.aliases ?? [])].some((name) => tags.has(name)))
        .toSorted((a, b) => (dateOf(a) < dateOf(b) ? 1 : -1))[0];
      return row === undefined ? null : describe(row, await readFacts(file, start, row));
    },
  };
}

function isFor(row: Row, platform: Platform | null): boolean {
  const own = parsePlatform(row.platform);
  return platform === null || (own !== null && matchPlatform(own, platform));
}

function dateOf({ created, seen }: Row): string {
  return created ?? seen;
}

function describe(row: Row, facts: readonly Fact[]): KnownPackages {
  const distribution = row.os === undefined ? null : { id: row.os[0], versionId: row.os[1], name: nameOf(row.os) };
  return {
    reference: `docker.io/library/${row.image}:${row.tag}`,
    platform: parsePlatform(row.platform),
    created: row.created ?? null,
    seen: row.seen,
    size: row.size ?? null,
    distribution,
    packages: facts.map((fact) => packageOf(fact, distribution)),
  };
}

const NAMES: Readonly<Record<string, string>> = { alpine: 'Alpine Linux', debian: 'Debian GNU/Linux', ubuntu: 'Ubuntu' };

function nameOf([id, versionId]: readonly [string, string | null]): string {
  const name = NAMES[id] ?? id;
  return versionId === null ? name : `${name} ${versionId.replace('_', ' ')}`;
}

function packageOf([type, name, version, architecture, source, sourceVersion]: Fact, distribution: Distribution | null): Package {
  return {
    type,
    namespace: distribution?.id ?? null,
    name,
    version,
    architecture: architecture === 0 ? null : architecture,
    source: source === undefined ? null : { name: source, version: sourceVersion === 0 ? null : (sourceVersion ?? null) },
    licences: [],
    locations: [],
    foundBy: 'index',
  };
}

async function readHead(file: RandomAccess): Promise<{ readonly rows: readonly Row[]; readonly start: number }> {
  for (let size = HEAD_CHUNK; ; size *= 4) {
    const chunk = new Uint8Array(Math.min(size, file.size));
    const got = await file.read(0, chunk);
    const end = chunk.subarray(0, got).indexOf(10);
    if (end >= 0) {
      const head = JSON.parse(new TextDecoder().decode(chunk.subarray(0, end))) as { format: number; images: readonly Row[] };
      if (head.format === 1) return { rows: head.images, start: end + 1 };
    }
    if (end >= 0 || got < size)
      throw new FromageError('malformed', 'The bundled index of packages is damaged.', { hint: 'Install fromage again.' });
  }
}

async function readFacts(
  file: RandomAccess,
  start: number,
  { image, tag, platform, place: [offset, length] }: Row,
): Promise<readonly Fact[]> {
  const bytes = new Uint8Array(length);
  if ((await file.read(start + offset, bytes)) < length)
    throw new FromageError('malformed', `The bundled index of packages ends within ${image}:${tag} (${platform}).`, {
      hint: 'Install fromage again.',
    });
  return JSON.parse(new TextDecoder().decode(bytes)) as readonly Fact[];
}
