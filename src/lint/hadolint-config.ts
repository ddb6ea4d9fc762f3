import { asObject, asTextRecord, asTexts, type JsonObject } from '../codec/json-shape.ts';
import { FromageError } from '../model/error.ts';
import { LINT_SEVERITIES, type LintThreshold } from '../model/lint-report.ts';
import { LABEL_KINDS, type LabelKind } from './config.ts';
import type { LintSettings } from './settings.ts';

const KINDS: ReadonlySet<string> = new Set(LABEL_KINDS);

/** What a `.hadolint.yaml` says, once it is read as YAML. Throws `usage` where it is no mapping. */
export function readHadolintConfig(value: unknown, where: string): LintSettings {
  const config: JsonObject | null = value === null || value === undefined ? {} : asObject(value);
  if (config === null) throw new FromageError('usage', `${where} is no configuration: it must be names and values`);
  const overrides = asObject(config.override);
  const severities = LINT_SEVERITIES.flatMap((severity) => asTexts(overrides?.[severity]).map((rule) => [rule, severity] as const));
  const labels = Object.entries(asTextRecord(config['label-schema'])).filter((pair): pair is [string, LabelKind] => KINDS.has(pair[1]));
  const read = {
    ignored: asTexts(config.ignored),
    severities: Object.fromEntries(severities),
    trustedRegistries: asTexts(config.trustedRegistries),
    labelSchema: Object.fromEntries(labels),
    strictLabels: config['strict-labels'] === true,
    inlineIgnores: config['disable-ignore-pragma'] !== true,
  };
  return { config: read, failOn: config['no-fail'] === true ? 'never' : thresholdOf(config['failure-threshold']), overrides: [] };
}

function thresholdOf(said: unknown): LintThreshold | null {
  if (said === 'none') return 'never';
  if (said === 'ignore') return 'style';
  return LINT_SEVERITIES.find((one) => one === said) ?? null;
}
