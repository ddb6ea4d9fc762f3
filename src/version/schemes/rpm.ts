import { compareDigits, compareText, type Order } from '../order.ts';
import { isInRange, PLAIN_BOUNDS, readBounds } from '../range.ts';
import { makeScheme } from '../scheme.ts';

/** `[epoch:]version[-release]`, rpm-version(7). */
export interface RpmVersion {
  /** Digits; '' where there is none, which is zero. */
  readonly epoch: string;
  readonly version: string;
  /** Null where there is none, which is below every release. */
  readonly release: string | null;
}

export const rpm = makeScheme<RpmVersion>({
  id: 'rpm',
  summary: 'RPM packages: rpm-version(7), as rpm compares them',
  ecosystems: [
    'Red Hat',
    'AlmaLinux',
    'Rocky Linux',
    'SUSE',
    'openSUSE',
    'Photon OS',
    'Mageia',
    'openEuler',
    'Azure Linux',
    'CBL-Mariner',
    'Amazon Linux',
    'Oracle Linux',
    'Fedora',
    'TuxCare',
  ],
  purlTypes: ['rpm'],
  parse,
  order,
  readRange,
});

/** Runs that count: a tilde, a caret, digits, letters. What stands between them only separates. */
const RUNS = /~|\^|[0-9]+|[A-Za-z]+/g;

/** What comes first in the order, run against run; the end of a version is one of them. */
const RANKS = { tilde: 0, end: 1, caret: 2, letters: 3, digits: 4 };

/** A colon after what is no number belongs to the version, as in rpm. */
function parse(text: string): RpmVersion | null {
  const whole = text.trim();
  if (whole === '') return null;
  const epoch = /^[0-9]*:/.exec(whole)?.[0] ?? '';
  const rest = whole.slice(epoch.length);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: epoch.slice(0, -1),
    version: dash < 0 ? rest : rest.slice(0, dash),
    release: dash < 0 ? null : rest.slice(dash + 1),
  };
}

function order(a: RpmVersion, b: RpmVersion): Order {
  return compareDigits(a.epoch, b.epoch) || compareRuns(a.version, b.version) || compareReleases(a.release, b.release);
}

/** Where the bound has no release any will do: `= 1.2` holds for `1.2-3`, as in the dependencies of packages. */
function readRange(range: string): ((version: RpmVersion) => boolean) | null {
  const bounds = readBounds(range, { operators: PLAIN_BOUNDS, parse });
  return bounds === null ? null : (version) => isInRange(bounds, version, orderToBound);
}

function orderToBound(version: RpmVersion, bound: RpmVersion): Order {
  return order(bound.release === null ? { ...version, release: null } : version, bound);
}

function compareReleases(a: string | null, b: string | null): Order {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return compareRuns(a, b);
}

function compareRuns(a: string, b: string): Order {
  const [left, right] = [a.matchAll(RUNS), b.matchAll(RUNS)];
  for (;;) {
    const [one, other] = [nextRun(left), nextRun(right)];
    if (one === '' && other === '') return 0;
    const order = compareRun(one, other);
    if (order !== 0) return order;
  }
}

function nextRun(runs: Iterator<RegExpExecArray>): string {
  const next = runs.next();
  return next.done === true ? '' : next.value[0];
}

function compareRun(a: string, b: string): Order {
  const [left, right] = [rankOf(a), rankOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  return left === RANKS.digits ? compareDigits(a, b) : compareText(a, b);
}

function rankOf(run: string): number {
  if (run === '') return RANKS.end;
  if (run === '~') return RANKS.tilde;
  if (run === '^') return RANKS.caret;
  return run.charCodeAt(0) <= 0x39 ? RANKS.digits : RANKS.letters;
}
