import type { Scan } from '../../model/scan.ts';
import { componentRefs, cyclonedxDocument, type ListedSbom } from '../cyclonedx-document.ts';
import { cyclonedxVulnerabilities, type RefOf } from '../cyclonedx-vulnerabilities.ts';
import type { ScanFormat } from '../scan-format.ts';

/** The SBOM that `fromage sbom` writes, as far as a scan knows it, with what was found. */
export const cyclonedx = {
  id: 'cyclonedx',
  summary: 'CycloneDX 1.6: packages and vulnerabilities',
  write(scan, view) {
    const document = {
      ...cyclonedxDocument(sbomOf(scan), view),
      vulnerabilities: cyclonedxVulnerabilities(scan, refsOf(scan), { isVex: false }),
    };
    return `${JSON.stringify(document, null, 2)}\n`;
  },
} as const satisfies ScanFormat;

/** What a scan has no need to know is left out: files, histories, dependencies. */
function sbomOf({ inventory: { trace, distribution, packages, problems } }: Scan): ListedSbom {
  return {
    trace,
    distribution,
    packages: packages.map((one) => ({ ...one, history: [], touched: null, files: 0, bytes: 0, contains: [], dependsOn: [] })),
    gone: [],
    files: null,
    problems,
  };
}

/** A package may be there twice under one purl. */
function refsOf({ inventory: { packages } }: Scan): RefOf {
  const refs = componentRefs(packages);
  const byPackage = new Map(packages.map((one, at) => [one.package, refs[at] ?? one.purl]));
  return (finding) => byPackage.get(finding.package) ?? finding.purl;
}
