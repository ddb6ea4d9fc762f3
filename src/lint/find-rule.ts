import type { RuleManual } from '../model/rule-manual.ts';

/** What a rule goes by: its id, and what it is called elsewhere, with the tool or without. */
export function namesOf({ id, equivalents }: Pick<RuleManual, 'id' | 'equivalents'>): readonly string[] {
  return [id, ...equivalents, ...equivalents.map((one) => one.slice(one.indexOf(':') + 1))];
}

/** The rule of that name, here or elsewhere, whatever its capitals; null where there is none. */
export function findRule<R extends RuleManual>(name: string, rules: readonly R[]): R | null {
  const wanted = name.toLowerCase();
  return rules.find((rule) => namesOf(rule).some((one) => one.toLowerCase() === wanted)) ?? null;
}
