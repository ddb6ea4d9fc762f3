import { asText, type JsonObject } from '../../codec/json-shape.ts';
import { parseProjectConfig } from '../../codec/project-config.ts';
import { parsePurl } from '../../model/purl.ts';
import type { IgnoreRule } from '../../model/suppression.ts';
import { endOf, ruleOf } from './rule.ts';

const SCAN_MEMBERS: ReadonlySet<string> = new Set(['ignore']);
const MEMBERS: ReadonlySet<string> = new Set(['id', 'package', 'path', 'ancestor', 'layer', 'line', 'reason', 'until']);

/**
 * `scan.ignore` of our own configuration, schema/config.schema.json. A rule that is not as that has it would mean more or less than its
 * author thinks, so it is an error: throws `usage` with file and line.
 */
export async function readFromageConfig(text: string, file: string): Promise<readonly IgnoreRule[]> {
  const { scan, closed, placeOf, refuse } = await parseProjectConfig(text, file);
  if (scan === null) return [];
  const list = closed(scan, ['scan'], SCAN_MEMBERS)['ignore'] ?? [];
  if (!Array.isArray(list)) throw refuse(['scan', 'ignore'], 'scan.ignore is not a list');
  return list.map((entry: unknown, at) => {
    const path = ['scan', 'ignore', at];
    const read = readEntry(closed(entry, path, MEMBERS), placeOf(path));
    if (typeof read === 'string') throw refuse(path, read);
    return read;
  });
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
