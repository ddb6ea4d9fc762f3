import type { Package } from '../../model/package.ts';
import { formatPurl, type PurlParts, parsePurl } from '../../model/purl.ts';

/** A package of an image, as purls are held against it. */
export interface PurlTarget {
  readonly package: Package;
  readonly purl: PurlParts;
}

/** Null where the package's own purl can't be read. */
export function purlTarget(found: Package, purl: string): PurlTarget | null {
  const parts = parsePurl(purl);
  return parts === null ? null : { package: found, purl: parts };
}

/**
 * Whether a purl of a statement or rule means a package: the same kind, namespace and name; its version where the purl has one, and each
 * of its qualifiers. A source package (`arch=source`, `arch=src`) means what was built from it.
 */
export function matchesPurl(asked: PurlParts, { package: found, purl }: PurlTarget): boolean {
  if (asked.type !== purl.type) return false;
  const isSource = SOURCES.has(asked.qualifiers['arch'] ?? '');
  const own = isSource ? { ...purl, name: found.source?.name ?? purl.name } : purl;
  if (nameOf(asked) !== nameOf(own)) return false;
  const versions = isSource && found.source !== null ? [found.source.version] : [];
  if (asked.version !== null && ![...versions, purl.version, found.version].includes(asked.version)) return false;
  if (asked.subpath !== undefined && asked.subpath !== null && asked.subpath !== (purl.subpath ?? null)) return false;
  return Object.entries(asked.qualifiers).every(
    ([key, value]) => (isSource && key === 'arch') || value === null || sameQualifier(key, value, purl.qualifiers[key] ?? null),
  );
}

const SOURCES: ReadonlySet<string> = new Set(['source', 'src']);

function nameOf({ type, namespace, name }: PurlParts): string {
  const space = namespace?.toLowerCase() ?? null;
  const vendor = type === 'rpm' && space !== null && Object.hasOwn(VENDORS, space) ? (VENDORS[space] ?? space) : space;
  return formatPurl({ type, namespace: vendor, name, version: null, qualifiers: {} });
}

/** Publishers' words for a rpm's namespace, where os-release's ID, which our purls have, is another. */
const VENDORS: Readonly<Record<string, string>> = {
  amzn: 'amazon',
  ol: 'oracle',
  'opensuse-leap': 'opensuse',
  'opensuse-tumbleweed': 'opensuse',
  rhel: 'redhat',
  sles: 'suse',
};

/** An epoch of 0 is none. */
function sameQualifier(key: string, asked: string, own: string | null): boolean {
  return asked === own || (key === 'epoch' && asked === '0' && own === null);
}
