import { FromageError } from '../model/error.ts';
import { asObject, type JsonObject } from './json-shape.ts';
import { parseYaml } from './yaml.ts';

/** What our own configuration is called. */
export const PROJECT_CONFIG = '.fromage.yaml';

/** Keys and places from the top of a document to a value. */
export type ConfigPath = readonly (string | number)[];

/** Our own configuration, schema/config.schema.json, of which each command reads its part. */
export interface ProjectConfig {
  /** Null where it says nothing of it. */
  readonly scan: unknown;
  readonly lint: unknown;
  /** `.fromage.yaml:3`. */
  placeOf(path: ConfigPath): string;
  /** The value as a mapping. Throws `usage` where it is none, or has a member that is not known: it would mean less than its author thinks. */
  closed(value: unknown, path: ConfigPath, known: ReadonlySet<string>): JsonObject;
  /** What to throw where a value is not as it should be. */
  refuse(path: ConfigPath, what: string): FromageError;
}

const SECTIONS: ReadonlySet<string> = new Set(['scan', 'lint']);

/** Reads it. Throws `malformed` where it is no YAML, `usage` where it has parts that are not known, both with file and line. */
export async function parseProjectConfig(text: string, file: string): Promise<ProjectConfig> {
  const { value, lineOf } = await parseYaml(text, file);
  const placeOf = (path: ConfigPath): string => `${file}:${lineOf(path)}`;
  const refuse = (path: ConfigPath, what: string): FromageError =>
    new FromageError('usage', `${placeOf(path)}: ${what}`, { hint: 'schema/config.schema.json tells what may be there.' });
  const closed = (part: unknown, path: ConfigPath, known: ReadonlySet<string>): JsonObject => {
    const object = asObject(part);
    if (object === null) throw refuse(path, `${path.join('.') || 'the document'} is no mapping`);
    const odd = Object.keys(object).find((key) => !known.has(key));
    if (odd !== undefined) throw refuse([...path, odd], `"${odd}" is not known; known are ${[...known].join(', ')}`);
    return object;
  };
  const top = value === null ? {} : closed(value, [], SECTIONS);
  return { scan: top['scan'] ?? null, lint: top['lint'] ?? null, placeOf, closed, refuse };
}
