/**
 * What other tools read: CycloneDX, OpenVEX, GitLab. By the published schemas where they can be had: schemas.slow.test.ts. GitLab’s
 * cannot, so its rules stand here, as container-scanning-report-format.json of 15.2.1 has them.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import type { Scan } from '../../model/scan.ts';
import { aCleanScan, aScan } from '../../testing/sample-scans.ts';
import type { ScanFormat } from '../scan-format.ts';
import { PLAIN } from '../style.ts';
import { cyclonedx } from './cyclonedx.ts';
import { cyclonedxVex } from './cyclonedx-vex.ts';
import { gitlab } from './gitlab.ts';
import { SCAN_FORMATS } from './index.ts';
import { openvex } from './openvex.ts';

const TEMPLATE = { name: 'x.txt', text: '{{build}}\n' };
const VIEW = { width: 80, style: PLAIN, version: '1.2.3', time: null, dockerfile: null, grouping: 'remedy', template: TEMPLATE } as const;

function written<T>(format: ScanFormat, scan: Scan = aScan(), time: string | null = null): T {
  return JSON.parse(format.write(scan, { ...VIEW, time })) as T;
}

test('the registry says of each format what it says of itself', async () => {
  for (const { id, summary, load } of SCAN_FORMATS) {
    const format = await load();
    assert.deepEqual({ id: format.id, summary: format.summary }, { id, summary });
  }
});

test('the same scan gives the same bytes, and the time now is in none', async () => {
  const today = new Date().toISOString().slice(0, 10);
  for (const { id, load } of SCAN_FORMATS) {
    const format = await load();
    const text = format.write(aScan(), VIEW);
    assert.equal(text, format.write(aScan(), VIEW), id);
    assert.ok(text.endsWith('\n'), id);
    assert.ok(!text.includes(today), id);
  }
});

interface Bom {
  readonly components?: readonly { readonly 'bom-ref': string }[];
  readonly metadata: { readonly timestamp?: string };
  readonly vulnerabilities: readonly Vulnerability[];
}

interface Vulnerability {
  readonly id: string;
  readonly source: { readonly url: string };
  readonly references?: readonly { readonly id: string; readonly source: { readonly name: string } }[];
  readonly ratings: readonly object[];
  readonly recommendation: string;
  readonly analysis?: { readonly state: string; readonly response: readonly string[] };
  readonly affects: readonly { readonly ref: string; readonly versions?: readonly object[] }[];
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}

describe('cyclonedx', () => {
  test('each vulnerability once, with ratings, aliases, remedy and the components it is in', () => {
    const { vulnerabilities } = written<Bom>(cyclonedx);
    assert.equal(vulnerabilities.length, 7);
    const { analysis, ...first } = vulnerabilities[0] ?? assert.fail();
    assert.equal(analysis, undefined);
    assert.deepEqual(first, {
      id: 'CVE-2026-1000',
      source: { name: 'CVE', url: 'https://www.cve.org/CVERecord?id=CVE-2026-1000' },
      references: [{ id: 'DSA-6000-1', source: { name: 'Debian', url: 'https://security-tracker.debian.org/tracker/DSA-6000-1' } }],
      ratings: [
        {
          source: { name: 'nvd' },
          score: 9.8,
          severity: 'critical',
          method: 'CVSSv31',
          vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
        },
      ],
      recommendation: 'Rebuild on today’s httpd:2.4: 3.5.1-1+deb13u1 has the fix.',
      advisories: [{ url: 'https://www.cve.org/CVERecord?id=CVE-2026-1000' }],
      published: '2026-07-01T00:00:00Z',
      affects: ['libssl3t64', 'openssl'].map((name) => ({
        ref: `pkg:deb/debian/${name}@3.5.1-1?distro=debian-13`,
        versions: [
          { version: '3.5.1-1', status: 'affected' },
          { version: '3.5.1-1+deb13u1', status: 'unaffected' },
        ],
      })),
      properties: [
        { name: 'fromage:remedy', value: 'rebuild' },
        { name: 'fromage:exploited:since', value: '2026-07-02' },
        { name: 'fromage:epss', value: '0.91' },
      ],
    });
  });

  test('unknown is a severity of its own', () => {
    const { vulnerabilities } = written<Bom>(cyclonedx);
    assert.deepEqual(vulnerabilities.find(({ id }) => id === 'CVE-2026-3000')?.ratings, [{ severity: 'unknown' }]);
  });

  test('what is affected is a component of the document, also where one purl is there twice', () => {
    const scan = aScan();
    const [first = assert.fail(), ...others] = scan.inventory.packages;
    const second = { ...first, package: { ...first.package } };
    const found = { ...(scan.findings[0] ?? assert.fail()), package: second.package };
    const twice = { ...scan, findings: [found], inventory: { ...scan.inventory, packages: [first, second, ...others] } };
    for (const one of [scan, twice]) {
      const { components = [], vulnerabilities } = written<Bom>(cyclonedx, one);
      const refs = components.map((component) => component['bom-ref']);
      for (const { ref } of vulnerabilities.flatMap(({ affects }) => affects)) assert.ok(refs.includes(ref), ref);
    }
    assert.equal(written<Bom>(cyclonedx, twice).vulnerabilities[0]?.affects[0]?.ref, `${first.purl}#2`);
  });

  test('as VEX: no components, packages by purl, what is to be done', () => {
    const { components, vulnerabilities, metadata } = written<Bom>(cyclonedxVex);
    assert.equal(components, undefined);
    assert.equal(metadata.timestamp, undefined);
    assert.deepEqual(vulnerabilities[0]?.analysis, { state: 'exploitable', response: ['update'] });
    assert.deepEqual(vulnerabilities.find(({ id }) => id === 'CVE-2026-2000')?.analysis?.response, ['can_not_fix']);
    for (const { ref } of vulnerabilities.flatMap(({ affects }) => affects)) assert.match(ref, /^pkg:/);
    assert.equal(written<Bom>(cyclonedxVex, aScan(), '2026-11-25T00:00:00Z').metadata.timestamp, '2026-11-25T00:00:00Z');
  });
});

interface Vex {
  readonly timestamp: string;
  readonly statements: readonly {
    readonly vulnerability: { readonly name: string; readonly aliases?: readonly string[] };
    readonly products: readonly { readonly '@id': string; readonly subcomponents?: readonly { readonly '@id': string }[] }[];
    readonly status: string;
    readonly action_statement?: string;
    readonly status_notes?: string;
  }[];
}

/** In our words: what the specification, "Document" and "Statement", wants, as its schema has it; but that there is a statement at all. */
const COMPONENT = {
  type: 'object',
  additionalProperties: false,
  required: ['@id'],
  properties: {
    '@id': { type: 'string', pattern: '^pkg:' },
    identifiers: { type: 'object', additionalProperties: false, required: ['purl'], properties: { purl: { type: 'string' } } },
    subcomponents: { type: 'array', uniqueItems: true, items: { type: 'object' } },
  },
} as const;
const OPENVEX_RULES = {
  type: 'object',
  additionalProperties: false,
  required: ['@context', '@id', 'author', 'timestamp', 'version', 'statements'],
  properties: {
    '@context': { const: 'https://openvex.dev/ns/v0.2.0' },
    '@id': { type: 'string', pattern: '^[a-z]+:[^ <>"{}|\\\\^`]+$' },
    author: { type: 'string' },
    role: { type: 'string' },
    timestamp: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$' },
    version: { type: 'integer', minimum: 1 },
    tooling: { type: 'string' },
    statements: {
      type: 'array',
      uniqueItems: true,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['vulnerability', 'status', 'products'],
        properties: {
          vulnerability: {
            type: 'object',
            additionalProperties: false,
            required: ['name'],
            properties: { name: { type: 'string' }, aliases: { type: 'array', uniqueItems: true, items: { type: 'string' } } },
          },
          products: { type: 'array', uniqueItems: true, items: COMPONENT },
          status: { enum: ['not_affected', 'affected', 'fixed', 'under_investigation'] },
          status_notes: { type: 'string' },
          action_statement: { type: 'string' },
        },
        anyOf: [{ properties: { status: { enum: ['fixed', 'under_investigation'] } } }, { required: ['action_statement'] }],
      },
    },
  },
} as const;

