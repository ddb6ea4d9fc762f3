import { readCaretRange } from '../caret-range.ts';
import { makeScheme } from '../scheme.ts';
import { orderSemver, readSemver, type SemverVersion } from '../semver-parts.ts';

export const golang = makeScheme<SemverVersion>({
  id: 'golang',
  summary: 'Go modules: Semantic Versioning with pseudo-versions and +incompatible; releases of Go itself, as go1.21rc2',
  ecosystems: ['Go'],
  purlTypes: ['golang'],
  parse,
  order: orderSemver,
  readRange: (range) => readCaretRange(range, '='),
});

/** `go1.21rc2` is 1.21.0-rc.2 to the advisories about Go itself. */
const RELEASE_OF_GO = /^(?:go)?([0-9]+(?:\.[0-9]+){1,2})(beta|rc)([0-9]+)$/;

function parse(text: string): SemverVersion | null {
  const version = text.trim();
  const [, numbers, stage, count] = RELEASE_OF_GO.exec(version) ?? [];
  if (numbers !== undefined && stage !== undefined && count !== undefined) {
    return { numbers: numbers.split('.'), prerelease: [stage, count], build: [] };
  }
  return readSemver(version.startsWith('go') ? version.slice(2) : version);
}
