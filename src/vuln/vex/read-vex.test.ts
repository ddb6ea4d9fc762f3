/** Documents of each kind, written after its specification. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatPurl } from '../../model/purl.ts';
import type { VexDocument, VexProduct, VexThing } from '../../model/suppression.ts';
import { readVex, tryVex } from './read-vex.ts';

const shown = ({ purls, names, digests, cpes, versions }: VexThing) =>
  [...purls.map(formatPurl), ...names, ...digests, ...cpes, ...(versions === null ? [] : [`versions ${versions.join(',')}`])].join(' ');
const products = (list: readonly VexProduct[]) => list.map(({ whole, parts }) => [shown(whole), ...parts.map(shown)].join(' > '));
const told = ({ statements }: VexDocument) =>
  statements.map((one) => [one.id, one.status, one.justification, one.reason, one.time, ...products(one.products)]);

const HEX = 'ab'.repeat(32);

describe('OpenVEX', () => {
  const document = (statements: unknown) => ({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.com/vex/1',
    author: 'a',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements,
  });

  test('0.2.0: names, products, subcomponents, and the time of the document where a statement has none', () => {
    const read = readVex(
      document([
        {
          vulnerability: { '@id': 'https://nvd.nist.gov/vuln/detail/CVE-2026-1', name: 'CVE-2026-1', aliases: ['GHSA-x'] },
          products: [{ '@id': 'pkg:oci/app@sha256%3Aff', subcomponents: [{ '@id': 'pkg:deb/debian/curl' }] }],
          status: 'not_affected',
          justification: 'vulnerable_code_not_present',
          impact_statement: 'built without it',
        },
        {
          vulnerability: { '@id': 'https://nvd.nist.gov/vuln/detail/CVE-2026-2' },
          products: [
            {
              '@id': 'https://example.com/app',
              identifiers: { purl: 'pkg:npm/a@1', cpe23: 'cpe:2.3:a:b:c:1' },
              hashes: { 'sha-256': HEX },
            },
          ],
          status: 'affected',
          action_statement: 'update',
          timestamp: '2026-02-01T00:00:00Z',
        },
      ]),
      'vex.json',
    );
    assert.deepEqual(told(read), [
      [
        'CVE-2026-1',
        'not_affected',
        'vulnerable_code_not_present',
        'built without it',
        '2026-01-01T00:00:00Z',
        'pkg:oci/app@sha256:ff > pkg:deb/debian/curl',
      ],
      [
        'CVE-2026-2',
        'affected',
        null,
        'update',
        '2026-02-01T00:00:00Z',
        `pkg:npm/a@1 https://example.com/app sha256:${HEX} cpe:2.3:a:b:c:1`,
      ],
    ]);
    assert.deepEqual([read.source, read.faults, read.statements[0]?.aliases], ['vex.json (https://example.com/vex/1)', [], ['GHSA-x']]);
  });

  test('the first drafts: plain words, subcomponents beside the products', () => {
    const statement = { vulnerability: 'CVE-2026-1', products: ['pkg:oci/app'], subcomponents: ['pkg:apk/alpine/zlib@1'], status: 'fixed' };
    assert.deepEqual(told(readVex({ ...document([statement]), '@context': 'https://openvex.dev/ns' }, 'x')), [
      ['CVE-2026-1', 'fixed', null, null, '2026-01-01T00:00:00Z', 'pkg:oci/app > pkg:apk/alpine/zlib@1'],
    ]);
  });

  test('what is wrong is told, and the rest read', () => {
    const good = { vulnerability: { name: 'CVE-1' }, products: [], status: 'fixed' };
    const { faults, statements } = readVex(
      document([null, { status: 'fixed' }, { ...good, status: 'fine' }, { ...good, status: 7 }, good]),
      'x',
    );
    assert.deepEqual(faults, [
      'statement 1 is no object',
      'statement 2 names no vulnerability',
      'statement 3 has a status that is none: fine',
      'statement 4 has no status',
    ]);
    assert.deepEqual([statements.length, statements[0]?.products], [1, []]);
    assert.deepEqual(readVex(document('none'), 'x').faults, ['it has no list of statements']);
  });
});

describe('CycloneDX', () => {
  const vulnerability = (state: string, ref: string, more: object = {}) => ({
    id: 'CVE-1',
    analysis: { state, ...more },
    affects: [{ ref }],
  });
  const document = (vulnerabilities: readonly object[], more: object = {}) => ({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 'urn:uuid:1',
    vulnerabilities,
    ...more,
  });
  const statusOf = (state: string) => readVex(document([vulnerability(state, 'pkg:npm/a')]), 'x').statements[0]?.status;

  test('states', () => {
    const states = ['resolved', 'resolved_with_pedigree', 'exploitable', 'in_triage', 'false_positive', 'not_affected'];
    assert.deepEqual(states.map(statusOf), ['fixed', 'fixed', 'affected', 'under_investigation', 'not_affected', 'not_affected']);
    const { faults, statements } = readVex(
      document([vulnerability('fine', 'x'), { analysis: { state: 'resolved' } }, { id: 'CVE-2' }]),
      'x',
    );
    assert.deepEqual([faults, statements], [['vulnerability 1 has a state that is none: fine', 'vulnerability 2 has no id'], []]);
  });

  test('refs: a purl, a component by its ref, within another too, and a link into another document', () => {
    const components = [{ 'bom-ref': 'one', purl: 'pkg:npm/one@1', components: [{ 'bom-ref': 'two', purl: 'pkg:npm/two@2' }] }];
    const refs = ['pkg:npm/a@1', 'two', 'urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#pkg:npm/b%401', 'nowhere'];
    const read = readVex(
      document(
        refs.map((ref) => vulnerability('not_affected', ref, { justification: 'code_not_present', detail: 'no' })),
        { components },
      ),
      'x',
    );
    assert.deepEqual(
      read.statements.flatMap((one) => products(one.products)),
      ['pkg:npm/a@1', 'pkg:npm/two@2', 'pkg:npm/b@1', 'nowhere'],
    );
    assert.deepEqual([read.statements[0]?.justification, read.statements[0]?.reason], ['code_not_present', 'no']);
  });

  test('of an image: its packages in it alone', () => {
    const component = {
      'bom-ref': 'img',
      type: 'container',
      name: 'team/app',
      version: `sha256:${HEX}`,
      hashes: [{ alg: 'SHA-256', content: HEX }],
    };
    const read = readVex(
      document([vulnerability('not_affected', 'pkg:npm/a'), vulnerability('resolved', 'img')], { metadata: { component } }),
      'x',
    );
    const image = `team/app@sha256:${HEX} sha256:${HEX} sha256:${HEX}`;
    assert.deepEqual(
      read.statements.flatMap((one) => products(one.products)),
      [`${image} > pkg:npm/a`, image],
    );
  });

  test('versions: those that are affected; ranges hold for nothing', () => {
    const affects = (versions: readonly object[]) => [{ ref: 'pkg:npm/a', versions }];
    const of = (versions: readonly object[]) =>
      products(
        readVex(document([{ id: 'CVE-1', analysis: { state: 'not_affected' }, affects: affects(versions) }]), 'x').statements[0]
          ?.products ?? [],
      );
    assert.deepEqual(of([{ version: '1' }, { version: '2', status: 'unaffected' }]), ['pkg:npm/a versions 1']);
    assert.deepEqual(of([{ range: 'vers:npm/<2' }]), ['pkg:npm/a versions ']);
  });
});

describe('CSAF', () => {
  const product = (id: string, purl: string) => ({ product_id: id, name: id, product_identification_helper: { purl } });
  const document = (vulnerabilities: readonly object[]) => ({
    document: { category: 'csaf_vex', csaf_version: '2.0', tracking: { id: 'ESA-1', current_release_date: '2026-01-01T00:00:00Z' } },
    product_tree: {
      branches: [
        { category: 'vendor', branches: [{ category: 'product_version', product: product('curl', 'pkg:rpm/redhat/curl?arch=src') }] },
        {
          category: 'product_name',
          product: { product_id: 'el9', name: 'EL 9', product_identification_helper: { cpe: 'cpe:/o:redhat:enterprise_linux:9' } },
        },
      ],
      full_product_names: [{ product_id: 'lib', name: 'lib', product_identification_helper: { purls: ['pkg:npm/lib@1'] } }],
      relationships: [
        {
          product_reference: 'curl',
          relates_to_product_reference: 'el9',
          full_product_name: { product_id: 'el9:curl', name: 'curl of EL 9' },
        },
      ],
      product_groups: [{ group_id: 'all', product_ids: ['lib', 'el9:curl'] }],
    },
    vulnerabilities,
  });

  test('statuses, flags, threats and remediations, by product and by group', () => {
    const read = readVex(
      document([
        {
          cve: 'CVE-1',
          ids: [{ system_name: 'x', text: 'X-1' }],
          product_status: { known_not_affected: ['el9:curl', 'nobody'], fixed: ['lib'], recommended: ['lib'] },
          flags: [{ label: 'component_not_present', group_ids: ['all'] }],
          threats: [
            { category: 'exploit_status', details: 'none', product_ids: ['el9:curl'] },
            { category: 'impact', details: 'not built', product_ids: ['el9:curl'] },
          ],
          remediations: [{ category: 'vendor_fix', details: 'update', product_ids: ['lib'] }],
        },
      ]),
      'x.json',
    );
    assert.deepEqual(told(read), [
      [
        'CVE-1',
        'not_affected',
        'component_not_present',
        'not built',
        '2026-01-01T00:00:00Z',
        'cpe:/o:redhat:enterprise_linux:9 > pkg:rpm/redhat/curl?arch=src',
      ],
      ['CVE-1', 'fixed', 'component_not_present', 'update', '2026-01-01T00:00:00Z', 'pkg:npm/lib@1'],
    ]);
    assert.deepEqual([read.source, read.statements[0]?.aliases], ['x.json (ESA-1)', ['X-1']]);
  });

  test('all its words for a status', () => {
    const status = {
      first_fixed: ['lib'],
      known_affected: ['lib'],
      first_affected: ['lib'],
      last_affected: ['lib'],
      under_investigation: ['lib'],
    };
    assert.deepEqual(
      readVex(document([{ cve: 'CVE-1', product_status: status }]), 'x').statements.map((one) => one.status),
      ['fixed', 'affected', 'affected', 'affected', 'under_investigation'],
    );
  });

  test('a vulnerability without an id is told', () => {
    assert.deepEqual(readVex(document([{ product_status: { fixed: ['lib'] } }]), 'x').faults, ['vulnerability 1 has no id']);
  });
});

test('what is none of these is refused', () => {
  for (const other of [null, [], 'text', {}, { bomFormat: 'SPDX' }, { document: {} }, { '@context': 'https://example.com' }]) {
    assert.equal(tryVex(other, 'x'), null);
    assert.throws(() => readVex(other, 'a/vex.json'), { code: 'malformed', message: 'a/vex.json is no VEX document' });
  }
});
