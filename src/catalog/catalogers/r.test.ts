import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { r } from './r.ts';

const BUILT = 'Built: R 4.2.2; ; 2026-01-01 00:00:00 UTC; unix';

test('installed packages of CRAN, of Bioconductor and of R itself', async () => {
  const [site, lib] = ['usr/local/lib/R/site-library', 'usr/lib/R/library'];
  const { lines, problems } = await catalogText(r, [
    [
      `${site}/cli/DESCRIPTION: Package: cli\nVersion: 3.6.1\nLicense: MIT + file LICENSE\nImports: utils\nRepository: CRAN\n${BUILT}\n`,
      `${site}/Biobase/DESCRIPTION: Package: Biobase\nVersion: 2.60.0\nbiocViews: Infrastructure\nDepends: R (>= 2.10),\n  BiocGenerics (>= 0.27.1), cli\n${BUILT}\n`,
      `${lib}/base/DESCRIPTION: Package: base\nVersion: 4.2.2\nPriority: base\nLicense: Part of R 4.2.2\n${BUILT}\n`,
      `${site}/source/DESCRIPTION: Package: source\nVersion: 1.0\n`,
      `${site}/odd/DESCRIPTION: Version: 1.0\n${BUILT}\n`,
    ],
  ]);
  assert.deepEqual(lines, [
    `cran cli 3.6.1 ${site}/cli/DESCRIPTION (MIT + file LICENSE)`,
    `bioconductor Biobase 2.60.0 ${site}/Biobase/DESCRIPTION`,
    `generic base 4.2.2 ${lib}/base/DESCRIPTION (Part of R 4.2.2)`,
  ]);
  assert.deepEqual(problems, []);
});
