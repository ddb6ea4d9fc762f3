import { decodeDockerfile } from '../dockerfile/decode-dockerfile.ts';
import type { Stage } from '../dockerfile/stages.ts';
import { fullReference } from '../lineage/ancestors.ts';
import { shortName } from '../lineage/short-name.ts';
import { traceReference } from '../lineage/trace-declared.ts';
import { FromageError } from '../model/error.ts';
import { sumCoverage } from '../model/finding.ts';
import type { EndOfLife } from '../model/lineage.ts';
import type { Platform } from '../model/platform.ts';
import { familiarReference, formatReference, parseReference } from '../model/reference.ts';
import type { BaseChoice, BaseFindings, FromEdit, Suggestions } from '../model/suggestion.ts';
import { openImage } from '../store/open-image.ts';
import type { SourceSettings } from '../store/source.ts';
import { type BaseNeeds, needsOf } from '../suggest/needs.ts';
import { type Candidate, isSafeChoice, planCandidates, rankChoices, risksOf } from '../suggest/plan-suggestions.ts';
import { matchPackages } from '../vuln/match-packages.ts';
import type { AppPorts } from './app-ports.ts';
import { checkFit } from './check-fit.ts';
import { findSubject } from './find-subject.ts';
import { edgeIndex } from './lineage-ports.ts';
import { openForReading } from './open-for-reading.ts';
import { trace } from './trace.ts';
import { ecosystemsOf } from './scan.ts';
import { traceOpened } from './trace-opened.ts';
import { readGraph } from './trace-dockerfile.ts';

export interface SuggestRequest {
  /** A Dockerfile, or an image in any form a source knows. */
  readonly target: string;
  readonly asDockerfile: boolean;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly stage: string | null;
  /** The tag that is to be written, where it is not the first; null for the first. */
  readonly to: string | null;
  /** A base whose files are at hand, on which the image's own layers are to be tried; null for none. */
  readonly with: string | null;
  readonly settings: SourceSettings;
}

/** What a build stands on, and where that is written. */
interface Base {
  readonly reference: string;
  readonly needs: BaseNeeds | null;
  /** Null for an image. */
  readonly from: { readonly path: string; readonly line: number; readonly text: string } | null;
  readonly notes: readonly string[];
}

const MOST = 12;
const RISKY = 'Each of these may break something: choose one with --to TAG to see the change.';

/** Better bases for what a Dockerfile makes or an image stands on. Throws `not-found` where no base is known. */
export async function suggestBase(request: SuggestRequest, ports: AppPorts): Promise<Suggestions> {
  const platform = request.settings.platform ?? ports.store.environment.hostPlatform;
  const base = await findBase(request, platform, ports);
  const official = await ports.indexes.official();
  const { registry, repository, tag } = parseReference(base.reference);
  const image = registry === 'docker.io' && repository.startsWith('library/') ? repository.slice('library/'.length) : null;
  if (image === null || !official.has(image))
    throw new FromageError('not-found', `the index knows no tags of ${shortName(base.reference)}`, {
      hint: 'It knows those of Docker’s official images. fromage compare holds two images of any origin against each other.',
    });
  const written = tag ?? 'latest';
  const builds = (await official.builds(image, platform)).map((build) => ({ ...build, cycle: build.facts.endOfLife[0]?.cycle ?? null }));
  const describe = async (candidate: Candidate | null): Promise<BaseChoice> => ({
    ...(await describeChoice(image, candidate?.tag ?? written, platform, ports)),
    kinds: candidate?.kinds ?? [],
    risks: candidate === null ? [] : risksOf(written, builds, candidate, base.needs),
  });
  const choices = await Promise.all(planCandidates(written, builds).map(describe));
  const ranked = rankChoices(choices).slice(0, MOST);
  const chosen = choose(ranked, request.to);
  const edit = base.from === null || chosen === null ? null : await editOf(base.from, chosen, request.settings, ports);
  return {
    current: await describe(null),
    choices: ranked,
    edit: edit?.edit ?? null,
    fit: request.with === null ? null : await fitOf(request, request.with, ports),
    asOf: official.asOf,
    notes: [...base.notes, ...(edit?.notes ?? []), ...(base.from !== null && chosen === null && ranked.length > 0 ? [RISKY] : [])],
  };
}

