import { compareDigits, compareLists, compareNumbers, compareText, type Order } from '../order.ts';
import { makeScheme } from '../scheme.ts';

/** `[epoch!]release[pre][post][dev][+local]`, PEP 440, normalized. */
export interface PythonVersion {
  readonly epoch: string;
  /** Digits; zeros at the end are kept. */
  readonly release: readonly string[];
  readonly pre: { readonly stage: Stage; readonly number: string } | null;
  /** The number of the post-release; null where it is none. So too for the next. */
  readonly post: string | null;
  readonly dev: string | null;
  readonly local: readonly string[];
}

type Stage = 'a' | 'b' | 'rc';
type Test = (version: PythonVersion) => boolean;

export const pep440 = makeScheme<PythonVersion>({
  id: 'pep440',
  summary: 'Python packages: PEP 440, as the package packaging has it; specifiers with pre-releases only where one is named',
  ecosystems: ['PyPI'],
  purlTypes: ['pypi'],
  parse,
  order,
  readRange,
});

/** In steps, since a pattern of the whole would try each place where the release may end. */
const EPOCH = /^(?:([0-9]+)!)?/;
const RELEASE = /^[0-9]+(?:\.[0-9]+)*/;
const PRE = /^[._-]?(alpha|a|beta|b|preview|pre|rc|c)[._-]?([0-9]*)/;
const POST = /^(?:-([0-9]+)|[._-]?(?:post|rev|r)[._-]?([0-9]*))/;
const DEV = /^[._-]?dev[._-]?([0-9]*)/;
const LOCAL = /^\+([a-z0-9]+(?:[._-][a-z0-9]+)*)$/;

const STAGES: Readonly<Record<string, Stage>> = { a: 'a', alpha: 'a', b: 'b', beta: 'b' };

const OPERATORS = ['===', '~=', '==', '!=', '<=', '>=', '<', '>'];

function parse(text: string): PythonVersion | null {
  const version = text.trim().toLowerCase();
  const [begun = '', epoch = '0'] = EPOCH.exec(version.replace(/^v/, '')) ?? [];
  let rest = version.replace(/^v/, '').slice(begun.length);
  const release = take(RELEASE)?.[0];
  if (release === undefined) return null;
  const [, stage, number] = take(PRE) ?? [];
  const post = take(POST);
  const dev = take(DEV);
  const local = take(LOCAL)?.[1];
  if (rest !== '') return null;
  return {
    epoch,
    release: release.split('.'),
    pre: stage === undefined ? null : { stage: STAGES[stage] ?? 'rc', number: number || '0' },
    post: post === null ? null : post[1] || post[2] || '0',
    dev: dev === null ? null : dev[1] || '0',
    local: local?.split(/[._-]/) ?? [],
  };

  function take(pattern: RegExp): RegExpExecArray | null {
    const found = pattern.exec(rest);
    if (found !== null) rest = rest.slice(found[0].length);
    return found;
  }
}

function order(a: PythonVersion, b: PythonVersion): Order {
  return orderPublic(a, b) || orderLocal(a.local, b.local);
}

function orderPublic(a: PythonVersion, b: PythonVersion): Order {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareLists(a.release, b.release, compareDigits, '0') ||
    compareNumbers(stageRank(a), stageRank(b)) ||
    compareDigits(a.pre?.number ?? '0', b.pre?.number ?? '0') ||
    orderOptional(a.post, b.post, -1) ||
    orderOptional(a.dev, b.dev, 1)
  );
}

/** A release for developers alone is before all that leads to the version. */
function stageRank({ pre, post, dev }: PythonVersion): number {
  if (pre !== null) return { a: 1, b: 2, rc: 3 }[pre.stage];
  return post === null && dev !== null ? 0 : 4;
}

/** Numbers by their size; none is below (-1) or above (1) all of them. */
function orderOptional(a: string | null, b: string | null, none: Order): Order {
  if (a !== null && b !== null) return compareDigits(a, b);
  if (a === b) return 0;
  return a === null ? none : none === 1 ? -1 : 1;
}

/** Words are below numbers; none is below any; of those that begin alike the shorter is lower. */
function orderLocal(a: readonly string[], b: readonly string[]): Order {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [a[at] ?? '', b[at] ?? ''];
    const [isNumber, isOtherNumber] = [/^[0-9]+$/.test(left), /^[0-9]+$/.test(right)];
    if (isNumber !== isOtherNumber) return isNumber ? 1 : -1;
    const order = isNumber ? compareDigits(left, right) : compareText(left, right);
    if (order !== 0) return order;
  }
  return compareNumbers(a.length, b.length);
}

