/** Where an id is told of. */
export interface AdvisorySource {
  /** Who gives such ids. */
  readonly name: string;
  /** The page of this one. */
  readonly url: string;
}

/** Prefix of an id, who gives it, and what stands before the id in the address of its page. */
const SOURCES: readonly (readonly [prefix: string, name: string, before: string, after?: string])[] = [
  ['CVE-', 'CVE', 'https://www.cve.org/CVERecord?id='],
  ['GHSA-', 'GitHub', 'https://github.com/advisories/'],
  ['DSA-', 'Debian', 'https://security-tracker.debian.org/tracker/'],
  ['DLA-', 'Debian', 'https://security-tracker.debian.org/tracker/'],
  ['USN-', 'Ubuntu', 'https://ubuntu.com/security/notices/'],
  ['RHSA-', 'Red Hat', 'https://access.redhat.com/errata/'],
  ['GO-', 'Go', 'https://pkg.go.dev/vuln/'],
  ['RUSTSEC-', 'RustSec', 'https://rustsec.org/advisories/', '.html'],
];

/** Who tells of an id, and where; of ids without a page of their own OSV, which gathers them. */
export function advisorySource(id: string): AdvisorySource {
  const [, name = 'OSV', before = 'https://osv.dev/vulnerability/', after = ''] = SOURCES.find(([prefix]) => id.startsWith(prefix)) ?? [];
  return { name, url: `${before}${encodeURIComponent(id.toWellFormed()).replaceAll("'", '%27')}${after}` };
}
