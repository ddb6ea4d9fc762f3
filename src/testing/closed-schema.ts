import { readFileSync } from 'node:fs';

/** A schema of schema/, with no members beyond those it names: what is written and not described fails. */
export function closedSchema(name: string): object {
  const text = readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8');
  return closed(JSON.parse(text)) as object;
}

function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, key === 'format' ? undefined : closed(member)]));
  return 'properties' in value ? { ...members, additionalProperties: false } : members;
}
