import { familiarReference, parseReference } from '../model/reference.ts';

/** For sentences: `docker.io/library/debian:trixie-slim` → `debian:trixie-slim`; of a digest twelve digits are left. */
export function shortName(reference: string): string {
  return shortenDigests(familiarReference(parseReference(reference)));
}

/** `debian@sha256:` and 64 digits → `debian@sha256:0123456789ab…`, wherever in a text. */
export function shortenDigests(text: string): string {
  return text.replace(/(@sha\d+:[0-9a-f]{12})[0-9a-f]+/g, '$1…');
}
