import { readCaretRange } from '../caret-range.ts';
import { makeScheme } from '../scheme.ts';
import { orderSemver, readSemver, type SemverVersion } from '../semver-parts.ts';

export const cargo = makeScheme<SemverVersion>({
  id: 'cargo',
  summary: "Rust crates: Semantic Versioning, and Cargo's ranges, where a version alone means `^`",
  ecosystems: ['crates.io'],
  purlTypes: ['cargo'],
  parse: readSemver,
  order: orderSemver,
  readRange: (range) => readCaretRange(range, '^'),
});
