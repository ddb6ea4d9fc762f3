import { readCaretRange } from '../caret-range.ts';
import { makeScheme } from '../scheme.ts';
import { orderSemver, readSemver, type SemverVersion } from '../semver-parts.ts';

export const semver = makeScheme<SemverVersion>({
  id: 'semver',
  summary: 'Semantic Versioning 2.0.0, also loosely written; ranges as for npm',
  ecosystems: ['SwiftURL', 'ConanCenter', 'DHI', 'GHC', 'GitHub Actions', 'Julia', 'Kubernetes', 'VSCode'],
  purlTypes: ['swift', 'cocoapods', 'conan', 'dhi', 'github', 'githubactions', 'julia'],
  parse: readSemver,
  order: orderSemver,
  readRange: (range) => readCaretRange(range, '='),
});
