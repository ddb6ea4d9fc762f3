import { readCaretRange } from '../caret-range.ts';
import { compareDigits, type Order } from '../order.ts';
import { makeScheme } from '../scheme.ts';
import { orderSemver, readSemver, type SemverVersion } from '../semver-parts.ts';

interface BitnamiVersion extends SemverVersion {
  /** Of the packaging; digits, '0' where it is not told. */
  readonly revision: string;
}

export const bitnami = makeScheme<BitnamiVersion>({
  id: 'bitnami',
  summary: "Bitnami's components: Semantic Versioning, and a revision after the last dash; ranges as for npm, of the version alone",
  ecosystems: ['Bitnami'],
  purlTypes: ['bitnami'],
  parse,
  order,
  readRange: (range) => readCaretRange(range, '='),
});

/** `1.2.3-4` is the fourth revision of 1.2.3, no pre-release of it. */
function parse(text: string): BitnamiVersion | null {
  const dash = text.lastIndexOf('-');
  const revision = dash < 0 ? '' : text.slice(dash + 1).trim();
  const isRevision = /^[0-9]+$/.test(revision);
  const version = readSemver(isRevision ? text.slice(0, dash) : text);
  return version === null ? null : { ...version, revision: isRevision ? revision : '0' };
}

function order(a: BitnamiVersion, b: BitnamiVersion): Order {
  return orderSemver(a, b) || compareDigits(a.revision, b.revision);
}
