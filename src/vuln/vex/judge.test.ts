/** Which statements hold for a finding. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseDigest } from '../../model/digest.ts';
import type { Scan, ScannedFinding } from '../../model/scan.ts';
import type { VexProduct, VexStatement } from '../../model/suppression.ts';
import { aScan } from '../../testing/sample-scans.ts';
import { vexJudge } from './judge.ts';
import { thingOf } from './thing.ts';

const SCAN = aScan();
const DIGEST = parseDigest(`sha256:${'cd'.repeat(32)}`) ?? assert.fail();

/** The sample, as `registry.example/team/httpd:2.4` on Debian 13. */
const INVENTORY: Scan['inventory'] = {
  ...SCAN.inventory,
  trace: {
    ...SCAN.inventory.trace,
    subject: { ...SCAN.inventory.trace.subject, reference: 'registry.example/team/httpd:2.4', manifestDigest: DIGEST, configDigest: null },
  },
};

function findingOf(id: string, name: string, more: Partial<ScannedFinding> = {}): ScannedFinding {
  const found = SCAN.findings.find((one) => one.id === id && one.package.name === name);
  assert.ok(found);
  return { ...found, ...more };
}

const OPENSSL = findingOf('CVE-2026-1000', 'libssl3t64', { purl: 'pkg:deb/debian/libssl3t64@3.5.1-1?arch=amd64&distro=debian-13' });

function statement(products: readonly VexProduct[], more: Partial<VexStatement> = {}): VexStatement {
  const said = { status: 'not_affected', justification: null, reason: null, source: 'x', time: null } as const;
  return { id: 'CVE-2026-1000', aliases: [], ...said, products, ...more };
}

function chosen(statements: readonly VexStatement[], finding: ScannedFinding = OPENSSL): VexStatement | null {
  return vexJudge([{ format: 'openvex', source: 'x', statements, faults: [] }], INVENTORY).statementFor(finding);
}

/** `whole > part`, each a purl, a name or a CPE. */
function holds(line: string, finding: ScannedFinding = OPENSSL): boolean {
  const [whole, ...parts] = line.split(' > ').map((word) => (word.startsWith('cpe:') ? thingOf([], { cpes: [word] }) : thingOf([word])));
  return whole !== undefined && chosen([statement([{ whole, parts }])], finding) !== null;
}

function check(lines: readonly string[]): void {
  for (const line of lines) {
    const [said = '', answer] = line.split(' | ');
    assert.equal(holds(said), answer === 'yes', said);
  }
}

test('a package: kind, namespace and name, and as much more as the purl says', () => {
  check([
    'pkg:deb/debian/libssl3t64 | yes',
    'pkg:deb/debian/libssl3t64@3.5.1-1 | yes',
    'pkg:deb/debian/libssl3t64@3.5.1-2 | no',
    'pkg:deb/debian/libssl3t64?arch=amd64 | yes',
    'pkg:deb/debian/libssl3t64?arch=arm64 | no',
    'pkg:deb/debian/libssl3t64?distro=debian-12 | no',
    'pkg:deb/ubuntu/libssl3t64 | no',
    'pkg:deb/libssl3t64 | no',
    'pkg:rpm/debian/libssl3t64 | no',
    'pkg:deb/debian/openssl | no',
    'pkg:deb/debian/openssl?arch=source | yes',
    'pkg:deb/debian/openssl@3.5.1-1?arch=source | yes',
    'pkg:deb/debian/openssl@3.5.1-9?arch=source | no',
    'libssl3t64 | no',
  ]);
});

test('a rpm goes by its vendor’s word, an epoch of 0 is none', () => {
  const rpm = { ...OPENSSL, purl: 'pkg:rpm/rhel/openssl-libs@3.0.7-1.el9?arch=x86_64' };
  assert.ok(holds('pkg:rpm/redhat/openssl-libs@3.0.7-1.el9?epoch=0', rpm));
  assert.ok(holds('pkg:rpm/redhat/openssl?arch=src', rpm));
  assert.ok(!holds('pkg:rpm/redhat/openssl-libs?epoch=1', rpm));
  assert.ok(!holds('pkg:rpm/suse/openssl-libs', rpm));
});

