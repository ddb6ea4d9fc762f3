import { asObject, asText, type JsonObject } from '../../codec/json-shape.ts';
import type { Advisory, AdvisoryStatus, AffectedPackage, RangeEvent } from '../../model/advisory.ts';
import { FromageError } from '../../model/error.ts';
import { bareFacts } from '../facts.ts';
import type { Feed } from '../feed.ts';

const URL = 'https://security-tracker.debian.org/tracker/data/json';

/** What Debian's security team knows of all releases, also of what is not mended: package, then CVE, then release. */
export const debianTracker = {
  id: 'debian-tracker',
  title: 'Debian’s security tracker, with what is not fixed',
  licence: 'facts of a public tracker',
  home: URL,
  ecosystems: ['Debian'],
  downloads: (ecosystem) =>
    ecosystem?.split(':')[0] === 'Debian' ? [{ database: 'debian-tracker', urls: [URL], completes: ['Debian'] }] : [],
  recognises: ({ value }) => looksLikeTracker(asObject(value)),
  read: ({ name, value }, tell) => {
    const tracker = asObject(value);
    if (tracker === null) throw new FromageError('malformed', `${name} is not what Debian’s tracker gives`);
    return { advisories: readTracker(tracker, tell), publisher: 'DEBIAN', date: null, complete: true, parts: true };
  },
} as const satisfies Feed;

/** Its documents have no mark: the first packages tell. */
function looksLikeTracker(of: JsonObject | null): boolean {
  if (of === null || 'id' in of || 'packages' in of) return false;
  for (const name in of) {
    for (const [id, entry] of Object.entries(asObject(of[name]) ?? {}))
      return /^(CVE|TEMP)-/.test(id) && asObject(asObject(entry)?.releases) !== null;
  }
  return false;
}

const ID = /^(CVE-\d{4}-\d{4,12}|TEMP-[0-9A-F]{7}-[0-9A-F]{6})$/;
const NAME = /^[a-z0-9][a-z0-9+.-]{0,199}$/;

function* readTracker(tracker: JsonObject, tell: (where: string, what: string) => void): Generator<Advisory> {
  for (const name in tracker) {
    const entries = asObject(tracker[name]);
    if (entries === null || !NAME.test(name)) {
      tell(name, 'it is no package with its vulnerabilities');
      continue;
    }
    for (const [id, entry] of Object.entries(entries)) {
      const releases = asObject(asObject(entry)?.releases);
      const affected = releases === null || !ID.test(id) ? null : affectedOf(name, releases, (what) => tell(`${name}: ${id}`, what));
      if (affected === null) tell(`${name}: ${id}`, 'it is no vulnerability with its releases');
      else if (affected.length > 0) yield advisoryOf(id, affected);
    }
  }
}

/** The ids are those that OSV gives to what it takes from the tracker, so that either replaces the other. */
function advisoryOf(id: string, affected: readonly AffectedPackage[]): Advisory {
  return id.startsWith('CVE-') ? { ...bareFacts(`DEBIAN-${id}`), upstream: [id], affected } : { ...bareFacts(id), affected };
}

/** Codenames as OSV numbers them. Releases without a number go by their name. */
const RELEASES: Readonly<Record<string, string>> = {
  wheezy: '7',
  jessie: '8',
  stretch: '9',
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
  forky: '14',
  duke: '15',
};

function affectedOf(name: string, releases: JsonObject, tell: (what: string) => void): readonly AffectedPackage[] {
  const rest = { family: 'Debian', name, versions: [], repository: null, stream: null };
  return Object.entries(releases).flatMap(([codename, value]): readonly AffectedPackage[] => {
    const told = asObject(value);
    const range = told === null ? null : rangeOf(told);
    if (told === null || range === null || codename.length > 50) {
      tell(`what it says of ${codename} is of no known form`);
      return [];
    }
    if (range.length === 0) return [];
    const release = Object.hasOwn(RELEASES, codename) ? (RELEASES[codename] ?? codename) : codename;
    return [{ ...rest, release, ranges: [range], status: statusOf(told), urgency: urgencyOf(told) }];
  });
}

/** None where no version is affected, which is written as fixed in `0`; null where it can't be told. */
function rangeOf({ status, fixed_version: told }: JsonObject): readonly RangeEvent[] | null {
  const introduced = { kind: 'introduced', version: '0' } as const;
  if (status === 'open' || status === 'undetermined') return [introduced];
  const fixed = asText(told);
  if (status !== 'resolved' || fixed === null || fixed.length > 500) return null;
  return fixed === '0' ? [] : [introduced, { kind: 'fixed', version: fixed }];
}

const REASONS: readonly AdvisoryStatus[] = ['postponed', 'ignored'];

function statusOf({ status, urgency, nodsa, nodsa_reason: reason }: JsonObject): AdvisoryStatus | null {
  const word = plainUrgency(urgency);
  if (word === 'unimportant' || word === 'end-of-life') return word;
  if (status === 'undetermined') return 'undetermined';
  if (status !== 'open') return null;
  const because = REASONS.find((one) => one === reason);
  return because ?? (typeof nodsa === 'string' || typeof reason === 'string' ? 'no-dsa' : 'open');
}

/** What is merely a guess of the tracker's has stars behind it. */
function plainUrgency(urgency: unknown): string {
  return (asText(urgency) ?? '').replace(/\*+$/, '');
}

function urgencyOf({ urgency }: JsonObject): string | null {
  const word = plainUrgency(urgency);
  return ['low', 'medium', 'high', 'unimportant'].includes(word) ? word : null;
}
