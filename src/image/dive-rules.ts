import type { DiveRuleTexts } from '../codec/dive-ci.ts';
import { FromageError } from '../model/error.ts';
import type { DiveFigures, DiveGate, DiveRule } from '../model/layers-report.ts';

/** What dive takes where nothing is said (cmd/dive/cli/internal/options/ci_rules.go). */
const DEFAULTS: Required<DiveRuleTexts> = {
  lowestEfficiency: '0.9',
  highestWastedBytes: 'disabled',
  highestUserWastedPercent: '0.1',
};

/** Reads thresholds: flags go before the file, the file before dive's defaults. Throws `usage` for what is none. */
export function readDiveRules(flags: DiveRuleTexts, file: DiveRuleTexts): readonly DiveThreshold[] {
  const given = { ...DEFAULTS, ...file, ...flags };
  return [
    { rule: 'lowestEfficiency', threshold: ratioOf('lowestEfficiency', given.lowestEfficiency) },
    { rule: 'highestWastedBytes', threshold: bytesOf('highestWastedBytes', given.highestWastedBytes) },
    { rule: 'highestUserWastedPercent', threshold: ratioOf('highestUserWastedPercent', given.highestUserWastedPercent) },
  ];
}

export interface DiveThreshold {
  readonly rule: DiveRule['rule'];
  /** Null: disabled. */
  readonly threshold: number | null;
}

/**
 * As dive judges (cmd/dive/cli/internal/command/ci/rules.go): a figure that equals its threshold passes. Where nothing lies above the
 * lowest layer, the share of user bytes is 0 by 0, which passes; waste without user bytes fails.
 */
export function judgeAsDive(figures: DiveFigures, thresholds: readonly DiveThreshold[]): DiveGate {
  const { efficiency, wastedBytes, userWastedPercent } = figures;
  const values = { lowestEfficiency: efficiency, highestWastedBytes: wastedBytes, highestUserWastedPercent: userWastedPercent };
  const rules = thresholds.map(({ rule, threshold }): DiveRule => {
    const value = values[rule];
    if (threshold === null) return { rule, threshold, value, status: 'disabled' };
    const figure = value ?? (wastedBytes === 0 ? 0 : Number.POSITIVE_INFINITY);
    const failed = rule === 'lowestEfficiency' ? figure < threshold : figure > threshold;
    return { rule, threshold, value, status: failed ? 'failed' : 'passed' };
  });
  return { passed: rules.every(({ status }) => status !== 'failed'), rules };
}

const DISABLED: ReadonlySet<string> = new Set(['', 'disabled', 'off', 'false']);

function isDisabled(text: string): boolean {
  return DISABLED.has(text.trim().toLowerCase());
}

function ratioOf(rule: string, text: string): number | null {
  if (isDisabled(text)) return null;
  const value = /^\s*\+?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw refused(rule, text, 'It is a number from 0 to 1, or disabled.');
}

/** As go-humanize reads them: decimal units, `kB` or `k`, and binary ones, `KiB` or `Ki`; commas between digits. */
const SIZE = /^\s*(\d[\d,]*(?:\.\d+)?)\s*(?:([kmgtpe])(i)?)?b?\s*$/i;

function bytesOf(rule: string, text: string): number | null {
  if (isDisabled(text)) return null;
  const [, digits, unit = '', binary] = SIZE.exec(text) ?? [];
  if (digits === undefined) throw refused(rule, text, 'It is a number of bytes, also 20MB or 20MiB, or disabled.');
  return Math.floor(
    Number(digits.replaceAll(',', '')) * (binary === undefined ? 1000 : 1024) ** ' kmgtpe'.indexOf(unit.toLowerCase() || ' '),
  );
}

function refused(rule: string, text: string, hint: string): FromageError {
  return new FromageError('usage', `${JSON.stringify(text)} is no threshold for ${rule}`, { hint });
}
