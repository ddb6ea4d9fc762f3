import { asObject, type JsonObject } from '../codec/json-shape.ts';
import type { ConfigPath, ProjectConfig } from '../codec/project-config.ts';
import type { FromageError } from '../model/error.ts';
import { LINT_SEVERITIES, LINT_THRESHOLDS, type LintSeverity } from '../model/lint-report.ts';
import { LABEL_KINDS, type LintConfig, type Preset, PRESETS } from './config.ts';
import { spellRule } from './known-rules.ts';
import type { LintOverride, LintSettings } from './settings.ts';

const OVERRIDE_MEMBERS: ReadonlySet<string> = new Set(['files', 'preset', 'ignore', 'severity']);
const MEMBERS: ReadonlySet<string> = new Set([
  'preset',
  'ignore',
  'severity',
  'trusted-registries',
  'label-schema',
  'strict-labels',
  'inline-ignores',
  'unused-ignores',
  'fail-on',
  'overrides',
]);

/** The part about lint of our own configuration; null where it has none. Throws `usage` with file and line where it is not as schema/config.schema.json has it. */
export function readLintConfig(project: ProjectConfig): LintSettings | null {
  if (project.lint === null) return null;
  const part = project.closed(project.lint, ['lint'], MEMBERS);
  const read = membersOf(project, ['lint'], part);
  const labels = read.record('label-schema', LABEL_KINDS);
  const config: Partial<LintConfig> = {
    ...rulesOf(read),
    ...(part['trusted-registries'] === undefined ? {} : { trustedRegistries: read.texts('trusted-registries') }),
    ...(labels === null ? {} : { labelSchema: labels }),
    ...flag('strictLabels', read.truth('strict-labels')),
    ...flag('inlineIgnores', read.truth('inline-ignores')),
    ...flag('unusedIgnores', read.truth('unused-ignores')),
  };
  return { config, failOn: read.word('fail-on', LINT_THRESHOLDS), overrides: overridesOf(project, part['overrides']) };
}

function flag<K extends string>(name: K, value: boolean | null): Partial<Record<K, boolean>> {
  return value === null ? {} : ({ [name]: value } as Partial<Record<K, boolean>>);
}

function overridesOf(project: ProjectConfig, value: unknown): readonly LintOverride[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw project.refuse(['lint', 'overrides'], 'lint.overrides is not a list');
  return value.map((entry: unknown, at) => {
    const path = ['lint', 'overrides', at];
    const read = membersOf(project, path, project.closed(entry, path, OVERRIDE_MEMBERS));
    const files = read.texts('files');
    if (files.length === 0) throw project.refuse(path, 'the entry says no files');
    return { files, config: rulesOf(read) };
  });
}

/** What stands in an override and outside of them alike. */
function rulesOf(read: Members): LintOverride['config'] {
  const preset: Preset | null = read.word('preset', PRESETS);
  const levels = read.record('severity', [...LINT_SEVERITIES, 'off'] as const) ?? {};
  const named = Object.entries(levels).map(([rule, level]) => [read.rule(rule, ['severity', rule]), level] as const);
  const off = named.flatMap(([rule, level]) => (level === 'off' ? [rule] : []));
  return {
    ...(preset === null ? {} : { preset }),
    ignored: [...read.texts('ignore').map((rule, at) => read.rule(rule, ['ignore', at])), ...off],
    severities: Object.fromEntries(named.filter((pair): pair is readonly [string, LintSeverity] => pair[1] !== 'off')),
  };
}

/** Reads members of one mapping; each throws `usage` with file and line where the member is not as it should be. */
interface Members {
  /** Null where it is not said, as of `truth` and `record`. */
  word<W extends string>(key: string, known: readonly W[]): W | null;
  truth(key: string): boolean | null;
  record<W extends string>(key: string, known: readonly W[]): Readonly<Record<string, W>> | null;
  /** Empty where it is not said. */
  texts(key: string): readonly string[];
  /** The name of a rule as the rule itself spells it. */
  rule(name: string, at: ConfigPath): string;
}

function membersOf(project: ProjectConfig, path: ConfigPath, part: JsonObject): Members {
  const refuse = (at: ConfigPath, what: string): FromageError => project.refuse([...path, ...at], what);
  const oneOf = <W extends string>(value: unknown, known: readonly W[], at: ConfigPath): W => {
    const found = known.find((one) => one === value);
    if (found === undefined) throw refuse(at, `${at.at(-1)} is none of ${known.join(', ')}`);
    return found;
  };
  return {
    word: (key, known) => (part[key] === undefined ? null : oneOf(part[key], known, [key])),
    truth: (key) => {
      const value = part[key] ?? null;
      if (value !== null && typeof value !== 'boolean') throw refuse([key], `${key} is neither true nor false`);
      return value;
    },
    record: (key, known) => {
      if (part[key] === undefined) return null;
      const object = asObject(part[key]);
      if (object === null) throw refuse([key], `${key} is no mapping`);
      return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, oneOf(value, known, [key, name])]));
    },
    texts: (key) => {
      const value = part[key] ?? [];
      if (!Array.isArray(value)) throw refuse([key], `${key} is not a list`);
      return value.map((item: unknown, at) => {
        if (typeof item !== 'string' || item === '') throw refuse([key, at], `${key} holds what is no text`);
        return item;
      });
    },
    rule: (name, at) => {
      const spelt = spellRule(name);
      if (spelt === null) throw refuse(at, `there is no rule "${name}"`);
      return spelt;
    },
  };
}
