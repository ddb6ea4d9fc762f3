import { imageOf, toolsOf } from '../cyclonedx-document.ts';
import { cyclonedxVulnerabilities } from '../cyclonedx-vulnerabilities.ts';
import type { ScanFormat } from '../scan-format.ts';

/** No components: what is affected is named by its purl, which an SBOM of any tool has. */
export const cyclonedxVex = {
  id: 'cyclonedx-vex',
  summary: 'CycloneDX 1.6: vulnerabilities alone, packages by purl',
  write(scan, view) {
    const { trace } = scan.inventory;
    const document = {
      $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: {
        ...(view.time === null ? {} : { timestamp: view.time }),
        tools: toolsOf(view),
        component: imageOf({ trace, files: null, gone: [] }),
      },
      vulnerabilities: cyclonedxVulnerabilities(scan, ({ purl }) => purl, { isVex: true }),
    };
    return `${JSON.stringify(document, null, 2)}\n`;
  },
} as const satisfies ScanFormat;
