import { asObject, asText, asTexts, type JsonObject } from '../../codec/json-shape.ts';
import type { Advisory, AffectedPackage } from '../../model/advisory.ts';
import { FromageError } from '../../model/error.ts';
import { bareFacts } from '../facts.ts';
import type { Feed } from '../feed.ts';

/** What the builders of apk packages have fixed: of a repository each package, and by version the ids that it mends. */
export const alpineSecdb = {
  id: 'alpine-secdb',
  title: 'The security databases of Alpine, Wolfi and Chainguard',
  licence: 'facts of public trackers',
  home: 'https://secdb.alpinelinux.org',
  ecosystems: ['Alpine:v3.20', 'Alpine:edge', 'Wolfi', 'Chainguard'],
  downloads,
  recognises: ({ value }) => {
    const of = asObject(value);
    return of !== null && Array.isArray(of.packages) && typeof of.reponame === 'string' && ('apkurl' in of || 'urlprefix' in of);
  },
  read: ({ name, value }, tell) => {
    const of = asObject(value);
    const where = of === null ? null : placeOf(of);
    if (of === null || where === null) throw new FromageError('malformed', `${name} does not say which distribution and release it is of`);
    const { publisher, release } = where;
    // A release of Alpine is in two, by repository.
    const complete = release === null;
    return { advisories: readPackages(of, where, tell), publisher, date: null, complete, parts: true };
  },
} as const satisfies Feed;

function downloads(ecosystem: string | null): ReturnType<Feed['downloads']> {
  const single = (database: string, url: string): ReturnType<Feed['downloads']> => [
    { database, urls: [url], completes: [ecosystem ?? ''] },
  ];
  if (ecosystem === 'Wolfi') return single('wolfi-secdb', 'https://packages.wolfi.dev/os/security.json');
  if (ecosystem === 'Chainguard') return single('chainguard-secdb', 'https://packages.cgr.dev/chainguard/security.json');
  const [, release] = /^Alpine:(edge|v\d+\.\d+)$/.exec(ecosystem ?? '') ?? [];
  if (release === undefined) return [];
  const urls = ['main', 'community'].map((repository) => `https://secdb.alpinelinux.org/${release}/${repository}.json`);
  return [{ database: `alpine-secdb-${release.replace('.', '-')}`, urls, completes: [`Alpine:${release}`] }];
}

interface Place {
  readonly family: string;
  readonly release: string | null;
  readonly repository: string;
  readonly publisher: string;
}

/** Only Alpine's databases have a release. The others are told by where their packages are. */
function placeOf(of: JsonObject): Place | null {
  const repository = asText(of.reponame);
  const release = asText(of.distroversion);
  if (repository === null || repository.length > 50) return null;
  if (release !== null) return /^(edge|v\d+\.\d+)$/.test(release) ? { family: 'Alpine', release, repository, publisher: 'ALPINE' } : null;
  const prefix = asText(of.urlprefix) ?? '';
  if (/^https:\/\/packages\.wolfi\.dev\b/.test(prefix)) return { family: 'Wolfi', release, repository, publisher: 'WOLFI' };
  if (/^https:\/\/packages\.cgr\.dev\b/.test(prefix)) return { family: 'Chainguard', release, repository, publisher: 'CHAINGUARD' };
  return null;
}

const MAX_TEXT = 200;

function* readPackages(of: JsonObject, place: Place, tell: (where: string, what: string) => void): Generator<Advisory> {
  for (const item of Array.isArray(of.packages) ? (of.packages as readonly unknown[]) : []) {
    const pkg = asObject(asObject(item)?.pkg);
    const name = asText(pkg?.name);
    const fixes = asObject(pkg?.secfixes);
    if (name === null || fixes === null || name.length > MAX_TEXT) tell(name ?? place.repository, 'an entry is no package with its fixes');
    else yield* readFixes(name, fixes, place, tell);
  }
}

function* readFixes(name: string, fixes: JsonObject, place: Place, tell: (where: string, what: string) => void): Generator<Advisory> {
  const versions = new Map<string, { readonly aliases: Set<string>; readonly fixed: string[] }>();
  for (const [version, ids] of Object.entries(fixes)) {
    if (!Array.isArray(ids) || version.length > MAX_TEXT || /\s/.test(version)) tell(`${name} ${version}`, 'it is no list of ids');
    // A fix in version 0: no version was ever affected.
    else if (version !== '0') for (const word of asTexts(ids)) note(word, version);
  }
  for (const [id, { aliases, fixed }] of versions) {
    const affected = fixed.map((version) => affectedBefore(name, version, place));
    yield { ...bareFacts(`${place.publisher}-${id}`), upstream: [id], aliases: [...aliases], affected };
  }

  /** `CVE-1 CVE-2`, `CVE-1 XSA-2`: several in one; what is no CVE beside one that is one is another id of it. */
  function note(words: string, version: string): void {
    const ids = words.split(/[\s,]+/).filter((word) => /^[A-Za-z]{2,20}-[\w.:-]{1,100}$/.test(word));
    if (ids.length === 0) return tell(`${name} ${version}`, 'an entry names no id');
    const cves = ids.filter((id) => /^CVE-\d{4}-\d{4,12}$/.test(id));
    for (const id of cves.length === 0 ? ids : cves) {
      const known = versions.get(id) ?? { aliases: new Set<string>(), fixed: [] };
      versions.set(id, known);
      if (!known.fixed.includes(version)) known.fixed.push(version);
      if (cves.length === 1) for (const other of ids) if (other !== id) known.aliases.add(other);
    }
    return undefined;
  }
}

function affectedBefore(name: string, version: string, { family, release, repository }: Place): AffectedPackage {
  return {
    family,
    release,
    name,
    ranges: [
      [
        { kind: 'introduced', version: '0' },
        { kind: 'fixed', version },
      ],
    ],
    versions: [],
    status: null,
    urgency: null,
    repository,
    stream: null,
  };
}