/** The first that is no risk, or the one with that tag. Throws `usage` where there is none of that tag. */
function choose(choices: readonly BaseChoice[], tag: string | null): BaseChoice | null {
  if (tag === null) return choices.find(isSafeChoice) ?? null;
  const found = choices.find(({ reference }) => reference.endsWith(`:${tag}`) || familiarReference(parseReference(reference)) === tag);
  if (found !== undefined) return found;
  const names = choices.map(({ reference }) => parseReference(reference).tag ?? '');
  throw new FromageError('usage', `${tag} is none of the suggestions`, { hint: `They are ${names.join(', ')}.` });
}

async function findBase(request: SuggestRequest, platform: Platform, ports: AppPorts): Promise<Base> {
  const subject = await findSubject(request, ports.store);
  if (subject.kind === 'image') return baseOfImage(request, ports);
  const { dockerfile, graph } = readGraph(subject, request, platform, ports.store.environment.hostPlatform);
  const last = graph.chain.at(-1);
  if (graph.base?.kind !== 'image' || last?.image === undefined || last.image === null)
    throw new FromageError(
      'not-found',
      `${subject.path} stands on ${graph.base?.kind === 'scratch' ? 'scratch: nothing is less' : 'nothing that is known'}`,
    );
  const reference = fullReference(graph.base.reference);
  if (reference === null) throw new FromageError('not-found', `${graph.base.reference} is no image reference`);
  const text = last.image.text;
  const isPlain = !text.includes('$');
  return {
    reference,
    needs: needsOf(graph.chain as readonly Stage[], dockerfile),
    from: isPlain ? { path: subject.path, line: last.line, text } : null,
    notes: isPlain ? [] : [`Line ${last.line} is made of variables (${text}): it is not changed.`],
  };
}

async function baseOfImage({ target, settings }: SuggestRequest, ports: AppPorts): Promise<Base> {
  const request = { target, asDockerfile: false, dockerfile: null, buildArgs: {}, stage: null, verify: false, learn: false, settings };
  const { lineage, subject } = await trace(request, ports);
  // A name by itself is asked about as the base it is.
  const named = subject.kind === 'reference' ? subject.reference : null;
  const reference = named ?? lineage.ancestors.find((ancestor) => ancestor.reference !== null)?.reference ?? null;
  if (reference === null)
    throw new FromageError('not-found', `what ${subject.name} stands on is not known by name`, {
      hint: 'fromage index add teaches your own bases; fromage trace shows what is known.',
    });
  return { reference: formatReference({ ...parseReference(reference), digest: null }), needs: null, from: null, notes: [] };
}

/** Whether the layers of an image that are its own would run on that base, by their files. Throws `usage` for a Dockerfile, `not-found` where its own layers are not known. */
async function fitOf({ target, settings }: SuggestRequest, base: string, ports: AppPorts): Promise<Suggestions['fit']> {
  const opened = await openForReading(target, settings, ports);
  try {
    const { trace: answer } = await traceOpened(
      opened.image,
      { dockerfile: null, buildArgs: {}, stage: null, verify: false, settings },
      opened.ports,
    );
    const first = answer.lineage.own.layers?.first ?? null;
    if (first === null)
      throw new FromageError('not-found', `which layers of ${target} are its own is not known`, {
        hint: 'fromage index add teaches the base it stands on.',
      });
    const other = await openForReading(base, settings, ports);
    try {
      return { base, ...(await checkFit(opened.image, first, other.image, ports)) };
    } finally {
      await other.image.close();
    }
  } finally {
    await opened.image.close();
  }
}

async function describeChoice(
  image: string,
  tag: string,
  platform: Platform,
  ports: AppPorts,
): Promise<Omit<BaseChoice, 'kinds' | 'risks'>> {
  const official = await ports.indexes.official();
  const reference = `docker.io/library/${image}:${tag}`;
  const { ancestors } = await traceReference(reference, platform, { known: edgeIndex(ports.indexes), official });
  const own = await official.find(image, tag, platform);
  const names = ancestors.flatMap((ancestor) => ancestor.reference ?? []);
  const lives = [own?.facts ?? (await official.ended(image, tag)), ...ancestors.map(({ facts }) => facts)].flatMap(
    (facts) => facts?.endOfLife ?? [],
  );
  const listed = await listedOf([reference, ...names], platform, official.asOf, ports);
  return {
    reference,
    chain: names.map(shortName),
    endOfLife: distinct(lives),
    known: listed?.found ?? null,
    size: listed !== null && listed.found.of === 'image' ? listed.size : null,
  };
}

