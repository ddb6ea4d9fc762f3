import type { Advisory } from '../../model/advisory.ts';
import { FromageError } from '../../model/error.ts';
import { dayOf } from '../day.ts';
import { bareFacts } from '../facts.ts';
import type { Feed } from '../feed.ts';

const HEADER = 'cve,epss,percentile';

/** FIRST's estimate for each CVE, one a line behind a comment with the day: `CVE-2024-1,0.00042,0.05`. */
export const epss = {
  id: 'epss',
  title: 'FIRST’s Exploit Prediction Scoring System',
  licence: 'free to use, with attribution to FIRST',
  home: 'https://www.first.org/epss',
  ecosystems: [],
  downloads: (ecosystem) =>
    ecosystem === null
      ? [{ database: 'epss', urls: ['https://epss.empiricalsecurity.com/epss_scores-current.csv.gz'], completes: [] }]
      : [],
  recognises: ({ value }) => typeof value === 'string' && /^(#[^\n]*\n)?cve,epss,percentile\r?(\n|$)/.test(value.slice(0, 1000)),
  read: ({ name, value }, tell) => {
    if (typeof value !== 'string') throw new FromageError('malformed', `${name} is no list of scores`);
    const [, date] = /^#.*\bscore_date:([^,\s]+)/.exec(value.slice(0, 1000)) ?? [];
    return { advisories: readScores(value, tell), publisher: 'epss', date: dayOf(date), complete: true };
  },
} as const satisfies Feed;

function* readScores(text: string, tell: (where: string, what: string) => void): Generator<Advisory> {
  for (let [from, line] = [0, 1]; from < text.length; line += 1) {
    const end = text.indexOf('\n', from);
    const row = text.slice(from, end < 0 ? text.length : end).trimEnd();
    from = end < 0 ? text.length : end + 1;
    if (row === '' || row.startsWith('#') || row === HEADER) continue;
    const [id = '', probability, percentile] = row.split(',');
    const chance = { probability: partOf(probability), percentile: partOf(percentile) };
    if (/^CVE-\d{4}-\d{4,12}$/.test(id) && chance.probability >= 0 && chance.percentile >= 0) yield { ...bareFacts(id), chance };
    else tell(`line ${line}`, 'it is no CVE with its score');
  }
}

/** 0 to 1; -1 where it is none. */
function partOf(text: string | undefined): number {
  const value = /^(0|1|\d?\.\d+|[01]\.\d+|\d(\.\d+)?e-\d+)$/i.test(text ?? '') ? Number(text) : -1;
  return value <= 1 ? value : -1;
}
