import { asObject, asObjects, asText, type JsonObject } from '../../codec/json-shape.ts';
import type { VexDocument, VexProduct, VexStatement, VexStatus, VexThing } from '../../model/suppression.ts';
import { digestsOfHashes, sourceOf, thingOf } from './thing.ts';

/** CycloneDX, `vulnerabilities[].analysis.state`. */
const STATES: Readonly<Record<string, VexStatus>> = {
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under_investigation',
  false_positive: 'not_affected',
  not_affected: 'not_affected',
};

/**
 * CycloneDX with vulnerabilities, alone or in an SBOM. What it is about is the component in its metadata, where that is an image: then its
 * word holds for packages of that image alone. Vulnerabilities without an analysis say nothing. Null where it is something else.
 */
export function readCyclonedxVex(document: JsonObject, file: string): VexDocument | null {
  if (document['bomFormat'] !== 'CycloneDX') return null;
  const source = sourceOf(file, asText(document['serialNumber']));
  const metadata = asObject(document['metadata']);
  const context = { components: componentsOf(document), image: imageOf(metadata), time: asText(metadata?.['timestamp']), source };
  const read = asObjects(document['vulnerabilities']).map((one, at) => readVulnerability(one, `vulnerability ${at + 1}`, context));
  return {
    format: 'cyclonedx',
    source,
    statements: read.filter((one) => one !== null && typeof one !== 'string'),
    faults: read.filter((one) => typeof one === 'string'),
  };
}

interface Context {
  /** By `bom-ref`. */
  readonly components: ReadonlyMap<string, JsonObject>;
  readonly image: { readonly ref: string | null; readonly thing: VexThing } | null;
  readonly time: string | null;
  readonly source: string;
}

/** Components lie within components. */
function componentsOf(document: JsonObject): ReadonlyMap<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  const waiting = [asObject(asObject(document['metadata'])?.['component']), ...asObjects(document['components'])];
  for (const component of waiting) {
    if (component === null) continue;
    const ref = asText(component['bom-ref']);
    if (ref !== null && !found.has(ref)) found.set(ref, component);
    for (const inner of asObjects(component['components'])) waiting.push(inner);
  }
  return found;
}

/** Images are called by name and version, the version being a tag or a digest. */
function imageOf(metadata: JsonObject | null): Context['image'] {
  const component = asObject(metadata?.['component']);
  if (component === null || component['type'] !== 'container') return null;
  const [name, version] = [asText(component['name']), asText(component['version'])];
  const full = name === null || version === null ? name : version.startsWith('sha256:') ? `${name}@${version}` : `${name}:${version}`;
  const digests = [...digestsOfHashes(component['hashes']), ...(version?.startsWith('sha256:') === true ? [version] : [])];
  return { ref: asText(component['bom-ref']), thing: thingOf([full, asText(component['purl'])], { digests }) };
}

function readVulnerability(vulnerability: JsonObject, where: string, context: Context): VexStatement | string | null {
  const analysis = asObject(vulnerability['analysis']);
  const state = asText(analysis?.['state']);
  if (analysis === null || state === null) return null;
  const id = asText(vulnerability['id']);
  if (id === null) return `${where} has no id`;
  const status = Object.hasOwn(STATES, state) ? STATES[state] : undefined;
  if (status === undefined) return `${where} has a state that is none: ${state}`;
  return {
    id,
    aliases: asObjects(vulnerability['references']).flatMap((reference) => asText(reference['id']) ?? []),
    status,
    justification: asText(analysis['justification']) ?? (state === 'false_positive' ? state : null),
    reason: asText(analysis['detail']),
    source: context.source,
    time: asText(analysis['lastUpdated']) ?? asText(analysis['firstIssued']) ?? asText(vulnerability['updated']) ?? context.time,
    products: asObjects(vulnerability['affects']).flatMap((affected) => productOf(affected, context)),
  };
}

function productOf(affected: JsonObject, { components, image }: Context): readonly VexProduct[] {
  const ref = asText(affected['ref']);
  if (ref === null) return [];
  if (image !== null && ref === image.ref) return [{ whole: image.thing, parts: [] }];
  const component = components.get(ref) ?? null;
  // A BOM-Link, urn:cdx:<serial>/<version>#<bom-ref>, leads into another document; of its components the purl is known where it is their ref.
  const name = component === null ? linkedRef(ref) : asText(component['purl']);
  const part = thingOf([name], { versions: versionsOf(affected['versions']) });
  return [image === null ? { whole: part, parts: [] } : { whole: image.thing, parts: [part] }];
}

function linkedRef(ref: string): string {
  const fragment = /^urn:cdx:[^#]*#(.*)$/.exec(ref)?.[1];
  if (fragment === undefined) return ref;
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** Those that are affected; ranges are not read, so that a statement with ranges alone holds for nothing. */
function versionsOf(value: unknown): readonly string[] | null {
  const entries = asObjects(value);
  if (entries.length === 0) return null;
  return entries.filter(({ status }) => status === undefined || status === 'affected').flatMap((entry) => asText(entry['version']) ?? []);
}
