import { asObject, asText, type JsonObject } from '../../codec/json-shape.ts';
import type { Advisory, Rating } from '../../model/advisory.ts';
import { FromageError } from '../../model/error.ts';
import { bareFacts } from '../facts.ts';
import type { Feed } from '../feed.ts';
import { levelOfScore } from '../severity.ts';

/** VMware's list of the CVEs that were mended in packages of Photon OS. osv.dev has none. */
export const photon = {
  id: 'photon',
  title: 'Photon OS’s CVE metadata',
  licence: 'facts of a public tracker',
  home: 'https://packages.vmware.com/photon/photon_cve_metadata/',
  ecosystems: ['Photon OS:5.0'],
  downloads: (ecosystem) => {
    const [, release] = /^Photon OS:(\d\.\d)$/.exec(ecosystem ?? '') ?? [];
    if (release === undefined) return [];
    const url = `https://packages.vmware.com/photon/photon_cve_metadata/cve_data_photon${release}.json`;
    return [{ database: `photon-${release.replace('.', '-')}`, urls: [url], completes: [`Photon OS:${release}`] }];
  },
  recognises: ({ value }) => {
    const first = Array.isArray(value) ? asObject(value[0]) : null;
    return first !== null && 'cve_id' in first && 'res_ver' in first;
  },
  read: ({ name, value }, tell) => {
    if (!Array.isArray(value)) throw new FromageError('malformed', `${name} is no list of Photon’s CVEs`);
    return { advisories: readEntries(value, tell), publisher: 'PHOTON', date: null, complete: true, parts: true };
  },
} as const satisfies Feed;

function* readEntries(entries: readonly unknown[], tell: (where: string, what: string) => void): Generator<Advisory> {
  for (const [at, item] of entries.entries()) {
    const entry = asObject(item);
    const cve = asText(entry?.cve_id);
    const where = `entry ${at + 1}${cve === null ? '' : ` (${cve})`}`;
    const advisory = entry === null || cve === null ? null : advisoryOf(cve, entry);
    if (advisory === null) tell(where, 'it names no CVE, package and version that mends it');
    else yield advisory;
  }
}

/** The release is told by the version alone: `1.2.3-4.ph5`. */
function advisoryOf(cve: string, entry: JsonObject): Advisory | null {
  const [name, version] = [asText(entry.pkg), asText(entry.res_ver)];
  const [, release] = /\.ph(\d{1,2})$/.exec(version ?? '') ?? [];
  // `NA` for what mends it: Photon was never affected, or does not say.
  if (!/^CVE-\d{4}-\d{4,12}$/.test(cve) || name === null || version === null || release === undefined) return null;
  if (name.length > 200 || version.length > 200) return null;
  return {
    ...bareFacts(`PHOTON-${cve}`),
    upstream: [cve],
    ratings: ratingsOf(entry.cve_score),
    affected: [
      {
        family: 'Photon OS',
        release: `${release}.0`,
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
        repository: null,
        stream: null,
      },
    ],
  };
}

function ratingsOf(score: unknown): readonly Rating[] {
  if (typeof score !== 'number' || !(score > 0 && score <= 10)) return [];
  return [{ source: 'photon', vector: null, score, level: levelOfScore(score) }];
}
