import { asObject, asText, asTexts } from '../../codec/json-shape.ts';
import { parseYaml } from '../../codec/yaml.ts';
import { parsePurl } from '../../model/purl.ts';
import type { IgnoreRule } from '../../model/suppression.ts';
import { type IgnoreFile, instantOf, ruleOf } from './rule.ts';

/**
 * Trivy's `.trivyignore`: an id a line, `exp:2026-12-31` behind it; the day named is the first on which it no longer holds. A comment behind
 * an id, or on the lines right above it, is taken for the reason.
 */
export function readTrivyIgnore(text: string, file: string): IgnoreFile {
  const rules: IgnoreRule[] = [];
  const faults: string[] = [];
  let above: string[] = [];
  for (const [at, whole] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = whole.trim();
    if (line === '' || line.startsWith('#')) {
      above = line === '' ? [] : [...above, line.replace(/^#+\s*/, '')];
      continue;
    }
    const [words = '', comment = ''] = line.split(/\s#\s*/, 2);
    const [id = '', ...more] = words.split(/\s+/);
    const rule = withEnd(ruleOf(`${file}:${at + 1}`, { ids: [id], reason: comment || above.join(' ') || null }), endIn(more));
    if (typeof rule === 'string') faults.push(rule);
    else rules.push(rule);
    above = [];
  }
  return { rules, faults };
}

function endIn(words: readonly string[]): string | null {
  return words.find((word) => word.startsWith('exp:'))?.slice('exp:'.length) ?? null;
}

/** A fault where the end is no date: an entry that might have expired suppresses nothing. */
function withEnd(rule: IgnoreRule, until: string | null): IgnoreRule | string {
  if (until === null) return rule;
  const ends = instantOf(until);
  return ends === null ? `${rule.source}: "${until}" is no date; the entry is left out` : { ...rule, until, ends };
}

/**
 * Trivy's `.trivyignore.yaml`: of it the list `vulnerabilities`, each with `id`, and where given `paths`, `purls`, `statement` and
 * `expired_at`. Throws `malformed` where it is no YAML.
 */
export async function readTrivyIgnoreYaml(text: string, file: string): Promise<IgnoreFile> {
  const { value, lineOf } = await parseYaml(text, file);
  const list = asObject(value)?.['vulnerabilities'];
  const read = (Array.isArray(list) ? list : []).map((entry: unknown, at) =>
    readEntry(entry, `${file}:${lineOf(['vulnerabilities', at])}`),
  );
  return { rules: read.filter((one) => typeof one !== 'string'), faults: read.filter((one) => typeof one === 'string') };
}

function readEntry(value: unknown, source: string): IgnoreRule | string {
  const entry = asObject(value);
  const id = asText(entry?.['id']);
  if (entry === null || id === null) return `${source}: the entry has no id; it is left out`;
  const [paths, named] = [asTexts(entry['paths']), asTexts(entry['purls'])];
  const purls = named.map((purl) => parsePurl(purl)).filter((purl) => purl !== null);
  if (purls.length < named.length) return `${source}: one of its purls can't be read; the entry is left out`;
  const rule = ruleOf(source, {
    ids: [id],
    paths: paths.length === 0 ? null : paths,
    purls: purls.length === 0 ? null : purls,
    reason: asText(entry['statement']),
  });
  return withEnd(rule, asText(entry['expired_at']));
}
