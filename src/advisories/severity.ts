import cvss from 'ae-cvss-calculator';
import type { Rating, SeverityLevel } from '../model/advisory.ts';

/** Words that distributors and databases use, in lower case. */
const LEVEL_WORDS: ReadonlyMap<string, SeverityLevel> = new Map([
  ['critical', 'critical'],
  ['important', 'high'],
  ['high', 'high'],
  ['moderate', 'medium'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['minor', 'low'],
  ['negligible', 'none'],
  ['none', 'none'],
]);

const MAX_VECTOR = 400;

/** How severe a word says it is; null for a word that says nothing of it (`not yet assigned`, `untriaged`). */
export function levelOfWord(word: string): SeverityLevel | null {
  return LEVEL_WORDS.get(word.trim().toLowerCase()) ?? null;
}

/** CVSS v3.1, section 5, qualitative severity rating scale; v4.0 has the same. */
export function levelOfScore(score: number): SeverityLevel {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'none';
}

/** A CVSS vector of any version, scored; null where it is none. */
export function rateVector(source: string, vector: string): Rating | null {
  const score = vector.length > MAX_VECTOR ? null : scoreOf(vector.trim());
  return score === null ? null : { source, vector: vector.trim(), score, level: levelOf(vector, score) };
}

/** NVD's scale for CVSS v2 ends at high. */
function levelOf(vector: string, score: number): SeverityLevel {
  const level = levelOfScore(score);
  return level === 'critical' && !vector.startsWith('CVSS:') ? 'high' : level;
}

/** Vectors come again and again: all that were ever given number some thousands. */
const known = new Map<string, number | null>();
const MOST_KNOWN = 20_000;

function scoreOf(vector: string): number | null {
  const kept = known.get(vector);
  if (kept !== undefined) return kept;
  const score = calculate(vector);
  if (known.size < MOST_KNOWN) known.set(vector, score);
  return score;
}

/** The base score; null where the vector is none, or lacks a base metric. */
function calculate(vector: string): number | null {
  try {
    const of = open(vector);
    const score = of.isBaseFullyDefined() ? of.calculateScores().base : undefined;
    return score === undefined || !Number.isFinite(score) ? null : score;
  } catch {
    return null;
  }
}

function open(vector: string): InstanceType<typeof cvss.Cvss2 | typeof cvss.Cvss3P0 | typeof cvss.Cvss3P1 | typeof cvss.Cvss4P0> {
  if (vector.startsWith('CVSS:4.0/')) return new cvss.Cvss4P0(vector);
  if (vector.startsWith('CVSS:3.1/')) return new cvss.Cvss3P1(vector);
  if (vector.startsWith('CVSS:3.0/')) return new cvss.Cvss3P0(vector);
  return new cvss.Cvss2(vector.replace(/^\(|\)$/g, ''));
}
