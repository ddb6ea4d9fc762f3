import { asObject, asObjects, asText, asTexts, type JsonObject } from '../../codec/json-shape.ts';
import type { Advisory, AdvisoryStatus, AffectedPackage, RangeEvent, Rating } from '../../model/advisory.ts';
import { FromageError } from '../../model/error.ts';
import { dayOf } from '../day.ts';
import type { Feed } from '../feed.ts';
import { levelOfScore, levelOfWord, rateVector } from '../severity.ts';

/** What osv.dev has an archive of, and no feed of its own is read for. */
const OSV_FAMILIES: readonly string[] = [
  ...['npm', 'PyPI', 'Go', 'Maven', 'crates.io', 'RubyGems', 'NuGet', 'Packagist', 'Hex', 'Pub', 'CRAN', 'Hackage', 'SwiftURL', 'Bitnami'],
  ...['Ubuntu', 'Red Hat', 'Rocky Linux', 'AlmaLinux', 'SUSE', 'openSUSE', 'Azure Linux', 'Mageia', 'openEuler'],
];

/** A record of the OSV format, https://ossf.github.io/osv-schema/ */
export const osv = {
  id: 'osv',
  title: 'OSV records, of any database that writes them',
  licence: 'that of the database a record is from',
  home: 'https://osv.dev',
  ecosystems: OSV_FAMILIES,
  downloads: (ecosystem) => {
    const family = ecosystem?.split(':')[0] ?? '';
    if (!OSV_FAMILIES.includes(family)) return [];
    const url = `https://osv-vulnerabilities.storage.googleapis.com/${encodeURIComponent(family)}/all.zip`;
    return [{ database: `osv-${family.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`, urls: [url], completes: [family] }];
  },
  recognises: ({ value }) => {
    const record = asObject(value);
    return record !== null && typeof record.id === 'string' && ('affected' in record || 'modified' in record);
  },
  read: ({ name, value }, tell) => {
    const record = asObject(value);
    if (record === null) throw new FromageError('malformed', `${name} is no OSV record`);
    return { advisories: [readOsvRecord(record, tell)], publisher: null, date: null, complete: false };
  },
} as const satisfies Feed;

const MAX_ID = 200;
const MAX_AFFECTED = 50_000;
const MAX_VERSION = 500;

/** Throws `malformed` where it has no id that can be used. */
export function readOsvRecord(record: JsonObject, tell: (where: string, what: string) => void): Advisory {
  const id = asText(record.id);
  if (id === null || id.length > MAX_ID || /[\s\p{Cc}]/u.test(id))
    throw new FromageError('malformed', 'an OSV record has no id that can be used');
  const listed = asObjects(record.affected);
  if (listed.length > MAX_AFFECTED)
    throw new FromageError('too-large', `${id} names ${listed.length} packages; at most ${MAX_AFFECTED} are read`);
  const about = describe(record);
  const names = namesOf(id, record);
  const withdrawn = asText(record.withdrawn) !== null;
  const isHarmless = UPDATES.test(id) && names.upstream.length === 0;
  const told = (what: string): void => tell(id, what);
  return {
    id,
    ...names,
    published: dayOf(record.published),
    modified: dayOf(record.modified),
    withdrawn,
    ratings: ratingsOf(id, record, listed),
    exploited: null,
    chance: null,
    affected: withdrawn || isHarmless ? [] : listed.flatMap((one) => readAffected(one, about, told) ?? []),
  };
}

/** Bug fixes and enhancements: vulnerabilities only where they name some. */
const UPDATES = /^(AL|RL|RH|EL|OL)[BE]A-/;

/** Red Hat's rebuilders name the CVEs that an update mends as merely related. */
const REBUILDERS = /^(AL|RL|RH|EL|OL)[BES][A-Z]-/;

function namesOf(id: string, record: JsonObject): { readonly aliases: readonly string[]; readonly upstream: readonly string[] } {
  const clean = (value: unknown): readonly string[] =>
    [...new Set(asTexts(value))].filter((one) => one !== id && one !== '' && one.length <= MAX_ID);
  const related = REBUILDERS.test(id) ? clean(record.related).filter((one) => one.startsWith('CVE-')) : [];
  return { aliases: clean(record.aliases), upstream: [...new Set([...clean(record.upstream), ...related])] };
}

/** What a record says beside the versions that its families read out of prose or out of fields of their own. */
interface About {
  readonly urgency: string | null;
  readonly stream: string | null;
  readonly status: AdvisoryStatus | null;
  /** Whether the record was made of a package's changelog, whose `urgency` is that of the upload. */
  readonly ofChangelog: boolean;
}

