import { formatReference, tryReference, withDefaultTag } from '../model/reference.ts';

/** `httpd:2.4` → `docker.io/library/httpd:2.4`; null where it is no reference (an image layout's tag may be anything). */
export function canonicalName(name: string): string | null {
  const reference = tryReference(name);
  return typeof reference === 'string' ? null : formatReference(withDefaultTag(reference));
}

/** Whether two names mean the same, whether written in full or not. */
export function isSameName(a: string, b: string): boolean {
  if (a === b) return true;
  const canonical = canonicalName(a);
  return canonical !== null && canonical === canonicalName(b);
}

/** The first of the names that is a reference, in full. */
export function referenceAmong(names: readonly string[]): string | null {
  return names.map(canonicalName).find((name) => name !== null) ?? null;
}
