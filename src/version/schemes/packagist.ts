import { type ComposerVersion, orderComposer, padded, readComposerVersion } from '../composer-version.ts';
import { increment } from '../partial.ts';
import { type Comparator, holds, type Operator, splitBounds } from '../range.ts';
import { makeScheme } from '../scheme.ts';

export const packagist = makeScheme<ComposerVersion>({
  id: 'packagist',
  summary: 'PHP packages: versions as Composer normalizes them and version_compare() of PHP orders them; constraints of Composer',
  ecosystems: ['Packagist', 'WordPress', 'Drupal'],
  purlTypes: ['composer'],
  parse: readComposerVersion,
  order: orderComposer,
  readRange,
});

type Bounds = readonly Comparator<ComposerVersion>[];

/** What a constraint is made of: as many numbers as are told, and what follows them. */
interface Told {
  readonly numbers: readonly string[];
  /** Ends in an asterisk. */
  readonly isWild: boolean;
  /** Empty for a release. */
  readonly stage: readonly string[];
  /** Whether it says at all how stable it is: a lower bound that does not takes in what leads to it. */
  readonly hasStage: boolean;
}

const OPERATORS = ['<>', '!=', '>=', '<=', '==', '<', '>', '=', '^', '~'];
const MEANINGS: Readonly<Record<string, Operator>> = {
  '<>': '!=',
  '!=': '!=',
  '>=': '>=',
  '<=': '<=',
  '==': '=',
  '=': '=',
  '<': '<',
  '>': '>',
};

/** `^1.2 || ~2.0, !=2.1.3`: alternatives with one bar or two, bounds with commas or space, `1.0 - 2.0` from one to the other. */
function readRange(range: string): ((version: ComposerVersion) => boolean) | null {
  const alternatives: Bounds[] = [];
  for (const text of range.split(/\|\|?/)) {
    const bounds = readAlternative(text);
    if (bounds === null) return null;
    alternatives.push(bounds);
  }
  return (version) => alternatives.some((bounds) => bounds.every((bound) => isWithin(bound, version)));
}

/** A branch is neither above nor below a number. */
function isWithin(bound: Comparator<ComposerVersion>, version: ComposerVersion): boolean {
  const isEquality = bound.operator === '=' || bound.operator === '!=';
  if (!isEquality && (bound.version.branch !== null || version.branch !== null)) return false;
  return holds(bound, version, orderComposer);
}

function readAlternative(text: string): Bounds | null {
  const [low = '', high, more] = text.split(/\s-\s/);
  if (high !== undefined) return more === undefined ? readHyphen(low, high) : null;
  const split = splitBounds(text, OPERATORS, '');
  if (split === null || split.length === 0) return null;
  const bounds: Comparator<ComposerVersion>[] = [];
  for (const [operator, version] of split) {
    const read = readBound(operator, version);
    if (read === null) return null;
    bounds.push(...read);
  }
  return bounds;
}

function readBound(operator: string, text: string): Bounds | null {
  const [, flag] = /@(stable|rc|beta|alpha|dev)$/i.exec(text) ?? [];
  const told = readTold(text);
  if (told !== null && (told.isWild || operator === '^' || operator === '~')) return readAround(operator, told);
  const version = readComposerVersion(text);
  const meant = operator === '' ? '=' : MEANINGS[operator];
  if (version === null || meant === undefined) return null;
  if (told === null || told.hasStage) return [{ operator: meant, version }];
  if (meant === '>=' || meant === '<') return [{ operator: meant, version: development(version) }];
  const stage = flag === undefined || flag.toLowerCase() === 'stable' ? [] : [flag.toLowerCase()];
  return [{ operator: meant, version: { branch: null, parts: [...version.parts, ...stage] } }];
}

/** What begins alike: up to where the number changes that the operator holds fast. */
function readAround(operator: string, told: Told): Bounds | null {
  if (told.isWild && operator !== '') return null;
  if (told.numbers.length === 0) return [];
  const last = told.numbers.length - 1;
  const significant = told.numbers.findIndex((digits) => !/^0+$/.test(digits));
  const caret = significant < 0 ? last : significant;
  const at = told.isWild ? last : operator === '^' ? caret : Math.max(0, last - 1);
  return [
    { operator: '>=', version: versionOf(told.numbers, told.hasStage ? told.stage : ['dev']) },
    { operator: '<', version: above(told.numbers, at) },
  ];
}

/** Where the upper end is told with fewer than three numbers, all that begins like it is in. */
function readHyphen(low: string, high: string): Bounds | null {
  const [from, to] = [readTold(low.trim()), readTold(high.trim())];
  if (from === null || to === null || from.isWild || to.isWild || from.numbers.length === 0 || to.numbers.length === 0) return null;
  const isWhole = to.numbers.length > 2 || to.hasStage;
  return [
    { operator: '>=', version: versionOf(from.numbers, from.hasStage ? from.stage : ['dev']) },
    isWhole
      ? { operator: '<=', version: versionOf(to.numbers, to.stage) }
      : { operator: '<', version: above(to.numbers, to.numbers.length - 1) },
  ];
}

/** Null for branches, and for what has more than four numbers or a word that is no stage. */
function readTold(text: string): Told | null {
  const written = text
    .toLowerCase()
    .replace(/@(?:stable|rc|beta|alpha|dev)$/, '')
    .replace(/^v/, '');
  const wild = /^((?:[0-9]+\.){0,3})[x*](?:\.[x*]){0,3}$/.exec(written);
  if (wild !== null) return { numbers: (wild[1] ?? '').split('.').slice(0, -1), isWild: true, stage: [], hasStage: false };
  const version = /^[0-9]/.test(written) ? readComposerVersion(written) : null;
  const numbers = /^[0-9]+(?:\.[0-9]+){0,3}(?![0-9])/.exec(written)?.[0].split('.');
  if (version === null || numbers === undefined || version.parts.length < 4 || /[.][x*]/.test(written)) return null;
  const stage = version.parts.slice(4);
  return { numbers, isWild: false, stage, hasStage: stage.length > 0 || written.endsWith('stable') };
}

/** Above all that has these numbers up to the one at `at`. */
function above(numbers: readonly string[], at: number): ComposerVersion {
  return versionOf([...numbers.slice(0, at), increment(numbers[at] ?? '0')], ['dev']);
}

function versionOf(numbers: readonly string[], stage: readonly string[]): ComposerVersion {
  return { branch: null, parts: padded(numbers, '0', stage) };
}

/** Before all that leads to it. */
function development(version: ComposerVersion): ComposerVersion {
  return { ...version, parts: [...version.parts, 'dev'] };
}
