import { parseDigest } from './digest.ts';
import type { Digest } from './digest.ts';

/** The parts of a reference as written, before Docker's defaults: `httpd:2.4` has no domain and the path `httpd`. */
export interface ReferenceParts {
  /** Host and port, or empty. */
  readonly domain: string;
  readonly path: string;
  readonly tag: string | null;
  readonly digest: Digest | null;
}

/** Why a text is no reference. */
export type ReferenceFault =
  | 'empty'
  | 'format'
  | 'uppercase'
  | 'name-too-long'
  | 'text-too-long'
  | 'digest-unsupported'
  | 'digest-length'
  | 'digest-format'
  | 'identifier'
  | 'not-canonical';

/** Longest repository path, in characters. */
export const MAX_PATH = 255;

/** Far over what any registry takes; keeps hostile input from the expressions below. */
const MAX_TEXT = 8192;

// The grammar of distribution/reference: one host label, a host, a path component, a tag, a digest.
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const DOMAIN = `(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const PATH = `${COMPONENT}(?:/${COMPONENT})*`;
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';

const NAME_PATTERN = new RegExp(`^(?:(${DOMAIN})/)?(${PATH})$`);
const REFERENCE_PATTERN = new RegExp(`^((?:${DOMAIN}/)?${PATH})(?::(${TAG}))?(?:@(${DIGEST}))?$`);
const TAG_PATTERN = new RegExp(`^${TAG}$`);
const IDENTIFIER_PATTERN = /^[0-9a-f]{64}$/;

/** Splits a reference as written (`Parse` of distribution/reference), or says why it is none. */
export function splitReference(text: string): ReferenceParts | ReferenceFault {
  if (text === '') return 'empty';
  if (text.length > MAX_TEXT) return 'text-too-long';
  const match = REFERENCE_PATTERN.exec(text);
  if (match === null) return REFERENCE_PATTERN.test(text.toLowerCase()) ? 'uppercase' : 'format';
  const [, name = '', tag, digestText] = match;
  const parts = splitName(name);
  if (typeof parts === 'string') return parts;
  const digest = parseDigest(digestText);
  if (digestText !== undefined && digest === null) return faultOfDigest(digestText);
  return { ...parts, tag: tag ?? null, digest };
}

/** Splits a name without tag and digest (`WithName`). */
export function splitName(name: string): ReferenceParts | ReferenceFault {
  if (name.length > MAX_TEXT) return 'text-too-long';
  const match = NAME_PATTERN.exec(name);
  if (match === null) return 'format';
  const [, domain = '', path = ''] = match;
  return path.length > MAX_PATH ? 'name-too-long' : { domain, path, tag: null, digest: null };
}

/** `domain/path:tag@digest`, of the parts that are there. */
export function joinReference(parts: ReferenceParts): string {
  const domain = parts.domain === '' ? '' : `${parts.domain}/`;
  const tag = parts.tag === null ? '' : `:${parts.tag}`;
  return `${domain}${parts.path}${tag}${parts.digest === null ? '' : `@${parts.digest}`}`;
}

/** Whether the text can be a tag: a word character, then up to 127 word characters, dots and dashes. */
export function isTag(text: string): boolean {
  return TAG_PATTERN.test(text);
}

/** Whether the text is 64 lower-case hex digits: an image's ID, which may not be a name. */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER_PATTERN.test(text);
}

function faultOfDigest(text: string): ReferenceFault {
  const [algorithm = '', hex = ''] = text.split(':');
  const length = { sha256: 64, sha384: 96, sha512: 128 }[algorithm];
  if (length === undefined) return 'digest-unsupported';
  return hex.length === length ? 'digest-format' : 'digest-length';
}
