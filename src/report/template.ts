import { FromageError } from '../model/error.ts';
import { escapeHtml } from './html-page.ts';
import { markdownText } from './markdown-text.ts';
import { printable } from './words.ts';

/**
 * Fills a template in from a document of JSON. There is no logic in it and nothing can be run:
 *
 *     {{build}}                      a member, made harmless for the kind of file that the template's name says
 *     {{{build}}}                    the same as it is
 *     {{#findings}} … {{/findings}}  once for each item of a list, or for an object, or where there is something else than nothing
 *     {{^findings}} … {{/findings}}  where there is nothing: no such member, null, false, an empty list or text
 *     {{.}}                          the item itself; {{findings.length}} how many there are
 *     {{! … }}                       said to readers of the template
 *
 * Names are looked up in the item, then in what is around it. A line with nothing but a tag of a section leaves nothing behind. Throws
 * `usage`, with the line, where a section is not closed or a member is nowhere.
 */
export function fillTemplate(template: Template, document: object): string {
  const parts = parse(template);
  return parts.map((part) => fill(part, [document], template.name, escapeFor(template.name))).join('');
}

/** As it was read; the name says what kind of file it makes. */
export interface Template {
  readonly name: string;
  readonly text: string;
}

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly path: string; readonly isRaw: boolean; readonly line: number }
  | Section;

interface Section {
  readonly kind: 'section';
  readonly path: string;
  readonly isInverted: boolean;
  readonly parts: Part[];
  readonly line: number;
}

const TAG = /\{\{\{\s*([^{}]*?)\s*\}\}\}|\{\{!([^]*?)\}\}|\{\{\s*([#^/]?)\s*([^{}]*?)\s*\}\}/g;
const PATH = /^(?:\.|[A-Za-z_][\w-]*(?:\.[A-Za-z0-9_][\w-]*)*)$/;
const MOST_DEPTH = 32;

function parse({ name, text }: Template): readonly Part[] {
  const root: Part[] = [];
  const open: Section[] = [];
  let at = 0;
  for (const tag of text.matchAll(TAG)) {
    const [whole, raw, comment, sign = '', path = ''] = tag;
    const line = text.slice(0, tag.index).split('\n').length;
    const fault = (what: string) => new FromageError('usage', `${name}, line ${line}: ${what}`);
    const into = open.at(-1)?.parts ?? root;
    const edges =
      sign === '' && comment === undefined ? { start: tag.index, end: tag.index + whole.length } : lineEdges(text, tag.index, whole);
    into.push({ kind: 'text', text: text.slice(at, edges.start) });
    at = edges.end;
    if (comment !== undefined) continue;
    if (!PATH.test(raw ?? path)) throw fault(`${whole} is no tag of a template`);
    if (sign === '/') {
      const section = open.pop();
      if (section?.path !== path) throw fault(`${whole} closes what is not open`);
    } else if (sign === '') into.push({ kind: 'value', path: raw ?? path, isRaw: raw !== undefined, line });
    else {
      const section: Section = { kind: 'section', path, isInverted: sign === '^', parts: [], line };
      into.push(section);
      if (open.push(section) > MOST_DEPTH) throw fault(`sections are nested more than ${MOST_DEPTH} deep`);
    }
  }
  const [left] = open;
  if (left !== undefined)
    throw new FromageError('usage', `${name}, line ${left.line}: {{${left.isInverted ? '^' : '#'}${left.path}}} is not closed`);
  return [...root, { kind: 'text', text: text.slice(at) }];
}

/** From where to where a tag goes: the whole line where nothing else is in it. */
function lineEdges(text: string, start: number, whole: string): { readonly start: number; readonly end: number } {
  const end = start + whole.length;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end, end + 1000));
  return rest === null || text.slice(lineStart, start).trim() !== '' ? { start, end } : { start: lineStart, end: end + rest[0].length };
}

function fill(part: Part, scopes: readonly unknown[], name: string, escape: (text: string) => string): string {
  if (part.kind === 'text') return part.text;
  const value = lookUp(part.path, scopes);
  if (part.kind === 'value') {
    if (value === undefined) throw new FromageError('usage', `${name}, line ${part.line}: there is no ${part.path}`, { hint: SCHEMA_HINT });
    return part.isRaw ? textOf(value) : escape(textOf(value));
  }
  const items = itemsOf(value);
  if (part.isInverted) return items.length === 0 ? part.parts.map((one) => fill(one, scopes, name, escape)).join('') : '';
  return items.map((item) => part.parts.map((one) => fill(one, [item, ...scopes], name, escape)).join('')).join('');
}

const SCHEMA_HINT = 'schema/scan.schema.json tells what there is; -o json shows it.';

/** Undefined where no scope has it. A document's own members alone: nothing of the language's is reached. */
function lookUp(path: string, scopes: readonly unknown[]): unknown {
  if (path === '.') return scopes[0];
  const [first = '', ...others] = path.split('.');
  const scope = scopes.find((one) => memberOf(one, first) !== undefined);
  return others.reduce((value, member) => memberOf(value, member), memberOf(scope, first));
}

function memberOf(value: unknown, name: string): unknown {
  if (value === null) return null;
  if (typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === false || value === '' ? [] : [value];
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** By the end of the template's name; what is none of these goes to a terminal. */
function escapeFor(name: string): (text: string) => string {
  const [, kind = ''] = /\.([a-z]+)(?:\.(?:mustache|tmpl|template))?$/i.exec(name) ?? [];
  return ESCAPES[kind.toLowerCase()] ?? printable;
}

const ESCAPES: Readonly<Record<string, (text: string) => string>> = {
  html: escapeHtml,
  htm: escapeHtml,
  xml: escapeHtml,
  svg: escapeHtml,
  md: markdownText,
  json: (text) => JSON.stringify(text).slice(1, -1),
  csv: (text) => printable(text).replaceAll('"', '""'),
};
