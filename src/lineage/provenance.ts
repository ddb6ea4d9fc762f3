import { asObject, asObjects, asText, type JsonObject } from '../codec/json-shape.ts';
import type { Digest } from '../model/digest.ts';
import { parseDigest } from '../model/digest.ts';
import { fullReference } from './ancestors.ts';

/** An image that a build read, as its provenance lists it. */
export interface Material {
  /** In full, without digest: `docker.io/library/debian:bookworm-slim`. */
  readonly reference: string;
  readonly digest: Digest | null;
}

/** What a provenance statement says of a build, as far as lineage asks. */
export interface Provenance {
  /** `v0.2` or `v1`, of SLSA. */
  readonly version: string;
  /** Digests of what the statement is about, `sha256:…`. */
  readonly subjects: readonly Digest[];
  /** The images that were read: bases of all stages, and images that lent files. */
  readonly materials: readonly Material[];
  /** With BuildKit's `mode=max`: for each image that was read, the blobs of its layers, bottom first. */
  readonly stacks: readonly { readonly material: Material; readonly blobs: readonly Digest[] }[];
}

/** in-toto statement of a SLSA provenance predicate, v0.2 or v1; null where it is another statement. */
export function readProvenance(statement: unknown): Provenance | null {
  const root = asObject(statement);
  const version = /^https:\/\/slsa\.dev\/provenance\/(v0\.2|v1)$/.exec(asText(root?.['predicateType']) ?? '')?.[1];
  const predicate = asObject(root?.['predicate']);
  if (root === null || version === undefined || predicate === null) return null;
  const listed = version === 'v1' ? asObject(predicate['buildDefinition'])?.['resolvedDependencies'] : predicate['materials'];
  return {
    version,
    subjects: objects(root['subject']).flatMap((subject) => sha256Of(subject) ?? []),
    materials: distinct(objects(listed).flatMap((one) => materialOf(one) ?? [])),
    stacks: stacksOf(predicate, version),
  };
}

/** `pkg:docker/debian@bookworm-slim?digest=sha256:…&platform=…`: what BuildKit writes for an image; frontends are no bases. */
function materialOf(row: JsonObject): Material | null {
  const match = /^pkg:(?:docker|oci)\/([^@?]+)(?:@([^?]*))?(?:\?(.*))?$/.exec(asText(row['uri']) ?? '');
  if (match === null) return null;
  const [, name = '', version, query = ''] = match;
  const tag = version === undefined ? '' : decode(version);
  const pinned = parseDigest(tag) ?? parseDigest(queryValue(query, 'digest'));
  const reference = fullReference(tag === '' || parseDigest(tag) !== null ? decode(name) : `${decode(name)}:${tag}`);
  if (reference === null || isFrontend(reference)) return null;
  return { reference, digest: sha256Of(row) ?? pinned };
}

/** `# syntax=docker/dockerfile:1` is fetched as an image, and is none of what is built. */
function isFrontend(reference: string): boolean {
  return /^docker\.io\/docker\/(dockerfile|buildkit-syft-scanner|binfmt)(-upstream)?[:@]/.test(reference);
}

/**
 * BuildKit's metadata maps the output of each step to the stack of blobs it had; a step of kind `source` with a
 * `docker-image://` identifier is an image that was read.
 */
function stacksOf(predicate: JsonObject, version: string): Provenance['stacks'] {
  const v1 = asObject(predicate['buildDefinition']);
  const config = version === 'v1' ? asObject(asObject(v1?.['internalParameters'])?.['buildConfig']) : asObject(predicate['buildConfig']);
  const place = version === 'v1' ? asObject(asObject(predicate['runDetails'])?.['metadata']) : asObject(predicate['metadata']);
  const key = version === 'v1' ? 'buildkit_metadata' : 'https://mobyproject.org/buildkit@v1#metadata';
  const layers = asObject(asObject(place?.[key])?.['layers']) ?? {};
  return objects(config?.['llbDefinition']).flatMap((step) => {
    const material = imageRead(step);
    const stack = material === null ? null : layers[`${asText(step['id'])}:0`];
    const blobs = Array.isArray(stack) ? objects(stack[0]).flatMap((one) => parseDigest(one['digest']) ?? []) : [];
    return material === null || blobs.length === 0 ? [] : [{ material, blobs }];
  });
}

function imageRead(step: JsonObject): Material | null {
  const op = asObject(step['op']);
  // protojson wraps the oneof in older versions: `op: { Op: { Source: … } }` and `op: { source: … }` both occur.
  const inner = asObject(op?.['Op']) ?? op;
  const source = asObject(inner?.['source']) ?? asObject(inner?.['Source']);
  const name = /^docker-image:\/\/([^@]+)(?:@(.+))?$/.exec(asText(source?.['identifier']) ?? '');
  const reference = name === null ? null : fullReference(name[1] ?? '');
  return reference === null || isFrontend(reference) ? null : { reference, digest: parseDigest(name?.[2]) };
}

function distinct(materials: readonly Material[]): readonly Material[] {
  return [...new Map(materials.map((one) => [`${one.reference} ${one.digest}`, one])).values()];
}

function sha256Of(row: JsonObject): Digest | null {
  const hex = asText(asObject(row['digest'])?.['sha256']);
  return hex === null ? null : parseDigest(`sha256:${hex}`);
}

/** As many as any build has; what is beyond is passed over. */
function objects(value: unknown): readonly JsonObject[] {
  return asObjects(Array.isArray(value) ? value.slice(0, 10_000) : value);
}

function queryValue(query: string, name: string): string | null {
  const pair = query.split('&').find((one) => one.startsWith(`${name}=`));
  return pair === undefined ? null : decode(pair.slice(name.length + 1));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
