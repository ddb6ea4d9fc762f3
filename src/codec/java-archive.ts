import { FromageError } from '../model/error.ts';
import { showPath, splitPath } from '../model/image-path.ts';
import type { ReadAt } from '../ports/index.ts';
import { readJavaManifest, readPomProperties } from './java-manifest.ts';
import { splitJarName } from './jar-name.ts';
import { findJavaGroup } from './java-groups.ts';
import { bytesAsFile } from './read-at.ts';
import type { ZipEntry } from './zip.ts';
import { openZipEntry, readZipDirectory, readZipEntry } from './zip.ts';

/** An artifact as Maven names it; the group is null where nothing says it. */
export interface JavaArtifact {
  readonly group: string | null;
  readonly artifact: string;
  readonly version: string | null;
  readonly licence: string | null;
}

/** What may be looked into, and how far. */
export interface JavaLimits {
  /** Archives within archives. */
  readonly depth: number;
  /** Archives in all. */
  readonly archives: number;
  /** Bytes of an inner archive that is deflated and so is held in memory. */
  readonly innerBytes: number;
  /** Bytes in all: directories of archives, and what is inflated, or was to be. */
  readonly totalBytes: number;
}

export const JAVA_LIMITS: JavaLimits = { depth: 4, archives: 20_000, innerBytes: 128 * 1024 * 1024, totalBytes: 1024 * 1024 * 1024 };

const POM = /^META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;
const [MAX_POM, MAX_MANIFEST, MAX_DIRECTORY] = [64 * 1024, 16 * 1024 * 1024, 128 * 1024 * 1024];

/**
 * The artifacts of a jar, war or ear: its own, those that were unpacked into it (shaded), and those of the archives within. An inner
 * archive that can't be read, or is over a limit, is told by its name, and the first of them by `tell`: `could not read "lib/a.jar"
 * within it: …`. Throws where the outer one can't be read: `malformed` …
 */
export async function readJavaArchive(
  file: ReadAt,
  name: string,
  tell: (damage: string) => void,
  limits: JavaLimits = JAVA_LIMITS,
): Promise<readonly JavaArtifact[]> {
  const budget: Budget = { limits, archives: limits.archives, bytes: limits.totalBytes, unread: [] };
  const found = await readArchive({ file, name, within: '', depth: limits.depth }, budget);
  const [first] = budget.unread;
  const others = budget.unread.length - 1;
  if (first !== undefined) tell(`holds what could not be read: ${first}${others > 0 ? `; and ${others} more` : ''}`);
  return found;
}

/** What is left of the limits. Taken before the work is done, so that what fails costs too: entries may be thousands on the same bytes. */
interface Budget {
  readonly limits: JavaLimits;
  archives: number;
  bytes: number;
  /** What was not read, each with its place and the reason. */
  readonly unread: string[];
}

/** An archive that is being read. */
interface Opened {
  readonly file: ReadAt;
  readonly name: string;
  /** Its path in the archives around it, each ending in `!/`; empty for the outer one. */
  readonly within: string;
  /** How many archives may still be opened within. */
  readonly depth: number;
}

async function readArchive(opened: Opened, budget: Budget): Promise<readonly JavaArtifact[]> {
  const { file } = opened;
  budget.archives -= 1;
  const { entries, size } = await readZipDirectory(file, Math.min(MAX_DIRECTORY, budget.bytes));
  budget.bytes -= size;
  const found = [...(await ownArtifacts(opened, entries, budget))];
  for (const entry of entries) if (splitJarName(entry.name).isArchive) found.push(...(await readInner(opened, entry, budget)));
  return found;
}