describe('openvex', () => {
  test('what the specification demands', () => {
    const isValid = new Ajv({ strict: false }).compile(OPENVEX_RULES);
    for (const one of [aScan(), aCleanScan()]) assert.ok(isValid(written(openvex, one)), JSON.stringify(isValid.errors));
    assert.ok(!isValid({ ...written<object>(openvex), statements: [{ vulnerability: { name: 'x' }, status: 'affected', products: [] }] }));
  });

  test('a statement for each vulnerability and remedy, of the time at which the image was made', () => {
    const { timestamp, statements } = written<Vex>(openvex);
    assert.equal(timestamp, '2026-08-20T10:00:00Z');
    assert.equal(statements.length, 7);
    const { vulnerability, products, status, action_statement } = statements[0] ?? assert.fail();
    assert.deepEqual(vulnerability, { name: 'CVE-2026-1000', aliases: ['DSA-6000-1'] });
    assert.equal(products.length, 2);
    assert.equal(status, 'affected');
    assert.equal(action_statement, 'Rebuild on today’s httpd:2.4: 3.5.1-1+deb13u1 has the fix.');
  });

  test('the image is the product where a registry’s digest names it', () => {
    const scan = aScan();
    const { trace } = scan.inventory;
    const subject = { ...trace.subject, manifestDigest: trace.subject.configDigest };
    const { statements } = written<Vex>(openvex, { ...scan, inventory: { ...scan.inventory, trace: { ...trace, subject } } });
    const [product = assert.fail()] = statements[0]?.products ?? [];
    assert.match(product['@id'], /^pkg:oci\/app@sha256:a{64}\?repository_url=registry\.example\.com%2Fteam%2Fapp&tag=1\.2$/);
    assert.equal(product.subcomponents?.length, 2);
  });

  test('what nobody has determined is under investigation; no statement is made without a finding', () => {
    const scan = aScan();
    const [first = assert.fail()] = scan.findings;
    const { statements } = written<Vex>(openvex, { ...scan, findings: [{ ...first, status: 'undetermined' }] });
    assert.equal(statements[0]?.status, 'under_investigation');
    assert.deepEqual(written<Vex>(openvex, aCleanScan()).statements, []);
  });

  test('the epoch where nothing tells a time', () => {
    const scan = aScan();
    assert.equal(written<Vex>(openvex, { ...scan, inventory: { ...scan.inventory, created: null } }).timestamp, '1970-01-01T00:00:00Z');
  });
});

