import { asObject, asText, type JsonObject } from '../../codec/json-shape.ts';
import { parseYaml } from '../../codec/yaml.ts';
import { FromageError } from '../../model/error.ts';
import { parsePurl } from '../../model/purl.ts';
import type { IgnoreRule } from '../../model/suppression.ts';
import { endOf, ruleOf } from './rule.ts';

const SECTIONS: ReadonlySet<string> = new Set(['scan']);
const SCAN_MEMBERS: ReadonlySet<string> = new Set(['ignore']);
const MEMBERS: ReadonlySet<string> = new Set(['id', 'package', 'path', 'ancestor', 'layer', 'line', 'reason', 'until']);

/**
 * `scan.ignore` of our own configuration, schema/config.schema.json. A rule that is not as that has it would mean more or less than its
 * author thinks, so it is an error: throws `malformed` with file and line.
 */
export async function readFromageConfig(text: string, file: string): Promise<readonly IgnoreRule[]> {
  const { value, lineOf } = await parseYaml(text, file);
  if (value === null) return [];
  const refuse = (path: readonly (string | number)[], what: string): FromageError =>
    new FromageError('malformed', `${file}:${lineOf(path)}: ${what}`, { hint: 'schema/config.schema.json tells what may be there.' });
  const config = closedObject(value, [], SECTIONS, refuse);
  if ((config['scan'] ?? null) === null) return [];
  const list = closedObject(config['scan'], ['scan'], SCAN_MEMBERS, refuse)['ignore'] ?? [];
  if (!Array.isArray(list)) throw refuse(['scan', 'ignore'], 'scan.ignore is not a list');
  return list.map((entry: unknown, at) => {
    const path = ['scan', 'ignore', at];
    const read = readEntry(closedObject(entry, path, MEMBERS, refuse), `${file}:${lineOf(path)}`);
    if (typeof read === 'string') throw refuse(path, read);
    return read;
  });
}

type Refuse = (path: readonly (string | number)[], what: string) => FromageError;

function closedObject(value: unknown, path: readonly (string | number)[], known: ReadonlySet<string>, refuse: Refuse): JsonObject {
  const object = asObject(value);
  if (object === null) throw refuse(path, `${path.join('.') || 'the document'} is no mapping`);
  const odd = Object.keys(object).find((key) => !known.has(key));
  if (odd !== undefined) throw refuse([...path, odd], `"${odd}" is not known; known are ${[...known].join(', ')}`);
  return object;
}

/** What is wrong with it, where something is. */
function readEntry(entry: JsonObject, source: string): IgnoreRule | string {
  for (const key of ['id', 'package', 'path', 'ancestor', 'reason', 'until'])
    if (entry[key] !== undefined && asText(entry[key]) === null) return `${key} is no text`;
  const [id, found, path, ancestor, reason, until] = ['id', 'package', 'path', 'ancestor', 'reason', 'until'].map((key) =>
    asText(entry[key]),
  );
  if (reason === null || reason === undefined) return 'the entry gives no reason';
  const { layer, line } = entry;
  if (line !== undefined && !isNumber(line)) return 'line is no number of a line';
  if (layer !== undefined && !isNumber(layer) && !isDigest(layer)) return 'layer is no number from 1 on, and no digest';
  const purl = found?.startsWith('pkg:') === true ? parsePurl(found) : undefined;
  if (purl === null) return `${found} is no package URL`;
  const ends = until === null || until === undefined ? null : endOf(until);
  if (until && ends === null) return `until: "${until}" is no date; the form is 2026-12-31`;
  if ([id, found, path, ancestor].every((member) => !member) && layer === undefined && line === undefined)
    return 'the entry means everything: say an id, a package, a path, an ancestor, a layer or a line';
  return ruleOf(source, {
    ids: id ? [id] : null,
    names: found && purl === undefined ? [{ glob: found, of: 'either' }] : null,
    purls: purl === undefined ? null : [purl],
    paths: path ? [path] : null,
    ancestor: ancestor ?? null,
    layer: layer ?? null,
    line: line ?? null,
    reason,
    until: until ?? null,
    ends,
  });
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value);
}
