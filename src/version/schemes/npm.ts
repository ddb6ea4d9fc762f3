import { readCaretRange } from '../caret-range.ts';
import { makeScheme } from '../scheme.ts';
import { orderSemver, readSemver, type SemverVersion } from '../semver-parts.ts';

export const npm = makeScheme<SemverVersion>({
  id: 'npm',
  summary: 'npm packages: Semantic Versioning as node-semver reads it, and its ranges',
  ecosystems: ['npm'],
  purlTypes: ['npm'],
  parse: readSemver,
  order: orderSemver,
  readRange: (range) => readCaretRange(range, '='),
});