const TEXT = { type: 'string', minLength: 1 } as const;
const TOOL = {
  type: 'object',
  required: ['id', 'name', 'version', 'vendor'],
  properties: { id: TEXT, name: TEXT, version: TEXT, vendor: { type: 'object', required: ['name'], properties: { name: TEXT } } },
} as const;
const TIME = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$' } as const;

/** In our words: what GitLab refuses a report for. */
const GITLAB_RULES = {
  type: 'object',
  required: ['scan', 'version', 'vulnerabilities'],
  properties: {
    version: { type: 'string', pattern: '^15\\.[0-9]+\\.[0-9]+$' },
    scan: {
      type: 'object',
      required: ['analyzer', 'end_time', 'scanner', 'start_time', 'status', 'type'],
      properties: {
        analyzer: TOOL,
        scanner: TOOL,
        start_time: TIME,
        end_time: TIME,
        status: { enum: ['success', 'failure'] },
        type: { enum: ['container_scanning'] },
        messages: {
          type: 'array',
          items: { type: 'object', required: ['level', 'value'], properties: { level: { enum: ['info', 'warn', 'fatal'] }, value: TEXT } },
        },
      },
    },
    vulnerabilities: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'identifiers', 'location'],
        properties: {
          id: { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$' },
          name: { type: 'string', maxLength: 255 },
          description: { type: 'string', maxLength: 1_048_576 },
          severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
          solution: { type: 'string', maxLength: 7000 },
          identifiers: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              required: ['type', 'name', 'value'],
              properties: { type: TEXT, name: TEXT, value: TEXT, url: { type: 'string', pattern: '^(https?|ftp)://.+' } },
            },
          },
          cvss_vectors: {
            type: 'array',
            minItems: 1,
            maxItems: 10,
            items: {
              type: 'object',
              required: ['vendor', 'vector'],
              properties: { vendor: TEXT, vector: { type: 'string', minLength: 32, maxLength: 128, pattern: '^CVSS:3[.][01]/' } },
            },
          },
          links: {
            type: 'array',
            items: { type: 'object', required: ['url'], properties: { url: { type: 'string', pattern: '^https?://.+' } } },
          },
          details: {
            type: 'object',
            additionalProperties: {
              type: 'object',
              required: ['name', 'type', 'value'],
              properties: { name: TEXT, type: { const: 'value' }, value: { type: ['number', 'string', 'boolean'] } },
            },
          },
          location: {
            type: 'object',
            required: ['dependency', 'operating_system', 'image'],
            properties: {
              dependency: {
                type: 'object',
                required: ['package', 'version'],
                properties: {
                  package: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
                  version: { type: 'string' },
                },
              },
              operating_system: TEXT,
              image: TEXT,
            },
          },
        },
      },
    },
  },
} as const;

