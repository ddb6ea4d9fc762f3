import { type Reference, tryReference, withDefaultTag } from '../model/reference.ts';

/** A name in Docker's official library, as its index asks for it. */
export interface OfficialName {
  readonly image: string;
  readonly tag: string;
}

/** `docker.io/library/httpd:2.4@sha256:…` → httpd, 2.4. Null for all other names, and where only a digest is given. */
export function officialName(reference: string): OfficialName | null {
  const parsed = tryReference(reference);
  return typeof parsed === 'string' ? null : officialNameOf(parsed);
}

export function officialNameOf(reference: Reference): OfficialName | null {
  const { registry, repository, tag } = withDefaultTag(reference);
  if (registry !== 'docker.io' || !repository.startsWith('library/') || tag === null) return null;
  return { image: repository.slice('library/'.length), tag };
}
