import type { SbomPackage } from '../../model/sbom.ts';
import { formatPurl, parsePurl } from '../../model/purl.ts';
import type { SbomFormat } from '../sbom-format.ts';

/** A package URL a line, sorted. What a package was built from is told in it: nothing else here does, and advisories go by that. */
export const purls = {
  id: 'purls',
  summary: 'a package URL a line',
  write: (sbom) => sbom.packages.map((one) => `${withSource(one)}\n`).join(''),
} as const satisfies SbomFormat;

/** purl-types have no name for it; `upstream` is what other makers of SBOMs write. */
function withSource({ purl, package: { source } }: SbomPackage): string {
  const parts = source === null ? null : parsePurl(purl);
  if (source === null || parts === null) return purl;
  const upstream = source.version === null ? source.name : `${source.name}@${source.version}`;
  return formatPurl({ ...parts, qualifiers: { ...parts.qualifiers, upstream } });
}
