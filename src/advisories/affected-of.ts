import type { AffectedPackage, PackageAdvisory } from '../model/advisory.ts';

/** What an advisory that was looked up says of its package. Named one by one: it need not have them as properties of its own. */
export function affectedOf({
  family,
  release,
  name,
  ranges,
  versions,
  status,
  urgency,
  repository,
  stream,
}: PackageAdvisory): AffectedPackage {
  return { family, release, name, ranges, versions, status, urgency, repository, stream };
}
