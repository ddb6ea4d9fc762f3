import { asObject, asObjects, asText } from '../../codec/json-shape.ts';
import { FromageError } from '../../model/error.ts';
import { dayOf } from '../day.ts';
import { bareFacts } from '../facts.ts';
import type { Feed } from '../feed.ts';

const URL = 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json';

/** CISA's catalog of what is known to be exploited. */
export const kev = {
  id: 'kev',
  title: 'CISA’s Known Exploited Vulnerabilities',
  licence: 'CC0-1.0',
  home: 'https://www.cisa.gov/known-exploited-vulnerabilities-catalog',
  ecosystems: [],
  downloads: (ecosystem) => (ecosystem === null ? [{ database: 'kev', urls: [URL], completes: [] }] : []),
  recognises: ({ value }) => asText(asObject(value)?.catalogVersion) !== null && Array.isArray(asObject(value)?.vulnerabilities),
  read: ({ name, value }, tell) => {
    const catalog = asObject(value);
    if (catalog === null) throw new FromageError('malformed', `${name} is no catalog of exploited vulnerabilities`);
    const advisories = asObjects(catalog.vulnerabilities).flatMap((entry) => {
      const [id, since] = [asText(entry.cveID), dayOf(entry.dateAdded)];
      if (id !== null && since !== null)
        return [{ ...bareFacts(id), exploited: { since, ransomware: entry.knownRansomwareCampaignUse === 'Known' } }];
      tell(id ?? name, 'an entry has no id or no day');
      return [];
    });
    return { advisories, publisher: 'kev', date: dayOf(catalog.dateReleased), complete: true };
  },
} as const satisfies Feed;
