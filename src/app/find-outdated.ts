import { fullReference } from '../lineage/ancestors.ts';
import { shortName } from '../lineage/short-name.ts';
import { FromageError } from '../model/error.ts';
import type { Image } from '../model/image.ts';
import type { Ancestor } from '../model/lineage.ts';
import type { MovedSetting, Outdated, OutdatedBase } from '../model/outdated.ts';
import type { Platform } from '../model/platform.ts';
import type { Problem } from '../model/problem.ts';
import { formatReference, parseReference } from '../model/reference.ts';
import { openImage } from '../store/open-image.ts';
import type { SourceSettings } from '../store/source.ts';
import type { AppPorts } from './app-ports.ts';
import { findSubject } from './find-subject.ts';
import { trace } from './trace.ts';
import { readGraph } from './trace-dockerfile.ts';

export interface OutdatedRequest {
  /** Dockerfiles and images. */
  readonly targets: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly settings: SourceSettings;
}

/** A base that is to be looked at. */
interface Named {
  readonly subject: string;
  readonly line: number | null;
  /** In full, with tag or digest or both. */
  readonly reference: string;
  /** DiffIDs it has where it was found in an image; null where only a file names it. */
  readonly layers: readonly string[] | null;
  readonly digest: string | null;
}

/** Whether each base is what its tag means now. What could not be asked is told, and is `unknown`. */
export async function findOutdated(request: OutdatedRequest, ports: AppPorts): Promise<Outdated> {
  const platform = request.settings.platform ?? ports.store.environment.hostPlatform;
  const problems: Problem[] = [];
  const bases: OutdatedBase[] = [];
  for (const target of request.targets) {
    const named = await namedBy(target, request, platform, ports, problems);
    for (const one of named) bases.push(await look(one, platform, request.settings, ports));
  }
  return { bases, problems };
}

async function namedBy(
  target: string,
  request: OutdatedRequest,
  platform: Platform,
  ports: AppPorts,
  problems: Problem[],
): Promise<readonly Named[]> {
  const subject = await findSubject({ target, asDockerfile: false }, ports.store);
  if (subject.kind === 'image') return basesOfImage(target, request.settings, ports, problems);
  const { graph } = readGraph(subject, { buildArgs: request.buildArgs, stage: null }, platform, ports.store.environment.hostPlatform);
  const stages = graph.stages.filter(({ index }) => graph.reachable.includes(index));
  const found = [
    ...stages.flatMap(({ base, line }) => (base.kind === 'image' ? [{ reference: base.reference, line }] : [])),
    ...graph.lenders.map(({ reference, line }) => ({ reference, line })),
  ];
  return found.flatMap(({ reference, line }): readonly Named[] => {
    const full = fullReference(reference);
    return full === null ? [] : [{ subject: subject.path, line, reference: full, layers: null, digest: parseReference(full).digest }];
  });
}

/** All ancestors that are known by name, nearest first. */
async function basesOfImage(target: string, settings: SourceSettings, ports: AppPorts, problems: Problem[]): Promise<readonly Named[]> {
  const request = { target, asDockerfile: false, dockerfile: null, buildArgs: {}, stage: null, verify: false, learn: false, settings };
  const { lineage, layers, subject } = await trace(request, ports);
  const named = lineage.ancestors.flatMap((ancestor): readonly Named[] => {
    if (ancestor.reference === null) return [];
    return [
      { subject: subject.name, line: null, reference: ancestor.reference, layers: layersOf(ancestor, layers), digest: ancestor.digest },
    ];
  });
  if (named.length === 0)
    problems.push({
      kind: 'no-base',
      message: `What ${subject.name} stands on is not known by name.`,
      where: subject.name,
      incomplete: true,
    });
  return named;
}

function layersOf({ layers }: Ancestor, all: readonly { readonly diffId: string | null }[]): readonly string[] | null {
  if (layers === null) return null;
  const below = all.slice(0, layers.last + 1).map(({ diffId }) => diffId);
  return below.every((diffId) => diffId !== null) ? below : null;
}

