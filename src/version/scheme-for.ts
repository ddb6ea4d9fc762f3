import { FromageError } from '../model/error.ts';
import type { Scheme } from './scheme.ts';
import { SCHEMES } from './schemes/index.ts';

/** By lower-case name: an ecosystem, a type of package URL, or the scheme's own id. What comes first in the list wins. */
const BY_NAME: ReadonlyMap<string, Scheme> = new Map(
  SCHEMES.toReversed().flatMap((scheme) =>
    [...scheme.ecosystems, ...scheme.purlTypes, scheme.id].map((name) => [name.toLowerCase(), scheme] as const),
  ),
);

/**
 * The scheme of an ecosystem: `Debian`, `Debian:12`, `Red Hat:enterprise_linux:9::baseos` as OSV writes them, or the type of a
 * package URL: `deb`, `pypi`. Upper and lower case are one. Null where there is none.
 */
export function findScheme(ecosystem: string): Scheme | null {
  const colon = ecosystem.indexOf(':');
  const name = colon < 0 ? ecosystem : ecosystem.slice(0, colon);
  return BY_NAME.get(name.trim().toLowerCase()) ?? null;
}

/** The same; throws `unsupported` where there is none. */
export function schemeFor(ecosystem: string): Scheme {
  const scheme = findScheme(ecosystem);
  if (scheme !== null) return scheme;
  const known = SCHEMES.flatMap(({ ecosystems }) => ecosystems).sort();
  throw new FromageError('unsupported', `how ${JSON.stringify(ecosystem.slice(0, 80))} orders its versions is not known`, {
    hint: `known are ${known.join(', ')}, and types of package URLs`,
  });
}