interface GitlabReport {
  readonly scan: { readonly start_time: string; readonly messages: readonly { readonly level: string; readonly value: string }[] };
  readonly vulnerabilities: readonly {
    readonly id: string;
    readonly severity: string;
    readonly description: string;
    readonly identifiers: readonly { readonly type: string; readonly value: string }[];
    readonly location: { readonly operating_system: string; readonly image: string; readonly dependency: object };
  }[];
}

describe('gitlab', () => {
  const isValid = new Ajv({ strict: false }).compile(GITLAB_RULES);

  test('what GitLab demands', () => {
    const scan = aScan();
    const bare = { ...scan, inventory: { ...scan.inventory, distribution: null, created: null } };
    for (const one of [scan, aCleanScan(), bare]) assert.ok(isValid(written(gitlab, one)), JSON.stringify(isValid.errors));
    assert.ok(!isValid({ ...written<object>(gitlab), scan: {} }), 'the rules refuse nothing');
  });

  test('a vulnerability for each finding, told apart, with where it is', () => {
    const { vulnerabilities, scan } = written<GitlabReport>(gitlab);
    assert.equal(new Set(vulnerabilities.map(({ id }) => id)).size, 8);
    assert.equal(scan.start_time, '2026-08-20T10:00:00');
    assert.deepEqual(
      vulnerabilities.map(({ severity }) => severity),
      ['Critical', 'Critical', 'Low', 'Medium', 'Info', 'High', 'Unknown', 'Unknown'],
    );
    const { identifiers, location } = vulnerabilities[0] ?? assert.fail();
    assert.deepEqual(
      identifiers.map(({ type, value }) => `${type} ${value}`),
      ['cve CVE-2026-1000', 'dsa DSA-6000-1'],
    );
    assert.deepEqual(location, {
      dependency: { package: { name: 'libssl3t64' }, version: '3.5.1-1' },
      operating_system: 'debian:13',
      image: 'registry.example.com/team/app:1.2',
    });
  });

  test('coverage and what could not be read are told; a name is no markup', () => {
    const { scan, vulnerabilities } = written<GitlabReport>(gitlab);
    assert.equal(scan.messages.filter(({ level }) => level === 'warn').length, 1);
    assert.ok(scan.messages.some(({ value }) => value.startsWith('npm: data to 2026-08-21')));
    const text = vulnerabilities.find(({ severity }) => severity === 'Unknown')?.description ?? '';
    assert.doesNotMatch(text, /(?<!\\)[<[`|]/);
  });
});