async function look(named: Named, platform: Platform, settings: SourceSettings, ports: AppPorts): Promise<OutdatedBase> {
  const { registry, repository, tag } = parseReference(named.reference);
  const nothing = {
    subject: named.subject,
    line: named.line,
    reference: named.reference,
    pinned: named.digest,
    now: null,
    pinnedCreated: null,
    nowCreated: null,
    days: null,
    moved: [],
    layers: null,
  } as const;
  if (tag === null) return { ...nothing, state: 'unknown', note: 'it is pinned by digest alone: no tag says what would be newer' };
  const name = formatReference({ registry, repository, tag, digest: null });
  const now = await openQuietly(name, platform, settings, ports);
  if (typeof now === 'string') return { ...nothing, reference: name, state: 'unknown', note: await knownInstead(named, now, ports) };
  const about = { ...nothing, reference: name, now: now.indexDigest ?? now.manifestDigest, nowCreated: now.config.created };
  if (named.digest === null && named.layers === null) return { ...about, state: 'floating', note: null };
  if (isSame(named, now)) return { ...about, state: 'current', pinnedCreated: now.config.created, days: 0, note: null };
  const pinned =
    named.digest === null
      ? null
      : await openQuietly(
          formatReference({ registry, repository, tag: null, digest: parseReference(`${name}@${named.digest}`).digest }),
          platform,
          settings,
          ports,
        );
  const before = pinned === null || typeof pinned === 'string' ? null : pinned;
  const ids = before?.config.diffIds ?? named.layers;
  return {
    ...about,
    state: 'behind',
    pinnedCreated: before?.config.created ?? null,
    days: daysBetween(before?.config.created ?? null, now.config.created),
    moved: before === null ? [] : movedSettings(before, now),
    layers: ids === null ? null : { shared: sharedLayers(ids, now.config.diffIds), before: ids.length, after: now.config.diffIds.length },
    note: typeof pinned === 'string' ? `the pinned build could not be read: ${pinned}` : null,
  };
}

function isSame({ digest, layers }: Named, now: Image): boolean {
  if (digest !== null && (digest === now.indexDigest || digest === now.manifestDigest)) return true;
  return layers !== null && layers.length === now.config.diffIds.length && sharedLayers(layers, now.config.diffIds) === layers.length;
}

function sharedLayers(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((diffId, place) => diffId !== b[place]);
  return at < 0 ? Math.min(a.length, b.length) : at;
}

/** Manifest and config alone. A reason in words where that cannot be. */
async function openQuietly(reference: string, platform: Platform, settings: SourceSettings, ports: AppPorts): Promise<Image | string> {
  if (settings.offline) return 'offline, nobody can be asked';
  try {
    const image = await openImage(`docker://${reference}`, { ...settings, platform }, ports.store);
    await image.close();
    return image;
  } catch (error) {
    if (!FromageError.is(error) || error.code === 'interrupted') throw error;
    return error.message;
  }
}

/** What the bundled index says of a digest, where nobody could be asked. */
async function knownInstead({ digest, reference }: Named, why: string, ports: AppPorts): Promise<string> {
  const known = digest === null ? [] : await (await ports.indexes.bundled()).find('digest', digest);
  const [first] = known;
  if (first === undefined) return why;
  return `${why}; the digest is that of ${shortName(first.reference)} as of ${first.seen ?? 'an unknown day'}${first.reference === reference ? '' : ', under that name'}`;
}

function daysBetween(before: string | null, after: string | null): number | null {
  const days = before === null || after === null ? Number.NaN : (Date.parse(after) - Date.parse(before)) / 86_400_000;
  return Number.isFinite(days) ? Math.round(days) : null;
}

const TELLING = /(^|_)(VERSION|RELEASE)$/;

/** Versions that the configuration names: in its environment and its labels. */
function movedSettings(before: Image, after: Image): readonly MovedSetting[] {
  const [a, b] = [settingsOf(before), settingsOf(after)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .toSorted()
    .map((name) => ({ name, before: a.get(name) ?? null, after: b.get(name) ?? null }))
    .filter((one) => one.before !== one.after);
}

function settingsOf({ config }: Image): ReadonlyMap<string, string> {
  const env = config.env.map((line): readonly [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  const labels = Object.entries(config.labels).filter(([name]) => name === 'org.opencontainers.image.version');
  return new Map([...env.filter(([name]) => TELLING.test(name)), ...labels]);
}
