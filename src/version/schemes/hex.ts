import { above } from '../partial.ts';
import { type Comparator, isInRange, type Operator, type Range } from '../range.ts';
import { makeScheme } from '../scheme.ts';
import { orderSemver, readSemver, type SemverVersion } from '../semver-parts.ts';

export const hex = makeScheme<SemverVersion>({
  id: 'hex',
  summary: "Erlang and Elixir packages: Semantic Versioning, and the requirements of Elixir's Version",
  ecosystems: ['Hex'],
  purlTypes: ['hex', 'otp'],
  parse: readSemver,
  order: orderSemver,
  readRange,
});

const OPERATORS: readonly (readonly [string, Operator | '~>'])[] = [
  ['~>', '~>'],
  ['>=', '>='],
  ['<=', '<='],
  ['==', '='],
  ['!=', '!='],
  ['>', '>'],
  ['<', '<'],
  ['!', '!='],
];

/** `>= 1.0.0 and < 2.0.0 or ~> 3.1`; `and` binds closer. */
function readRange(range: string): ((version: SemverVersion) => boolean) | null {
  const alternatives = readAlternatives(range.split(/\s+/).filter((word) => word !== ''));
  return alternatives === null ? null : (version) => isInRange(alternatives, version, orderSemver);
}

function readAlternatives(words: readonly string[]): Range<SemverVersion> | null {
  const alternatives: Comparator<SemverVersion>[][] = [[]];
  let [operator, mayJoin]: [string, boolean] = ['', false];
  for (const word of words) {
    const isJoint = word === 'and' || word === 'or';
    if (isJoint !== mayJoin) return null;
    mayJoin = false;
    if (word === 'or') alternatives.push([]);
    if (isJoint) continue;
    const written = operator === '' ? (OPERATORS.find(([one]) => word.startsWith(one))?.[0] ?? '') : '';
    const text = word.slice(written.length);
    operator += written;
    if (text === '') continue;
    const bounds = boundsOf(operator, text);
    if (bounds === null) return null;
    alternatives.at(-1)?.push(...bounds);
    [operator, mayJoin] = ['', true];
  }
  return mayJoin ? alternatives : null;
}

/** All three numbers, but for `~>`, which lets the last of them that is told grow. */
function boundsOf(operator: string, text: string): readonly Comparator<SemverVersion>[] | null {
  const version = /^[0-9]/.test(text) ? readSemver(text) : null;
  const meant = operator === '' ? '=' : OPERATORS.find(([one]) => one === operator)?.[1];
  const told = version?.numbers.length ?? 0;
  if (version === null || meant === undefined || told > 3 || told < (meant === '~>' ? 2 : 3)) return null;
  if (meant !== '~>') return [{ operator: meant, version }];
  return [
    { operator: '>=', version },
    { operator: '<', version: above(version.numbers, told - 2) },
  ];
}
