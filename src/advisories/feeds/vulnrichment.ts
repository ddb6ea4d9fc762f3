import { asObject, asText } from '../../codec/json-shape.ts';
import type { Rating } from '../../model/advisory.ts';
import { FromageError } from '../../model/error.ts';
import { bareFacts } from '../facts.ts';
import type { Feed } from '../feed.ts';
import { rateVector } from '../severity.ts';

const VECTORS = ['cvss2Vector', 'cvss3Vector', 'cvss4Vector'];

/** One CVE a record: vectors, as they are drawn from CISA's Vulnrichment. */
export const vulnrichment = {
  id: 'vulnrichment',
  title: 'CVSS vectors of CVEs, as drawn from CISA’s Vulnrichment',
  licence: 'CC0-1.0',
  home: 'https://github.com/cisagov/vulnrichment',
  ecosystems: [],
  // CISA publishes a file for each CVE, in a repository: nothing that could be asked for as one.
  downloads: () => [],
  recognises: ({ value }) => asText(asObject(value)?.cve)?.startsWith('CVE-') === true,
  read: ({ name, value }, tell) => {
    const record = asObject(value);
    const id = asText(record?.cve);
    if (record === null || id === null) throw new FromageError('malformed', `${name} names no CVE`);
    const source = asText(record.source)?.split('/').at(-1) ?? 'vulnrichment';
    const ratings = VECTORS.flatMap((key): readonly Rating[] => {
      const vector = asText(record[key]);
      const rating = vector === null ? null : rateVector(source, vector);
      if (vector !== null && rating === null) tell(id, `its ${key} is no CVSS vector`);
      return rating === null ? [] : [rating];
    });
    return {
      advisories: ratings.length === 0 ? [] : [{ ...bareFacts(id), ratings }],
      publisher: 'vulnrichment',
      date: null,
      complete: false,
    };
  },
} as const satisfies Feed;
