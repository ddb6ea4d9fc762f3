import type { SbomFormat } from '../sbom-format.ts';

/** A package URL a line, sorted. */
export const purls = {
  id: 'purls',
  summary: 'a package URL a line',
  write: (sbom) => sbom.packages.map(({ purl }) => `${purl}\n`).join(''),
} as const satisfies SbomFormat;