function distinct(lives: readonly EndOfLife[]): readonly EndOfLife[] {
  return lives.filter(({ product, cycle }, at) => lives.findIndex((one) => one.product === product && one.cycle === cycle) === at);
}

/** By the first of these names whose packages are listed: the image itself, or the nearest below. */
async function listedOf(
  references: readonly string[],
  platform: Platform,
  asOf: string,
  ports: AppPorts,
): Promise<{ readonly found: BaseFindings; readonly size: number | null } | null> {
  const lists = await ports.indexes.packages();
  for (const [at, reference] of references.entries()) {
    const known = await lists.find(reference, platform);
    if (known === null || isStale((known.created ?? known.seen).slice(0, 10), asOf)) continue;
    const matched = await matchPackages(known.packages, known.distribution, await ports.advisories());
    const findings = matched.flatMap((match) => match.findings);
    const severe = findings.filter(({ level }) => level === 'critical' || level === 'high');
    const coverages = matched.map(({ coverage }) => coverage);
    const { covered, date: dataDate } = sumCoverage(coverages);
    const found: BaseFindings = {
      of: at === 0 ? 'image' : 'base',
      build: shortName(known.reference),
      packages: known.packages.length,
      covered,
      findings: new Set(findings.map(({ id }) => id)).size,
      highOrCritical: new Set(severe.map(({ id }) => id)).size,
      dataDate,
      ecosystems: ecosystemsOf(coverages),
    };
    return { found, size: known.size };
  }
  return null;
}

/** A list from long before the index tells of another build than the tag means now: its findings may be mended since. */
const STALE_DAYS = 120;

function isStale(day: string, asOf: string): boolean {
  return (Date.parse(asOf) - Date.parse(day)) / 86_400_000 > STALE_DAYS;
}

/** The FROM with the new tag, and its digest where a registry may be asked. */
async function editOf(
  from: NonNullable<Base['from']>,
  { reference }: BaseChoice,
  settings: SourceSettings,
  ports: AppPorts,
): Promise<{ readonly edit: FromEdit | null; readonly notes: readonly string[] }> {
  const name = familiarReference(parseReference(reference));
  const { digest, note } = await digestOf(reference, settings, ports);
  // A pin is not given up unasked.
  if (digest === null && from.text.includes('@'))
    return {
      edit: null,
      notes: [...(note === null ? [] : [note]), `Line ${from.line} is pinned by a digest, and is not changed without a new one.`],
    };
  const after = digest === null ? name : `${name}@${digest}`;
  return { edit: { path: from.path, line: from.line, before: from.text, after }, notes: note === null ? [] : [note] };
}

async function digestOf(
  reference: string,
  settings: SourceSettings,
  ports: AppPorts,
): Promise<{ readonly digest: string | null; readonly note: string | null }> {
  if (settings.offline) return { digest: null, note: 'Not pinned by digest: offline, nobody can be asked for it.' };
  try {
    const image = await openImage(`docker://${reference}`, settings, ports.store);
    await image.close();
    return { digest: image.indexDigest ?? image.manifestDigest, note: null };
  } catch (error) {
    if (!FromageError.is(error)) throw error;
    return { digest: null, note: `Not pinned by digest: ${error.message}.` };
  }
}

/** The text of a Dockerfile with the edit made: nothing else is changed, to the byte. Throws `not-found` where the text is not as it was. */
export function applyFromEdit(bytes: Uint8Array, { path, line, before, after }: FromEdit): string {
  const text = decodeDockerfile(bytes, path);
  const lines = text.split('\n');
  const at = lines.findIndex((one, index) => index >= line - 1 && one.includes(before));
  const old = lines[at];
  if (old === undefined) throw new FromageError('not-found', `${path} no longer says ${before} on line ${line}`);
  lines[at] = old.replace(before, () => after);
  return lines.join('\n');
}
