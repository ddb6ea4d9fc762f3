import type { PurlParts } from '../../model/purl.ts';
import { type Reference, tryReference } from '../../model/reference.ts';
import type { Distribution } from '../../model/sbom.ts';
import type { Inventory } from '../../model/scan.ts';
import type { VexThing } from '../../model/suppression.ts';

/** An image, as the wholes of statements are held against it. */
export interface ImageTarget {
  readonly digests: ReadonlySet<string>;
  /** Its name in a registry; null where it has none. */
  readonly reference: Reference | null;
  readonly distribution: Distribution | null;
}

export function imageTarget({ trace: { subject }, distribution }: Inventory): ImageTarget {
  const reference = tryReference(subject.reference ?? subject.name);
  return {
    digests: new Set([subject.manifestDigest, subject.indexDigest, subject.configDigest].filter((digest) => digest !== null)),
    reference: typeof reference === 'string' ? null : reference,
    distribution,
  };
}

/** Whether a statement's thing is the image: by digest, by purl (`oci`, `docker`), or by a reference. */
export function isImage({ purls, names, digests }: VexThing, target: ImageTarget): boolean {
  return (
    digests.some((digest) => target.digests.has(digest)) ||
    purls.some((purl) => isImagePurl(purl, target)) ||
    names.some((name) => isImageName(name, target))
  );
}

/** Whether it is the distribution that the image stands on. */
export function isSystem({ cpes }: VexThing, { distribution }: ImageTarget): boolean {
  return distribution !== null && cpes.some((cpe) => isSystemName(cpe, distribution));
}

/**
 * purl-types, `oci`: the version is the digest, the name the last part of the repository, `repository_url` all of it; `docker`: the version
 * is a tag or a digest. A digest alone says it; without one the names must be the same, as far as they are given.
 */
function isImagePurl({ type, namespace, name, version, qualifiers }: PurlParts, { digests, reference }: ImageTarget): boolean {
  if (type !== 'oci' && type !== 'docker') return false;
  if (version?.startsWith('sha256:') === true) return digests.has(version);
  if (reference === null) return false;
  const tag = type === 'docker' ? version : (qualifiers['tag'] ?? null);
  if (tag !== null && tag !== reference.tag) return false;
  const url = qualifiers['repository_url'] ?? null;
  if (type === 'docker') return isRepository([url, namespace, name].filter((part) => part !== null).join('/'), reference);
  // oci has no version but a digest.
  if (version !== null) return false;
  return url === null ? name === reference.repository.slice(reference.repository.lastIndexOf('/') + 1) : isRepository(url, reference);
}

function isRepository(text: string, { registry, repository }: Reference): boolean {
  const asked = tryReference(text.replace(/^https?:\/\//, ''));
  return typeof asked !== 'string' && asked.registry === registry && asked.repository === repository;
}

/** A reference without a tag means all of them. */
function isImageName(name: string, { digests, reference }: ImageTarget): boolean {
  const asked = tryReference(name);
  if (typeof asked === 'string') return digests.has(name);
  if (asked.digest !== null) return digests.has(asked.digest);
  if (reference === null || asked.registry !== reference.registry || asked.repository !== reference.repository) return false;
  return asked.tag === null || asked.tag === reference.tag;
}

/** os-release's ID, by vendor and product of a CPE. */
const SYSTEMS: Readonly<Record<string, string>> = {
  'almalinux:almalinux': 'almalinux',
  'alpinelinux:alpine_linux': 'alpine',
  'amazon:linux_2': 'amzn',
  'canonical:ubuntu_linux': 'ubuntu',
  'debian:debian_linux': 'debian',
  'opensuse:leap': 'opensuse-leap',
  'oracle:linux': 'ol',
  'redhat:enterprise_linux': 'rhel',
  'rocky:rocky': 'rocky',
  'suse:sles': 'sles',
};

/** `cpe:/o:redhat:enterprise_linux:9::baseos` and `cpe:2.3:o:debian:debian_linux:12.0:*:…`; one without a version is of none. */
function isSystemName(cpe: string, { id, versionId }: Distribution): boolean {
  const [, vendor = '', product = '', version = ''] =
    /^cpe:(?:\/|2\.3:)[oa]:([^:]*):([^:]*):([^:]*)/.exec(cpe) ?? /^cpe:(?:\/|2\.3:)[oa]:([^:]*):([^:]*)$/.exec(cpe) ?? [];
  const key = `${vendor}:${product}`;
  if (!Object.hasOwn(SYSTEMS, key) || SYSTEMS[key] !== id || versionId === null || !/^\d/.test(version)) return false;
  const plain = version.replace(/\.0$/, '');
  return versionId === version || versionId === plain || versionId.startsWith(`${plain}.`);
}
