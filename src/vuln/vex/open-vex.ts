import { asObject, asObjects, asText, asTexts, type JsonObject } from '../../codec/json-shape.ts';
import type { VexDocument, VexProduct, VexStatement, VexStatus, VexThing } from '../../model/suppression.ts';
import { digestsOf, sourceOf, textsOf, thingOf } from './thing.ts';

const CONTEXT = 'https://openvex.dev/ns';
const STATUSES: ReadonlySet<string> = new Set<VexStatus>(['not_affected', 'affected', 'fixed', 'under_investigation']);

/** OpenVEX 0.2.0, and the first drafts, in which vulnerabilities and products are plain words. Null where it is something else. */
export function readOpenVex(document: JsonObject, file: string): VexDocument | null {
  if (asText(document['@context'])?.startsWith(CONTEXT) !== true) return null;
  const source = sourceOf(file, asText(document['@id']));
  const time = asText(document['last_updated']) ?? asText(document['timestamp']);
  const read = asList(document['statements']).map((statement, at) => readStatement(statement, `statement ${at + 1}`, source, time));
  const none = Array.isArray(document['statements']) ? [] : ['it has no list of statements'];
  return {
    format: 'openvex',
    source,
    statements: read.filter((one) => typeof one !== 'string'),
    faults: [...none, ...read.filter((one) => typeof one === 'string')],
  };
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What is wrong with it, where it can't be used. */
function readStatement(value: unknown, where: string, source: string, documentTime: string | null): VexStatement | string {
  const statement = asObject(value);
  if (statement === null) return `${where} is no object`;
  const [vulnerability, status] = [asObject(statement['vulnerability']), asText(statement['status'])];
  const [id, ...others] = idsOf(vulnerability, statement['vulnerability']);
  if (id === undefined) return `${where} names no vulnerability`;
  if (!isStatus(status)) return `${where} has ${status === null ? 'no status' : `a status that is none: ${status}`}`;
  const shared = listOf(statement['subcomponents']).map(readThing);
  return {
    id,
    aliases: others,
    status,
    justification: asText(statement['justification']),
    reason: asText(statement['impact_statement']) ?? asText(statement['action_statement']) ?? asText(statement['status_notes']),
    source,
    time: asText(statement['last_updated']) ?? asText(statement['timestamp']) ?? documentTime,
    products: listOf(statement['products']).map((product) => readProduct(product, shared)),
  };
}

/** The name first; `@id` may be an address that ends in an id. */
function idsOf(vulnerability: JsonObject | null, value: unknown): readonly string[] {
  if (vulnerability === null) return typeof value === 'string' && value !== '' ? [value] : [];
  const address = asText(vulnerability['@id']);
  const name = asText(vulnerability['name']) ?? address?.slice(address.lastIndexOf('/') + 1) ?? '';
  return name === '' ? [] : [name, ...asTexts(vulnerability['aliases'])];
}

function isStatus(status: string | null): status is VexStatus {
  return status !== null && STATUSES.has(status);
}

/** Objects; a plain word is one with that for its id. */
function listOf(value: unknown): readonly JsonObject[] {
  return [...asTexts(value).map((word) => ({ '@id': word })), ...asObjects(value)];
}

function readProduct(product: JsonObject, shared: readonly VexThing[]): VexProduct {
  return { whole: readThing(product), parts: [...listOf(product['subcomponents']).map(readThing), ...shared] };
}

function readThing(component: JsonObject): VexThing {
  const identifiers = asObject(component['identifiers']);
  return thingOf([asText(component['@id']), ...textsOf(identifiers, 'purl')], {
    cpes: textsOf(identifiers, 'cpe22', 'cpe23'),
    digests: textsOf(asObject(component['hashes']), 'sha-256').flatMap(digestsOf),
  });
}
