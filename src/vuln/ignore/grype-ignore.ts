import { asObject, asText, type JsonObject } from '../../codec/json-shape.ts';
import { parseYaml } from '../../codec/yaml.ts';
import type { FixState, IgnoreRule } from '../../model/suppression.ts';
import { type IgnoreFile, ruleOf } from './rule.ts';

/** purl's kinds, by what grype calls them in `package.type`. */
const TYPES: Readonly<Record<string, string>> = {
  'dart-pub': 'pub',
  dotnet: 'nuget',
  gem: 'gem',
  'go-module': 'golang',
  hackage: 'hackage',
  'java-archive': 'maven',
  'jenkins-plugin': 'maven',
  'php-composer': 'composer',
  'R-package': 'cran',
  python: 'pypi',
  'rust-crate': 'cargo',
};

/** The same by `package.language`. */
const LANGUAGES: Readonly<Record<string, string>> = {
  dart: 'pub',
  dotnet: 'nuget',
  elixir: 'hex',
  erlang: 'hex',
  go: 'golang',
  haskell: 'hackage',
  java: 'maven',
  javascript: 'npm',
  php: 'composer',
  python: 'pypi',
  r: 'cran',
  ruby: 'gem',
  rust: 'cargo',
  swift: 'swift',
};

const FIX_STATES: ReadonlySet<string> = new Set<FixState>(['fixed', 'not-fixed', 'wont-fix', 'unknown']);
const MEMBERS: ReadonlySet<string> = new Set(['vulnerability', 'reason', 'include-aliases', 'fix-state', 'package']);
const PACKAGE_MEMBERS: ReadonlySet<string> = new Set(['name', 'version', 'language', 'type', 'location', 'upstream-name']);

/**
 * The list `ignore` of grype's `.grype.yaml`. A rule with a member that is not read is left out, and told: without it, it would mean more
 * than was meant. Throws `malformed` where it is no YAML.
 */
export async function readGrypeIgnore(text: string, file: string): Promise<IgnoreFile> {
  const { value, lineOf } = await parseYaml(text, file);
  const list = asObject(value)?.['ignore'];
  const read = (Array.isArray(list) ? list : []).map((entry: unknown, at) =>
    readEntry(asObject(entry), `${file}:${lineOf(['ignore', at])}`),
  );
  return { rules: read.filter((one) => typeof one !== 'string'), faults: read.filter((one) => typeof one === 'string') };
}

function readEntry(entry: JsonObject | null, source: string): IgnoreRule | string {
  const named = asObject(entry?.['package']) ?? {};
  if (entry === null) return `${source}: the entry is no rule; it is left out`;
  const odd = [...oddMembers(entry, MEMBERS), ...oddMembers(named, PACKAGE_MEMBERS).map((key) => `package.${key}`)];
  if (odd.length > 0) return `${source}: ${odd.join(', ')} of grype's rules is not read; the entry is left out`;
  const state = asText(entry['fix-state']);
  if (state !== null && !isFixState(state)) return `${source}: "${state}" is no fix-state; the entry is left out`;
  const [id, type, language, location] = [entry['vulnerability'], named['type'], named['language'], named['location']].map(asText);
  const names = NAMES.flatMap(([member, of]) => {
    const name = asText(named[member]);
    return name === null ? [] : [{ name, glob: globOf(name), of }];
  });
  const odder = names.find(({ glob }) => glob === null);
  if (odder !== undefined) return `${source}: the name ${JSON.stringify(odder.name)} is a pattern that is not read; the entry is left out`;
  const types = [typeNamed(type ?? null, TYPES), typeNamed(language ?? null, LANGUAGES)].filter((one) => one !== null);
  const rule = ruleOf(source, {
    ids: id === null || id === undefined ? null : [id],
    names: names.length === 0 ? null : names.map(({ glob, name, of }) => ({ glob: glob ?? name, of })),
    version: asText(named['version']),
    types: types.length === 0 ? null : types,
    paths: location === null || location === undefined ? null : [location],
    fixState: state,
    reason: asText(entry['reason']),
  });
  const isEmpty = [rule.ids, rule.names, rule.version, rule.types, rule.paths, rule.fixState].every((member) => member === null);
  return isEmpty ? `${source}: the entry means everything; it is left out` : rule;
}

const NAMES = [
  ['name', 'package'],
  ['upstream-name', 'source'],
] as const;

function oddMembers(entry: JsonObject, known: ReadonlySet<string>): readonly string[] {
  return Object.keys(entry).filter((key) => !known.has(key) && entry[key] !== null && entry[key] !== '');
}

function isFixState(text: string): text is FixState {
  return FIX_STATES.has(text);
}

/** deb, rpm, apk, npm and others are called alike. */
function typeNamed(word: string | null, table: Readonly<Record<string, string>>): string | null {
  if (word === null) return null;
  return Object.hasOwn(table, word) ? (table[word] ?? word) : word;
}

/** Names are regular expressions in grype. Those are read that are a name, or have no more than `.*` in it; null for others. */
function globOf(name: string): string | null {
  const plain = name.replace(/^\^|\$$/g, '').replaceAll('.*', '*');
  return /^(?:[\w.@/:~+-]|\*)+$/.test(plain) && !/\*\*|[*.]\+/.test(plain) ? plain : null;
}
