import { asObject, asObjects, asText, asTexts, type JsonObject } from '../../codec/json-shape.ts';
import type { VexDocument, VexProduct, VexStatement, VexStatus, VexThing } from '../../model/suppression.ts';
import { digestsOf, sourceOf, textsOf, thingOf } from './thing.ts';

/** CSAF 2.0, 3.2.3.9 "Product Status", by what its members say. */
const STATUSES: Readonly<Record<string, VexStatus>> = {
  known_not_affected: 'not_affected',
  fixed: 'fixed',
  first_fixed: 'fixed',
  known_affected: 'affected',
  first_affected: 'affected',
  last_affected: 'affected',
  under_investigation: 'under_investigation',
};

/**
 * CSAF 2.0 and 2.1: of its VEX profile, or any with product statuses. A relationship ("openssl as a component of Linux 9") holds for the
 * component in that system or image alone. Null where it is something else.
 */
export function readCsafVex(document: JsonObject, file: string): VexDocument | null {
  const head = asObject(document['document']);
  if (head === null || asText(head['csaf_version']) === null) return null;
  const tracking = asObject(head['tracking']);
  const source = sourceOf(file, asText(tracking?.['id']));
  const context = {
    products: productsOf(asObject(document['product_tree'])),
    time: asText(tracking?.['current_release_date']) ?? asText(tracking?.['initial_release_date']),
    source,
  };
  const read = asObjects(document['vulnerabilities']).map((one, at) => readVulnerability(one, `vulnerability ${at + 1}`, context));
  return {
    format: 'csaf',
    source,
    statements: read.flatMap((one) => (typeof one === 'string' ? [] : one)),
    faults: read.filter((one) => typeof one === 'string'),
  };
}

interface Context {
  readonly products: Products;
  readonly time: string | null;
  readonly source: string;
}

interface Products {
  readonly byId: ReadonlyMap<string, VexProduct>;
  /** Ids of products, by the id of a group. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

function productsOf(tree: JsonObject | null): Products {
  const things = new Map<string, VexThing>();
  for (const product of namedProducts(tree)) {
    const id = asText(product['product_id']);
    if (id !== null) things.set(id, thingOfProduct(product));
  }
  const byId = new Map<string, VexProduct>([...things].map(([id, whole]) => [id, { whole, parts: [] }]));
  for (const relationship of asObjects(tree?.['relationships'])) {
    const id = asText(asObject(relationship['full_product_name'])?.['product_id']);
    const part = things.get(asText(relationship['product_reference']) ?? '');
    const whole = things.get(asText(relationship['relates_to_product_reference']) ?? '');
    if (id !== null && part !== undefined && whole !== undefined) byId.set(id, { whole, parts: [part] });
  }
  const groups = asObjects(tree?.['product_groups']).map(
    (group) => [asText(group['group_id']) ?? '', asTexts(group['product_ids'])] as const,
  );
  return { byId, groups: new Map(groups) };
}

/** Products stand in branches of branches, and beside them. */
function namedProducts(tree: JsonObject | null): readonly JsonObject[] {
  const found = [...asObjects(tree?.['full_product_names'])];
  const waiting = [...asObjects(tree?.['branches'])];
  for (const branch of waiting) {
    const product = asObject(branch['product']);
    if (product !== null) found.push(product);
    for (const inner of asObjects(branch['branches'])) waiting.push(inner);
  }
  return found;
}

function thingOfProduct(product: JsonObject): VexThing {
  const helper = asObject(product['product_identification_helper']);
  const hashes = asObjects(helper?.['hashes']).flatMap((hash) => asObjects(hash['file_hashes']));
  // Its name is for people: that of an upstream product may be that of an image too.
  return thingOf(textsOf(helper, 'purl', 'purls'), {
    cpes: textsOf(helper, 'cpe'),
    digests: hashes.flatMap((hash) => (asText(hash['algorithm']) === 'sha256' ? digestsOf(asText(hash['value'])) : [])),
  });
}

function readVulnerability(vulnerability: JsonObject, where: string, context: Context): readonly VexStatement[] | string {
  const ids = [asText(vulnerability['cve']), ...asObjects(vulnerability['ids']).map(({ text }) => asText(text))].filter(
    (id) => id !== null,
  );
  const [id, ...aliases] = ids;
  if (id === undefined) return `${where} has no id`;
  const justifications = sayings(asObjects(vulnerability['flags']), 'label', context.products);
  const threats = asObjects(vulnerability['threats']).filter(({ category }) => category === 'impact');
  const impacts = sayings(threats, 'details', context.products);
  const actions = sayings(asObjects(vulnerability['remediations']), 'details', context.products);
  return Object.entries(asObject(vulnerability['product_status']) ?? {}).flatMap(([word, list]) => {
    const status = Object.hasOwn(STATUSES, word) ? STATUSES[word] : undefined;
    if (status === undefined) return [];
    const reasons = status === 'not_affected' ? impacts : actions;
    return asTexts(list).flatMap((product): readonly VexStatement[] => {
      const about = context.products.byId.get(product);
      if (about === undefined) return [];
      const [justification, reason] = [justifications.get(product) ?? null, reasons.get(product) ?? null];
      return [{ id, aliases, status, justification, reason, source: context.source, time: context.time, products: [about] }];
    });
  });
}

/** What entries say, by the products that they name or that are in groups they name; the first word counts. */
function sayings(entries: readonly JsonObject[], member: string, { groups }: Products): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  for (const entry of entries) {
    const word = asText(entry[member]);
    const products = [...asTexts(entry['product_ids']), ...asTexts(entry['group_ids']).flatMap((group) => groups.get(group) ?? [])];
    if (word === null) continue;
    for (const product of products) if (!said.has(product)) said.set(product, word);
  }
  return said;
}
