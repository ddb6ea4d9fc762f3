import type { Digest } from './digest.ts';
import { parseDigest } from './digest.ts';
import { FromageError } from './error.ts';
import type { ReferenceFault, ReferenceParts } from './reference-grammar.ts';
import { isIdentifier, isTag, joinReference, splitReference } from './reference-grammar.ts';

/** What an image is called in a registry. Made by `parseReference`, so that names are always in their full form. */
export interface Reference {
  /** Host, and port where given: `docker.io`, `localhost:5000`, `[::1]:5000`. */
  readonly registry: string;
  /** Path below the registry: `library/httpd`. */
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: Digest | null;
}

/**
 * Reads what a person would type: `httpd`, `httpd:2.4`, `ghcr.io/a/b@sha256:…`. Docker's defaults are filled in
 * (`docker.io`, `library/`), a tag is not. Errors: `usage`.
 */
export function parseReference(text: string): Reference {
  const result = tryReference(text);
  if (typeof result === 'string') throw referenceError(text, result);
  return result;
}

/** The same, with the fault instead of an error. */
export function tryReference(text: string): Reference | ReferenceFault {
  if (text === '') return 'empty';
  if (isIdentifier(text)) return 'identifier';
  const [domain, remainder] = splitDomain(text);
  const [remote = ''] = remainder.split(':', 1);
  if (remote.toLowerCase() !== remote) return 'uppercase';
  const parts = splitReference(`${domain}/${remainder}`);
  if (typeof parts === 'string') return parts;
  return { registry: parts.domain, repository: parts.path, tag: parts.tag, digest: parts.digest };
}

/** Like `parseReference`, but only a full form will do: `docker.io/library/httpd`, not `httpd`. Errors: `usage`. */
export function parseCanonicalReference(text: string): Reference {
  const reference = parseReference(text);
  if (formatReference(reference) !== text) throw referenceError(text, 'not-canonical');
  return reference;
}

/** An image's ID (64 hex digits), a digest, or a reference. Errors: `usage`. */
export function parseReferenceOrDigest(text: string): Reference | Digest {
  const digest = parseDigest(isIdentifier(text) ? `sha256:${text}` : text);
  return digest ?? parseReference(text);
}

/** The one thing to pull: `latest` where neither tag nor digest is given; a tag beside a digest is dropped. Errors: `usage`. */
export function parsePullReference(text: string): Reference {
  const reference = parseReference(text);
  return reference.digest === null ? withDefaultTag(reference) : { ...reference, tag: null };
}

/** `docker.io/library/httpd:2.4`. */
export function formatReference(reference: Reference): string {
  return joinReference(partsOf(reference));
}

/** As Docker shows it: `httpd:2.4`, `me/app`, `ghcr.io/a/b`. */
export function familiarReference(reference: Reference): string {
  return joinReference(familiarParts(reference));
}

/** The same without tag and digest. */
export function familiarName(reference: Reference): string {
  return joinReference({ ...familiarParts(reference), tag: null, digest: null });
}

/** With the tag `latest`, where it has neither tag nor digest. */
export function withDefaultTag(reference: Reference): Reference {
  return reference.tag === null && reference.digest === null ? { ...reference, tag: 'latest' } : reference;
}

/** With another tag. Errors: `usage` where it can't be a tag. */
export function withTag(reference: Reference, tag: string): Reference {
  if (isTag(tag)) return { ...reference, tag };
  throw new FromageError('usage', `"${shorten(tag)}" is not a valid tag`, {
    hint: 'A tag is up to 128 letters, digits, "_", "." and "-", and starts with neither "." nor "-".',
  });
}

const DEFAULT_DOMAIN = 'docker.io';
const LEGACY_DOMAIN = 'index.docker.io';
const OFFICIAL = 'library/';

/** What stands before the first slash is a host only where it could be no namespace: it has `.`, `:`, a capital, or is `localhost`. */
function splitDomain(text: string): readonly [domain: string, remainder: string] {
  const slash = text.indexOf('/');
  if (slash < 0) return [DEFAULT_DOMAIN, OFFICIAL + text];
  const first = text.slice(0, slash);
  const isHost = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first;
  const domain = !isHost || first === LEGACY_DOMAIN ? DEFAULT_DOMAIN : first;
  const remainder = isHost ? text.slice(slash + 1) : text;
  return [domain, domain === DEFAULT_DOMAIN && !remainder.includes('/') ? OFFICIAL + remainder : remainder];
}

function partsOf(reference: Reference): ReferenceParts {
  return { domain: reference.registry, path: reference.repository, tag: reference.tag, digest: reference.digest };
}

/** `library/` goes only where one name is left: `library/foo/bar` keeps it. */
function familiarParts(reference: Reference): ReferenceParts {
  const parts = partsOf(reference);
  if (parts.domain !== DEFAULT_DOMAIN) return parts;
  const official = parts.path.startsWith(OFFICIAL) && parts.path.indexOf('/', OFFICIAL.length) < 0;
  return { ...parts, domain: '', path: official ? parts.path.slice(OFFICIAL.length) : parts.path };
}

const FAULTS: Readonly<Record<ReferenceFault, readonly [what: string, hint: string]>> = {
  empty: ['is empty', 'Give a name such as "httpd:2.4" or "ghcr.io/owner/app@sha256:…".'],
  format: ['is not a valid image reference', 'The form is [host[:port]/]path[:tag][@digest], for example "httpd:2.4".'],
  uppercase: ['has capital letters in its name', 'Repository names are lower case; only hosts and tags may have capitals.'],
  'name-too-long': ['is too long', 'The path of a repository has at most 255 characters.'],
  'text-too-long': ['is too long', 'No registry takes a name of that length.'],
  'digest-unsupported': ['has a digest of an unknown algorithm', 'Known are sha256, sha384 and sha512.'],
  'digest-length': ['has a digest of the wrong length', 'A sha256 digest has 64 hex digits, a sha384 one 96, a sha512 one 128.'],
  'digest-format': ['has a malformed digest', 'The hex digits of a digest are lower case.'],
  identifier: ['is an image ID, not a name', 'Give its repository too: "name@sha256:…".'],
  'not-canonical': ['is not in its full form', 'Write host and path in full, for example "docker.io/library/httpd".'],
};

function referenceError(text: string, fault: ReferenceFault): FromageError {
  const [what, hint] = FAULTS[fault];
  return new FromageError('usage', `"${shorten(text)}" ${what}`, { hint });
}

/** A reference may carry anything when it is wrong: not too much of it goes into a message, and no `user:password@`. */
function shorten(text: string): string {
  const safe = text.replace(/^([a-z]+:\/\/)?[^/@]*:[^/@]*@(?!sha\d+:)/i, '$1…@');
  return safe.length <= 100 ? safe : `${safe.slice(0, 99)}…`;
}
