import { readSpdxPackages, type SpdxPackage } from '../../codec/spdx-packages.ts';
import { splitPath } from '../../model/image-path.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackage, listedRow } from '../listed-package.ts';

/** A package, its purl type and its architecture. */
type Row = readonly [row: ListedRow, type: string, architecture: string | null];

/** SBOMs that who built the software put into the image: Bitnami for each component, Wolfi and its kin for each package. */
export const spdx = {
  id: 'spdx',
  version: 1,
  summary: 'SBOMs that Bitnami puts beside its components, and melange (Wolfi, Chainguard) into its packages: what they give a purl',
  types: ['bitnami', 'apk', 'generic', 'github', 'golang', 'npm', 'pypi', 'gem', 'maven', 'cargo'],
  finds: 'installed',
  wish: { paths: ['opt/bitnami/*/.spdx-*.spdx', 'opt/bitnami/.spdx-*.spdx', 'var/lib/db/sbom/*.spdx.json', 'usr/lib/db/sbom/*.spdx.json'] },
  maxBytes: 32 * 1024 * 1024,
  async extract(_path, body) {
    const rows = readSpdxPackages(await readBody(body)).map(rowOf);
    return rows.length === 0 ? null : rows;
  },
  assemble: (_tree, facts) =>
    facts.flatMap((fact) =>
      fact.value.map(([row, type, architecture]) => ({ ...listedPackage(row, { type, foundBy: 'spdx', fact }), architecture })),
    ),
  *own(_tree, _facts, packages) {
    for (const one of packages) {
      const [folder, name] = splitPath(one.locations[0]?.path ?? '');
      // The component that the file is named for; what else it lists is somewhere in there.
      if (one.type === 'bitnami' && name === `.spdx-${one.name}.spdx` && folder !== 'opt/bitnami')
        yield { package: one, folders: [folder] };
    }
  },
} as const satisfies Cataloger<readonly Row[]>;

function rowOf({ purl: { type, namespace, name, version, qualifiers }, licence }: SpdxPackage): Row {
  return [listedRow(name, version, namespace, licence), type, qualifiers['arch'] ?? null];
}
