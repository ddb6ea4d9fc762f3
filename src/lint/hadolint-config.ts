import { asObject, asTextRecord, asTexts, type JsonObject } from '../codec/json-shape.ts';
import { FromageError } from '../model/error.ts';
import type { LabelKind, LintConfig } from './config.ts';
import type { LintSeverity } from '../model/lint-report.ts';

const KINDS: ReadonlySet<string> = new Set(['text', 'rawtext', 'url', 'rfc3339', 'spdx', 'hash', 'semver', 'email']);
const SEVERITIES: readonly LintSeverity[] = ['error', 'warning', 'info', 'style'];

/** What a `.hadolint.yaml` says, once it is read as YAML. Throws `malformed` where it is no mapping. */
export function readHadolintConfig(value: unknown, where: string): Partial<LintConfig> {
  const config: JsonObject | null = value === null || value === undefined ? {} : asObject(value);
  if (config === null) throw new FromageError('malformed', `${where} is no configuration: it must be names and values`);
  const overrides = asObject(config.override);
  const severities = SEVERITIES.flatMap((severity) => asTexts(overrides?.[severity]).map((rule) => [rule, severity] as const));
  const labels = Object.entries(asTextRecord(config['label-schema'])).filter((pair): pair is [string, LabelKind] => KINDS.has(pair[1]));
  return {
    ignored: asTexts(config.ignored),
    severities: Object.fromEntries(severities),
    trustedRegistries: asTexts(config.trustedRegistries),
    labelSchema: Object.fromEntries(labels),
    strictLabels: config['strict-labels'] === true,
    inlineIgnores: config['disable-ignore-pragma'] !== true,
  };
}