test('the image: by digest, purl or reference', () => {
  const hex = DIGEST.slice('sha256:'.length);
  check([
    `pkg:oci/httpd@sha256%3A${hex} | yes`,
    `pkg:oci/httpd@sha256:${hex}?repository_url=mirror.example/httpd | yes`,
    `pkg:oci/httpd@sha256:${'0'.repeat(64)} | no`,
    'pkg:oci/httpd | yes',
    'pkg:oci/nginx | no',
    'pkg:oci/httpd?repository_url=registry.example/team/httpd | yes',
    'pkg:oci/httpd?repository_url=registry.example/team/httpd&tag=2.2 | no',
    'pkg:oci/httpd?repository_url=docker.io/library/httpd | no',
    'pkg:docker/team/httpd@2.4?repository_url=registry.example | yes',
    'pkg:docker/httpd@2.4 | no',
    'registry.example/team/httpd:2.4 | yes',
    'registry.example/team/httpd | yes',
    'registry.example/team/httpd:2.2 | no',
    `other/name@sha256:${hex} | yes`,
    'httpd:2.4 | no',
    'https://example.com/httpd | no',
  ]);
  assert.ok(chosen([statement([{ whole: thingOf([], { digests: [DIGEST] }), parts: [] }])]));
});

test('a part: of this image or of the system it stands on, of nothing else', () => {
  check([
    'registry.example/team/httpd > pkg:deb/debian/libssl3t64 | yes',
    'registry.example/team/httpd > pkg:deb/debian/curl | no',
    'registry.example/team/other > pkg:deb/debian/libssl3t64 | no',
    'pkg:deb/debian/libssl3t64 > pkg:deb/debian/libssl3t64 | no',
    'cpe:/o:debian:debian_linux:13 > pkg:deb/debian/libssl3t64 | yes',
    'cpe:2.3:o:debian:debian_linux:13.0:*:*:*:*:*:*:* > pkg:deb/debian/libssl3t64 | yes',
    'cpe:/o:debian:debian_linux:12 > pkg:deb/debian/libssl3t64 | no',
    'cpe:/o:debian:debian_linux > pkg:deb/debian/libssl3t64 | no',
    'cpe:/o:redhat:enterprise_linux:13 > pkg:deb/debian/libssl3t64 | no',
    'cpe:/o:debian:debian_linux:13 | no',
  ]);
});

test('versions that stand apart from the purl', () => {
  const of = (versions: readonly string[]) =>
    chosen([statement([{ whole: thingOf(['pkg:deb/debian/libssl3t64'], { versions }), parts: [] }])]);
  assert.ok(of(['1', '3.5.1-1']));
  assert.equal(of([]), null);
});

const HERE: readonly VexProduct[] = [{ whole: thingOf(['pkg:deb/debian/libssl3t64']), parts: [] }];

describe('which vulnerability', () => {
  const named = (id: string, aliases: readonly string[] = []) => chosen([statement(HERE, { id, aliases })]) !== null;

  test('by any name of the finding, or by an alias that is its name', () => {
    assert.ok(named('cve-2026-1000'));
    assert.ok(named('DSA-6000-1'));
    assert.ok(named('GHSA-1', ['CVE-2026-1000']));
    assert.ok(!named('CVE-2026-1'));
  });

  test('an advisory that both are in does not make two vulnerabilities one', () => {
    assert.ok(!named('CVE-2026-9999', ['DSA-6000-1']));
  });

  test('without a product none holds', () => assert.equal(chosen([statement([])]), null));
});

describe('which statement', () => {
  const at = (status: VexStatement['status'], time: string | null) => statement(HERE, { status, time });

  test('the latest', () => {
    const [early, late] = ['2026-01-01T00:00:00Z', '2026-01-01T00:30:00+00:00'];
    assert.equal(chosen([at('affected', early), at('fixed', late)])?.status, 'fixed');
    assert.equal(chosen([at('fixed', early), at('affected', late)])?.status, 'affected');
    assert.equal(chosen([at('affected', early), at('not_affected', null)])?.status, 'affected');
  });

  test('of one time the more cautious', () => {
    assert.equal(chosen([at('not_affected', null), at('fixed', null), at('under_investigation', null)])?.status, 'under_investigation');
  });
});