/** A set of specifiers joined by commas. A pre-release is in it only where one of them names one. */
function readRange(range: string): Test | null {
  const specifiers = range.split(',').map((text) => text.trim());
  if (specifiers.length === 1 && specifiers[0] === '') return (version) => !isPrerelease(version);
  const tests: Test[] = [];
  let namesPrerelease = false;
  for (const specifier of specifiers.filter((text) => text !== '')) {
    const operator = OPERATORS.find((one) => specifier.startsWith(one)) ?? '';
    const written = specifier.slice(operator.length).trim();
    const isWild = (operator === '==' || operator === '!=') && written.endsWith('.*');
    const bound = parse(isWild ? written.slice(0, -2) : written);
    const test = bound === null ? null : isWild ? readWild(operator, bound) : testOf(operator, bound);
    if (bound === null || test === null) return null;
    namesPrerelease ||= operator !== '!=' && isPrerelease(bound);
    tests.push(test);
  }
  return (version) => (namesPrerelease || !isPrerelease(version)) && tests.every((test) => test(version));
}

function isPrerelease({ pre, dev }: PythonVersion): boolean {
  return pre !== null || dev !== null;
}

/** `==1.2.*`: the epoch and the first numbers are the same, whatever follows. Only numbers may stand before the asterisk. */
function readWild(operator: string, bound: PythonVersion): Test | null {
  if (isPrerelease(bound) || bound.post !== null || bound.local.length > 0) return null;
  return (version) => startsWith(version, bound.epoch, bound.release) === (operator === '==');
}

function startsWith({ epoch, release }: PythonVersion, wantedEpoch: string, wanted: readonly string[]): boolean {
  if (compareDigits(epoch, wantedEpoch) !== 0) return false;
  return wanted.every((digits, at) => compareDigits(release[at] ?? '0', digits) === 0);
}

function testOf(operator: string, bound: PythonVersion): Test | null {
  if (operator === '===') return (version) => order(version, bound) === 0;
  if (operator === '==' || operator === '!=') return (version) => isSame(version, bound) === (operator === '==');
  if (bound.local.length > 0) return null;
  if (operator === '~=') return readCompatible(bound);
  if (operator === '<=') return (version) => orderPublic(version, bound) <= 0;
  if (operator === '>=') return (version) => orderPublic(version, bound) >= 0;
  if (operator === '<') return (version) => isBelow(version, bound);
  if (operator === '>') return (version) => isAbove(version, bound);
  return null;
}

/** What is after the plus sign counts only where the specifier has it too. */
function isSame(version: PythonVersion, bound: PythonVersion): boolean {
  return (bound.local.length > 0 ? order(version, bound) : orderPublic(version, bound)) === 0;
}

/** `~=2.2` is `>=2.2, ==2.*`. */
function readCompatible(bound: PythonVersion): Test | null {
  if (bound.release.length < 2) return null;
  const kept = bound.release.slice(0, -1);
  return (version) => orderPublic(version, bound) >= 0 && startsWith(version, bound.epoch, kept);
}

/** No pre-release of the bound, unless it is one. */
function isBelow(version: PythonVersion, bound: PythonVersion): boolean {
  if (order(version, bound) >= 0) return false;
  return isPrerelease(bound) || !isPrerelease(version) || !isOfRelease(version, bound);
}

/** Neither post-releases of the bound, unless it is one, nor local versions of it. */
function isAbove(version: PythonVersion, bound: PythonVersion): boolean {
  if (order(version, bound) <= 0 || isPostOf(version, bound)) return false;
  return version.local.length === 0 || orderPublic(version, bound) !== 0;
}

function isPostOf(version: PythonVersion, bound: PythonVersion): boolean {
  if (version.post === null || bound.post !== null || bound.dev !== null || !isOfRelease(version, bound)) return false;
  return version.pre?.stage === bound.pre?.stage && compareDigits(version.pre?.number ?? '0', bound.pre?.number ?? '0') === 0;
}

function isOfRelease(version: PythonVersion, bound: PythonVersion): boolean {
  return compareDigits(version.epoch, bound.epoch) === 0 && compareLists(version.release, bound.release, compareDigits, '0') === 0;
}
