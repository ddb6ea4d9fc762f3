import type { CyclonedxDocument } from './cyclonedx-document.ts';

type Value = unknown;
type Fields = Readonly<Record<string, Value>>;

/** How a field of the JSON form stands in XML. */
type Shape =
  /** An element with the value in it. */
  | { readonly kind: 'text' }
  /** An element with the fields of an object in it. */
  | { readonly kind: 'object'; readonly shapes: () => Shapes }
  /** An element that holds one for each item. */
  | { readonly kind: 'list'; readonly item: string; readonly shapes: () => Shapes };

/** Fields in the order that the XML schema wants, those that are attributes, and the one that is the element's own text. */
interface Shapes {
  readonly attributes: readonly string[];
  readonly text?: string;
  readonly fields: Readonly<Record<string, Shape>>;
}

const TEXT: Shape = { kind: 'text' };
const NAMED: Shapes = { attributes: ['name'], text: 'value', fields: {} };
const LICENCE: Shapes = {
  attributes: [],
  fields: { license: { kind: 'object', shapes: () => ({ attributes: [], fields: { name: TEXT } }) } },
};
const COMPONENT: Shapes = {
  attributes: ['type', 'bom-ref'],
  fields: {
    group: TEXT,
    name: TEXT,
    version: TEXT,
    description: TEXT,
    hashes: { kind: 'list', item: 'hash', shapes: () => ({ attributes: ['alg'], text: 'content', fields: {} }) },
    licenses: { kind: 'list', item: '', shapes: () => LICENCE },
    purl: TEXT,
    pedigree: { kind: 'object', shapes: () => ({ attributes: [], fields: { ancestors: components() } }) },
    properties: { kind: 'list', item: 'property', shapes: () => NAMED },
    evidence: { kind: 'object', shapes: () => EVIDENCE },
  },
};
const OCCURRENCE: Shapes = { attributes: [], fields: { location: TEXT } };
const EVIDENCE: Shapes = { attributes: [], fields: { occurrences: { kind: 'list', item: 'occurrence', shapes: () => OCCURRENCE } } };
const METADATA: Shapes = {
  attributes: [],
  fields: {
    timestamp: TEXT,
    tools: { kind: 'object', shapes: () => ({ attributes: [], fields: { components: components() } }) },
    component: { kind: 'object', shapes: () => COMPONENT },
  },
};
const REFERENCES: Shapes = { attributes: ['ref'], fields: {} };
const COMPOSITION: Shapes = {
  attributes: ['bom-ref'],
  fields: { aggregate: TEXT, assemblies: { kind: 'list', item: 'assembly', shapes: () => REFERENCES } },
};
const BOM: Shapes = {
  attributes: ['version'],
  fields: {
    metadata: { kind: 'object', shapes: () => METADATA },
    components: components(),
    dependencies: {
      kind: 'list',
      item: 'dependency',
      shapes: () => ({ attributes: ['ref'], fields: { dependsOn: { kind: 'list', item: 'dependency', shapes: () => REFERENCES } } }),
    },
    compositions: { kind: 'list', item: 'composition', shapes: () => COMPOSITION },
  },
};

function components(): Shape {
  return { kind: 'list', item: 'component', shapes: () => COMPONENT };
}

/** The document in XML, by the schema bom-1.6.xsd: the same fields, in the order it wants. */
export function cyclonedxXml(document: CyclonedxDocument): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  element(lines, 'bom', ' xmlns="http://cyclonedx.org/schema/bom/1.6"', document, BOM, '');
  return `${lines.join('\n')}\n`;
}

function element(lines: string[], name: string, more: string, value: Fields, shapes: Shapes, indent: string): void {
  const attributes = shapes.attributes.flatMap((key) => (value[key] === undefined ? [] : [` ${key}="${escapeXml(value[key])}"`])).join('');
  const open = `${indent}<${name}${more}${attributes}`;
  if (shapes.text !== undefined) return void lines.push(`${open}>${escapeXml(value[shapes.text])}</${name}>`);
  const inner: string[] = [];
  for (const [key, shape] of Object.entries(shapes.fields))
    if (value[key] !== undefined) field(inner, key, value[key], shape, `${indent}  `);
  if (inner.length === 0) lines.push(`${open}/>`);
  else lines.push(`${open}>`, ...inner, `${indent}</${name}>`);
}

function field(lines: string[], name: string, value: Value, shape: Shape, indent: string): void {
  if (shape.kind === 'text') return void lines.push(`${indent}<${name}>${escapeXml(value)}</${name}>`);
  if (shape.kind === 'object') return element(lines, name, '', asFields(value), shape.shapes(), indent);
  // JSON names the list of a dependency; in XML its items stand in it.
  const isBare = name === 'dependsOn';
  if (!isBare) lines.push(`${indent}<${name}>`);
  for (const item of Array.isArray(value) ? value : []) listItem(lines, item, shape, isBare ? indent : `${indent}  `);
  if (!isBare) lines.push(`${indent}</${name}>`);
}

function listItem(lines: string[], item: Value, shape: Extract<Shape, { kind: 'list' }>, indent: string): void {
  const shapes = shape.shapes();
  const fields = typeof item === 'string' ? { ref: item } : asFields(item);
  if (shape.item !== '') return element(lines, shape.item, '', fields, shapes, indent);
  for (const [key, inner] of Object.entries(shapes.fields)) if (fields[key] !== undefined) field(lines, key, fields[key], inner, indent);
}

function asFields(value: Value): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** For text and for values of attributes. XML 1.0, "Characters": what may not stand in a document at all becomes U+FFFD. */
export function escapeXml(value: Value): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const text = String(value)
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;');
}
