import { compareDigits, compareLists, compareText, type Order } from '../order.ts';
import { holds, type Operator } from '../range.ts';
import { makeScheme } from '../scheme.ts';

/** `[epoch!]version[+local]`: parts between dots, each of runs of digits and of what is none. */
export interface CondaVersion {
  readonly epoch: string;
  readonly version: readonly Part[];
  readonly local: readonly Part[];
}

type Part = readonly string[];
type Test = (version: CondaVersion) => boolean;

export const conda = makeScheme<CondaVersion>({
  id: 'conda',
  summary: 'Conda packages: VersionOrder of conda; versions of its match specifications, what is said of builds left out',
  ecosystems: ['Conda'],
  purlTypes: ['conda'],
  parse,
  order,
  readRange,
});

/** `dev` is below all else, `post` above it; a number is above other words. */
const [DEV, WORD, NUMBER, POST] = [0, 1, 2, 3];
const ZERO = '0';

const OPERATORS: readonly (readonly [string, Operator | '~=' | '=='])[] = [
  ['==', '=='],
  ['!=', '!='],
  ['<=', '<='],
  ['>=', '>='],
  ['~=', '~='],
  ['=', '='],
  ['<', '<'],
  ['>', '>'],
];

function parse(text: string): CondaVersion | null {
  const whole = text.trim().toLowerCase();
  if (!/^[0-9a-z.!+_*-]+$/.test(whole)) return null;
  const [epoch, afterEpoch, extra] = whole.includes('!') ? whole.split('!', 3) : [ZERO, whole];
  const [version = '', local, more] = (afterEpoch ?? '').split('+', 3);
  if (extra !== undefined || more !== undefined || !/^[0-9]+$/.test(epoch ?? '')) return null;
  const [parts, localParts] = [splitParts(version), local === undefined ? [] : splitParts(local)];
  return parts === null || localParts === null || epoch === undefined ? null : { epoch, version: parts, local: localParts };
}

function order(a: CondaVersion, b: CondaVersion): Order {
  return (
    compareDigits(a.epoch, b.epoch) || compareLists(a.version, b.version, orderPart, []) || compareLists(a.local, b.local, orderPart, [])
  );
}

/** Dashes and underscores divide as dots do, but an underscore at the end belongs to the last part: `1.1_` is below `1.1a`. */
function splitParts(text: string): readonly Part[] | null {
  const isOpen = text.length > 1 && text.endsWith('_');
  const parts = (isOpen ? text.slice(0, -1) : text).split(/[._-]/);
  if (parts.includes('')) return null;
  return parts.map((part, at) => splitRuns(isOpen && at === parts.length - 1 ? `${part}_` : part));
}

/** A part that begins with a word has a zero before it, so that `1.1` and `1.1.a` differ in a word alone. */
function splitRuns(part: string): Part {
  const runs = part.match(/[0-9]+|\*+|[^0-9*]+/g) ?? [];
  return /^[0-9]/.test(part) ? runs : [ZERO, ...runs];
}

function orderPart(a: Part, b: Part): Order {
  return compareLists(a, b, orderRun, ZERO);
}

function orderRun(a: string, b: string): Order {
  const [left, right] = [rankOf(a), rankOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  return left === NUMBER ? compareDigits(a, b) : compareText(a, b);
}

function rankOf(run: string): number {
  if (run.charCodeAt(0) >= 0x30 && run.charCodeAt(0) <= 0x39) return NUMBER;
  if (run === 'dev') return DEV;
  return run === 'post' ? POST : WORD;
}

/** `>=1.2,<2|3.*`: alternatives with a bar, bounds with commas; after a space or an equals sign comes the build. */
function readRange(range: string): Test | null {
  const alternatives = range.split('|').map((text) => readAlternative(text));
  return alternatives.includes(null) ? null : (version) => alternatives.some((test) => test?.(version) === true);
}

function readAlternative(text: string): Test | null {
  const bounds = text.split(',').map((bound) => readBound(bound.trim()));
  return bounds.includes(null) ? null : (version) => bounds.every((test) => test?.(version) === true);
}

function readBound(text: string): Test | null {
  if (text === '*') return () => true;
  const [written, operator] = OPERATORS.find(([one]) => text.startsWith(one)) ?? ['', '=='];
  const version = /^[^\s=]*/.exec(text.slice(written.length).trim())?.[0] ?? '';
  const isWild = version.endsWith('*');
  const bound = parse(isWild ? version.replace(/\.?\*$/, '') : version);
  if (bound === null) return null;
  if (operator === '~=') return readCompatible(bound);
  if (operator === '=' || (isWild && (operator === '==' || operator === '!=')))
    return (one) => startsWith(one, bound) === (operator !== '!=');
  const meant = operator === '==' ? '=' : operator;
  return (one) => holds({ operator: meant, version: bound }, one, order);
}

/** `~=1.2.3` is at least that, and begins with 1.2. */
function readCompatible(bound: CondaVersion): Test | null {
  if (bound.version.length < 2) return null;
  const kept: CondaVersion = { ...bound, version: bound.version.slice(0, -1), local: [] };
  return (version) => order(version, bound) >= 0 && startsWith(version, kept);
}

/** The parts are the same, and the last begins like that of the bound: 1.1a begins with 1.1, 1.10 does not. */
function startsWith(version: CondaVersion, { epoch, version: parts }: CondaVersion): boolean {
  const last = parts.length - 1;
  const isAlike = (part: Part, at: number): boolean => {
    const own = version.version[at] ?? [];
    return orderPart(at === last ? own.slice(0, part.length) : own, part) === 0;
  };
  return compareDigits(version.epoch, epoch) === 0 && parts.every(isAlike);
}
