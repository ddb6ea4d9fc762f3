import { compareDigits, compareLists, compareText, type Order } from '../order.ts';
import { increment } from '../partial.ts';
import { holds, type Operator, PLAIN_BOUNDS, splitBounds } from '../range.ts';
import { makeScheme } from '../scheme.ts';

/** The segments of a version, digits or letters, without the zeros that end its numbers and its whole; as Gem::Version has them. */
export interface GemVersion {
  readonly segments: readonly string[];
  /** All of them up to the first that is no number, zeros too. */
  readonly release: readonly string[];
}

export const gem = makeScheme<GemVersion>({
  id: 'gem',
  summary: 'Ruby gems: Gem::Version and Gem::Requirement',
  ecosystems: ['RubyGems'],
  purlTypes: ['gem'],
  parse,
  order,
  readRange,
});

const OPERATORS = ['~>', ...PLAIN_BOUNDS.map(([operator]) => operator)];

/** RubyGems wants a dot before letters; advisories do without. A dash begins a pre-release. */
function parse(text: string): GemVersion | null {
  const version = text.trim();
  if (!/^[0-9][0-9A-Za-z.-]*$/.test(version)) return null;
  const all = version.replaceAll('-', '.pre.').match(/[0-9]+|[A-Za-z]+/g) ?? [];
  const first = all.findIndex((segment) => !isNumber(segment));
  const release = first < 0 ? all : all.slice(0, first);
  return { segments: [...withoutZeros(release), ...withoutZeros(first < 0 ? [] : all.slice(first))], release };
}

function order(a: GemVersion, b: GemVersion): Order {
  return compareLists(a.segments, b.segments, orderSegment, '0');
}

/** `>= 1.2, < 2` and `~> 1.2`: from 1.2 to where the number before its last would change. */
function readRange(range: string): ((version: GemVersion) => boolean) | null {
  const split = splitBounds(range, OPERATORS);
  if (split === null || split.length === 0) return null;
  const tests = split.map(([operator, text]) => readBound(operator, text));
  return tests.includes(null) ? null : (version) => tests.every((test) => test?.(version) === true);
}

function readBound(operator: string, text: string): ((version: GemVersion) => boolean) | null {
  const bound = parse(text);
  if (bound === null) return null;
  if (operator !== '~>') return (version) => holds({ operator: meaningOf(operator), version: bound }, version, order);
  const end = next(bound);
  return (version) => order(version, bound) >= 0 && order(releaseOf(version), end) < 0;
}

function meaningOf(operator: string): Operator {
  return PLAIN_BOUNDS.find(([written]) => written === operator)?.[1] ?? '=';
}

/** The number before the last, and one; the only one where there is no other. */
function next({ release }: GemVersion): GemVersion {
  const kept = release.slice(0, Math.max(1, release.length - 1));
  const raised = [...kept.slice(0, -1), increment(kept.at(-1) ?? '0')];
  return { segments: withoutZeros(raised), release: raised };
}

function releaseOf({ release }: GemVersion): GemVersion {
  return { segments: withoutZeros(release), release };
}

function withoutZeros(segments: readonly string[]): readonly string[] {
  let end = segments.length;
  while (end > 0 && /^0+$/.test(segments[end - 1] ?? '')) end -= 1;
  return segments.slice(0, end);
}

/** Letters are below numbers. */
function orderSegment(a: string, b: string): Order {
  const [left, right] = [isNumber(a), isNumber(b)];
  if (left !== right) return left ? 1 : -1;
  return left ? compareDigits(a, b) : compareText(a, b);
}

function isNumber(segment: string): boolean {
  return segment.charCodeAt(0) <= 0x39;
}