async function readInner(outer: Opened, entry: ZipEntry, budget: Budget): Promise<readonly JavaArtifact[]> {
  const name = splitPath(entry.name)[1];
  try {
    if (outer.depth <= 0) throw new FromageError('too-large', `it lies over ${budget.limits.depth} archives deep`);
    if (budget.archives <= 0) throw new FromageError('too-large', `there are over ${budget.limits.archives} archives`);
    const file = (await openZipEntry(outer.file, entry)) ?? bytesAsFile(await inflate(outer.file, entry, budget.limits.innerBytes, budget));
    if (!(await looksLikeZip(file))) return namedArtifact(name);
    return await readArchive({ file, name, within: `${outer.within}${entry.name}!/`, depth: outer.depth - 1 }, budget);
  } catch (error) {
    tellUnread(error, outer, entry, budget);
    return namedArtifact(name);
  }
}

/** Whether it may be an archive: what is called so and is none is of no interest. A program may stand before it, as `#!/bin/sh`. */
export async function looksLikeZip(file: ReadAt): Promise<boolean> {
  const magic = new Uint8Array(2);
  const [first, second] = (await file.read(0, magic)) < 2 ? [] : magic;
  return (first === 0x50 && second === 0x4b) || (first === 0x23 && second === 0x21);
}

/** Throws what is no fault of the file. */
function tellUnread(error: unknown, { within }: Opened, entry: ZipEntry, budget: Budget): void {
  if (!(error instanceof FromageError)) throw error;
  budget.unread.push(`${showPath(`${within}${entry.name}`)}: ${error.message}`);
}

async function inflate(file: ReadAt, entry: ZipEntry, maxBytes: number, budget: Budget): Promise<Uint8Array> {
  const size = Math.max(entry.size, entry.storedSize);
  if (size > Math.min(maxBytes, budget.bytes)) throw new FromageError('too-large', `an entry of the archive has ${size} bytes`);
  budget.bytes -= size;
  return readZipEntry(file, entry, size);
}

async function ownArtifacts(opened: Opened, entries: readonly ZipEntry[], budget: Budget): Promise<readonly JavaArtifact[]> {
  const { name } = opened;
  const poms: JavaArtifact[] = [];
  for (const entry of entries) if (POM.test(entry.name)) poms.push(...pomArtifact(await readText(opened, entry, MAX_POM, budget)));
  const manifestEntry = entries.find((entry) => entry.name === 'META-INF/MANIFEST.MF');
  const manifest = readJavaManifest(await readText(opened, manifestEntry, MAX_MANIFEST, budget));
  const licence = licenceOf(manifest);
  const own = poms.find((pom) => isOwn(pom, name, manifest)) ?? pomOfManifest(poms, name, manifest) ?? onlyPom(poms, name);
  if (own !== undefined) return [{ ...own, licence }, ...poms.filter((pom) => pom !== own)];
  const found = manifestArtifact(name, manifest, licence, poms.length > 0);
  return [...found.map((one) => ({ ...one, group: findJavaGroup(one.artifact, entries) ?? one.group })), ...poms];
}

/** Damage in one text hides no other. */
async function readText(opened: Opened, entry: ZipEntry | undefined, maxBytes: number, budget: Budget): Promise<string> {
  if (entry === undefined) return '';
  try {
    return new TextDecoder().decode(await inflate(opened.file, entry, maxBytes, budget));
  } catch (error) {
    tellUnread(error, opened, entry, budget);
    return '';
  }
}

function pomArtifact(text: string): readonly JavaArtifact[] {
  const pom = readPomProperties(text);
  const [group, artifact, version] = [pom.get('groupid'), pom.get('artifactid'), pom.get('version')];
  if (!group || !artifact || !version || [group, artifact, version].some((part) => part.includes('${'))) return [];
  return [{ group, artifact, version, licence: null }];
}

function isOwn({ artifact, version }: JavaArtifact, name: string, manifest: ReadonlyMap<string, string>): boolean {
  const { bare } = splitJarName(name);
  if (bare === artifact || bare === `${artifact}-${version}` || bare.startsWith(`${artifact}-${version}-`)) return true;
  return manifest.get('implementation-title') === artifact && manifest.get('implementation-version') === version;
}

