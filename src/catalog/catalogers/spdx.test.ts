import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { spdx } from './spdx.ts';

function sbom(...packages: readonly (readonly [purl: string, licence?: string])[]): string {
  return JSON.stringify({
    spdxVersion: 'SPDX-2.3',
    packages: [
      ...packages.map(([referenceLocator, licenseDeclared = 'NOASSERTION']) => ({
        name: 'x',
        licenseDeclared,
        licenseConcluded: 'NONE',
        externalRefs: [
          { referenceType: 'cpe23Type', referenceLocator: 'cpe:2.3:a' },
          { referenceType: 'purl', referenceLocator },
        ],
      })),
      { name: 'without a purl' },
      7,
    ],
  });
}

test('SBOMs of Bitnami and of melange', async () => {
  const redis = sbom(
    ['pkg:bitnami/redis@7.2.4-0?arch=amd64&distro=debian-12', 'BSD-3-Clause'],
    ['pkg:golang/github.com/x/y@v1.0.0'],
    ['no purl'],
  );
  const { lines, problems, found, tree } = await catalogText(spdx, [
    [
      `opt/bitnami/redis/.spdx-redis.spdx: ${redis}`,
      `var/lib/db/sbom/curl-8.5.0-r0.spdx.json: ${sbom(['pkg:apk/wolfi/curl@8.5.0-r0?arch=x86_64', 'MIT'])}`,
      'var/lib/db/sbom/old.spdx.json: {"spdxVersion":"SPDX-3.0"}',
      'var/lib/db/sbom/cut.spdx.json: {"spdxVersion":"SPDX-2.3',
      `srv/other.spdx.json: ${redis}`,
    ],
  ]);
  assert.deepEqual(lines, [
    'bitnami redis 7.2.4-0 opt/bitnami/redis/.spdx-redis.spdx (BSD-3-Clause)',
    'golang github.com/x/y v1.0.0 opt/bitnami/redis/.spdx-redis.spdx',
    'apk wolfi/curl 8.5.0-r0 var/lib/db/sbom/curl-8.5.0-r0.spdx.json (MIT)',
  ]);
  assert.deepEqual(problems, ['"var/lib/db/sbom/cut.spdx.json" could not be read: the SBOM is not valid JSON']);
  const packages = found.map((one) => one.package);
  assert.deepEqual(
    packages.map(({ architecture }) => architecture),
    ['amd64', null, 'x86_64'],
  );
  assert.deepEqual(
    [...spdx.own(tree, [], packages)].map(({ package: one, folders }) => [one.name, folders]),
    [['redis', ['opt/bitnami/redis']]],
  );
});