/** `Important: nodejs:18 security update`, `Red Hat Security Advisory: nodejs:18 security update`. */
const UPDATE_TITLE = /^(?:(Critical|Important|Moderate|Low): |Red Hat [\w ]+: )?(?:([\w.+-]+:[\w.+-]+) )?/;

function describe(record: JsonObject): About {
  const own = asObject(record.database_specific);
  const [, level, stream] = UPDATE_TITLE.exec(REBUILDERS.test(asText(record.id) ?? '') ? (asText(record.summary) ?? '') : '') ?? [];
  return {
    urgency: level?.toLowerCase() ?? distributionWord(record),
    stream: stream ?? null,
    status: null,
    ofChangelog: asText(own?.derived_from) !== null,
  };
}

/** Severities that are words: a distribution's own, as Ubuntu writes them (`type: Ubuntu, score: low`). */
function distributionWord(record: JsonObject): string | null {
  const words = asObjects(record.severity).filter(({ type }) => typeof type === 'string' && !type.startsWith('CVSS_'));
  return words.flatMap(({ score }) => asText(score)?.toLowerCase() ?? []).find((word) => levelOfWord(word) !== null) ?? null;
}

const MAX_EVENTS = 2000;

function readAffected(of: JsonObject, about: About, tell: (what: string) => void): AffectedPackage | null {
  const named = asObject(of.package);
  const [ecosystem, name] = [asText(named?.ecosystem), asText(named?.name)];
  // Ranges of commits alone name no package.
  if (named === null && asObjects(of.ranges).every(({ type }) => type === 'GIT')) return null;
  if (ecosystem === null || name === null || name.length > MAX_VERSION || /\p{Cc}/u.test(ecosystem + name))
    return told(tell, 'it names no package and ecosystem');
  const [family = '', ...rest] = ecosystem.split(':');
  const own = asObject(of.ecosystem_specific);
  const ranges = rangesOf(of, tell);
  const versions = asTexts(of.versions).filter((version) => version.length <= MAX_VERSION);
  if (ranges.length === 0 && versions.length === 0) return null;
  const informational = asText(asObject(of.database_specific)?.informational);
  return {
    family,
    release: rest.length === 0 ? null : rest.join(':'),
    name,
    ranges,
    versions,
    status: statusOf(own, about) ?? (informational !== null && informational !== 'unsound' ? 'unimportant' : null),
    urgency: about.urgency ?? (about.ofChangelog ? null : asText(own?.urgency)),
    repository: asText(own?.repo),
    stream: about.stream,
  };
}

function statusOf(own: JsonObject | null, { ofChangelog }: About): AdvisoryStatus | null {
  return !ofChangelog && own?.urgency === 'unimportant' ? 'unimportant' : null;
}

const EVENT_KINDS = ['introduced', 'fixed', 'last_affected', 'limit'] as const;

function rangesOf(of: JsonObject, tell: (what: string) => void): readonly (readonly RangeEvent[])[] {
  return asObjects(of.ranges)
    .filter(({ type }) => type !== 'GIT')
    .flatMap((range) => {
      const events = asObjects(range.events).flatMap((event) =>
        EVENT_KINDS.flatMap((kind): RangeEvent[] => {
          const version = asText(event[kind]);
          return version === null || version.length > MAX_VERSION ? [] : [{ kind, version }];
        }),
      );
      if (events.length === 0 || events.length > MAX_EVENTS || !events.some(({ kind }) => kind === 'introduced')) {
        tell('a range of versions has no beginning, or no sensible events');
        return [];
      }
      return [events];
    });
}

function ratingsOf(id: string, record: JsonObject, listed: readonly JsonObject[]): readonly Rating[] {
  const source = id.startsWith('CVE-') ? 'cna' : (/^[A-Za-z]+/.exec(id)?.[0] ?? 'unknown').toLowerCase();
  const own = asObject(record.database_specific);
  const severities = [record, ...listed].flatMap((of) => asObjects(of.severity));
  const vectors = severities.flatMap(({ type, score }) =>
    typeof type === 'string' && !type.startsWith('CVSS_') ? [] : (asText(score) ?? []),
  );
  const inAffected = listed.flatMap((of) => asText(asObject(of.database_specific)?.cvss) ?? []);
  const rated = [...new Set([...vectors, ...inAffected])].flatMap((vector) => rateVector(source, vector) ?? []);
  if (rated.length > 0) return rated;
  const score = typeof own?.cvss_score === 'number' ? own.cvss_score : null;
  if (score !== null && score >= 0 && score <= 10) return [{ source, vector: null, score, level: levelOfScore(score) }];
  const level = levelOfWord(asText(own?.severity) ?? '');
  return level === null ? [] : [{ source, vector: null, score: null, level }];
}

function told(tell: (what: string) => void, what: string): null {
  tell(what);
  return null;
}