/** Of a renamed archive: the one pom that has the manifest's version, where the name has another or none. */
function pomOfManifest(poms: readonly JavaArtifact[], name: string, manifest: ReadonlyMap<string, string>): JavaArtifact | undefined {
  const version = versionIn(manifest);
  const fitting = poms.filter((pom) => pom.version === version);
  return fitting.length === 1 && splitJarName(name).version !== version ? fitting[0] : undefined;
}

/** The one pom of an archive is its own, unless the name says another version: then it was unpacked into it. */
function onlyPom(poms: readonly JavaArtifact[], name: string): JavaArtifact | undefined {
  const { version } = splitJarName(name);
  const [first] = poms;
  return poms.length === 1 && (version === null || first?.version?.startsWith(version) === true) ? first : undefined;
}

/**
 * Without a pom of its own: the name as of the file, the rest as the manifest says it. A file's name without a version may be any
 * (`app.jar`): then the manifest's title goes before it, and where there are poms it is no name at all. An archive of no version is no
 * package.
 */
function manifestArtifact(
  name: string,
  manifest: ReadonlyMap<string, string>,
  licence: string | null,
  hasPoms: boolean,
): readonly JavaArtifact[] {
  const named = splitJarName(name);
  const title = named.version === null ? titleIn(manifest) : null;
  const version = named.version ?? versionIn(manifest);
  const artifact = title ?? (named.version === null && hasPoms ? '' : named.artifact);
  if (version === null || artifact === '') return [];
  return [{ group: groupOf(manifest, artifact), artifact, version, licence }];
}

function versionIn(manifest: ReadonlyMap<string, string>): string | null {
  return firstOf(manifest, ['implementation-version', 'bundle-version', 'specification-version', 'plugin-version', 'hibernate-version']);
}

/** `Implementation-Title`, where it can be the id of an artifact: most are words for people, or names of Java packages. */
function titleIn(manifest: ReadonlyMap<string, string>): string | null {
  const title = manifest.get('implementation-title') ?? '';
  return /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/.test(title) ? title : null;
}

function firstOf(manifest: ReadonlyMap<string, string>, names: readonly string[]): string | null {
  const value = names.map((name) => manifest.get(name)).find((text) => text !== undefined && /^v?\d[\w.+-]*$/.test(text));
  return value ?? null;
}

/** `Implementation-Vendor-Id` is the group; a name of a bundle or module is of group and artifact only where it ends with the artifact. */
function groupOf(manifest: ReadonlyMap<string, string>, artifact: string): string | null {
  const vendor = manifest.get('implementation-vendor-id');
  if (vendor !== undefined && isGroup(vendor)) return vendor;
  const bundle = manifest.get('bundle-symbolicname')?.split(';')[0]?.trim() ?? manifest.get('automatic-module-name') ?? '';
  const group = bundle.endsWith(`.${artifact}`) ? bundle.slice(0, -artifact.length - 1) : '';
  return isGroup(group) ? group : null;
}

function isGroup(text: string): boolean {
  return GROUP.test(text) && !NO_GROUPS.has(text);
}

/** What manifests say and no artifact is of: Velocity's vendor is Apache, asm's bundle is of ObjectWeb. */
const NO_GROUPS: ReadonlySet<string> = new Set(['org.apache', 'org.objectweb']);
const GROUP = /^[a-z][\w-]*(?:\.[\w-]+)+$/;

function namedArtifact(name: string): readonly JavaArtifact[] {
  const { artifact, version } = splitJarName(name);
  return version === null ? [] : [{ group: null, artifact, version, licence: null }];
}

/** `Bundle-License` is an address, an SPDX name, or several, each with attributes; addresses are left out. */
function licenceOf(manifest: ReadonlyMap<string, string>): string | null {
  const [first = ''] = (manifest.get('bundle-license') ?? '').split(/[;,]/);
  const licence = first.trim().replace(/^"(.*)"$/, '$1');
  return licence === '' || licence.length > 80 || licence.includes('://') ? null : licence;
}
