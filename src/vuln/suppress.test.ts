/** What becomes of findings that somebody decided about. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parsePurl } from '../model/purl.ts';
import type { Scan } from '../model/scan.ts';
import type { IgnoreRule, VexStatement } from '../model/suppression.ts';
import { aScan } from '../testing/sample-scans.ts';
import { ruleOf } from './ignore/rule.ts';
import { suppress } from './suppress.ts';
import { thingOf } from './vex/thing.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const SAMPLE: Scan = { ...aScan(), inventory: { ...aScan().inventory, problems: [] } };
const TOTAL = SAMPLE.findings.length;

/** `id package` of those that are suppressed. */
function hidden(told: Partial<IgnoreRule>): readonly string[] {
  const { suppressed, findings } = suppress(SAMPLE, { documents: [], rules: [ruleOf('f:1', told)] }, NOW);
  assert.equal(suppressed.length + findings.length, TOTAL);
  return suppressed.map(({ finding }) => `${finding.id} ${finding.package.name}`);
}

const OPENSSL = ['CVE-2026-1000 libssl3t64', 'CVE-2026-1000 openssl'];

describe('which findings a rule means', () => {
  test('by id or alias, in capitals or not', () => {
    assert.deepEqual(hidden({ ids: ['cve-2026-1000'] }), OPENSSL);
    assert.deepEqual(hidden({ ids: ['DSA-6000-1'] }), OPENSSL);
    assert.deepEqual(hidden({ ids: ['CVE-2026-20*'] }), ['CVE-2026-2000 apache2', 'CVE-2026-2001 apache2']);
    assert.deepEqual(hidden({ ids: ['CVE-2026-100'] }), []);
  });

  test('by package', () => {
    const named = (glob: string, of: 'package' | 'source' | 'either') => hidden({ ids: ['CVE-2026-1000'], names: [{ glob, of }] });
    assert.deepEqual(named('openssl', 'package'), ['CVE-2026-1000 openssl']);
    assert.deepEqual(named('openssl', 'source'), OPENSSL);
    assert.deepEqual(named('lib*', 'either'), ['CVE-2026-1000 libssl3t64']);
    assert.deepEqual(hidden({ purls: [parsePurl('pkg:npm/express@4.0.0') ?? assert.fail()] }), ['GHSA-aaaa-bbbb-cccc express']);
    assert.deepEqual(hidden({ types: ['npm'], version: '4.0.0' }), ['GHSA-aaaa-bbbb-cccc express']);
  });

  test('by place: path, ancestor, layer, line', () => {
    const express = 'GHSA-aaaa-bbbb-cccc express';
    assert.deepEqual(hidden({ paths: ['/srv/node_modules/express/*'] }), [express]);
    assert.deepEqual(hidden({ paths: ['srv/*'] }), []);
    assert.equal(hidden({ line: 8 }).length, 2);
    assert.equal(hidden({ ancestor: 'you' }).length, 2);
    assert.equal(hidden({ ancestor: 'base' }).length, 5);
    assert.equal(hidden({ ancestor: 'debian:trixie-slim' }).length, 3);
    assert.deepEqual(hidden({ ancestor: 'nobody' }), []);
    assert.equal(hidden({ layer: 1 }).length, 3);
    const diffId = SAMPLE.inventory.trace.layers[0]?.diffId ?? assert.fail();
    assert.equal(hidden({ layer: diffId }).length, 3);
    assert.deepEqual(hidden({ layer: `sha256:${'0'.repeat(64)}` }), []);
  });

  test('by what is known of a fix', () => {
    assert.deepEqual(hidden({ fixState: 'fixed' }), [...OPENSSL, 'GHSA-aaaa-bbbb-cccc express']);
    assert.deepEqual(hidden({ fixState: 'wont-fix' }), ['CVE-2026-1001 libssl3t64']);
    assert.equal(hidden({ fixState: 'not-fixed' }).length, TOTAL - 4);
  });

  test('all members must fit', () => assert.deepEqual(hidden({ ids: ['CVE-2026-1000'], ancestor: 'you' }), []));
});

describe('what is told', () => {
  const said = (rules: readonly IgnoreRule[], documents: Parameters<typeof suppress>[1]['documents'] = []) =>
    suppress(SAMPLE, { documents, rules }, NOW);

  test('the first rule that means it, with its reason', () => {
    const rules = [
      ruleOf('a:1', { ids: ['CVE-2026-3000'], reason: 'not used', until: '2026-12-31', ends: NOW + 1 }),
      ruleOf('a:2', { ids: ['CVE-2026-3*'] }),
    ];
    const { suppressed, inventory } = said(rules);
    assert.deepEqual(
      suppressed.map(({ by }) => by),
      [{ kind: 'ignore', source: 'a:1', status: null, justification: null, reason: 'not used', until: '2026-12-31' }],
    );
    assert.deepEqual(inventory.problems, [], 'both rules are of use');
  });

  test('an entry that has expired suppresses nothing, one that means nothing is told', () => {
    const rules = [
      ruleOf('a:1', { ids: ['CVE-2026-1000'], until: '2026-05-31', ends: NOW }),
      ruleOf('a:5', { ids: ['CVE-1'] }),
      ...Array.from({ length: 12 }, (_, at) => ruleOf(`dir:x/b:${at + 1}`, { ids: ['CVE-1'] })),
    ];
    const { findings, inventory } = said(rules);
    assert.equal(findings.length, TOTAL);
    assert.deepEqual(
      inventory.problems.map(({ kind, message, incomplete }) => [kind, message, incomplete]),
      [
        ['expired-ignore', 'a: these entries have expired and suppress nothing any more: line 1 (2026-05-31).', false],
        ['unused-ignore', 'a: these entries mean no finding of this image: line 5.', false],
        [
          'unused-ignore',
          `dir:x/b: these entries mean no finding of this image: ${Array.from({ length: 10 }, (_, at) => `line ${at + 1}`).join(', ')} and 2 more.`,
          false,
        ],
      ],
    );
  });

  const statement = (status: VexStatement['status'], name: string): VexStatement => ({
    id: 'CVE-2026-1000',
    aliases: [],
    status,
    justification: 'vulnerable_code_not_present',
    reason: 'why',
    source: 'v.json (1)',
    time: null,
    products: [{ whole: thingOf([`pkg:deb/debian/${name}`]), parts: [] }],
  });
  const vex = (...statements: readonly VexStatement[]) => [{ format: 'openvex', source: 'v.json (1)', statements, faults: [] } as const];

  test('VEX: not affected and fixed suppress; affected and under investigation are noted', () => {
    const noted = { justification: 'vulnerable_code_not_present', reason: 'why', source: 'v.json (1)' };
    for (const status of ['not_affected', 'fixed'] as const) {
      const { suppressed } = said([], vex(statement(status, 'openssl')));
      assert.deepEqual(
        suppressed.map(({ finding, by }) => [finding.package.name, finding.vex, by]),
        [['openssl', { status, ...noted }, { kind: 'vex', status, ...noted, until: null }]],
      );
    }
    for (const status of ['affected', 'under_investigation'] as const) {
      const { suppressed, findings } = said([], vex(statement(status, 'openssl')));
      assert.deepEqual([suppressed, findings.flatMap((one) => one.vex ?? [])], [[], [{ status, ...noted }]]);
    }
  });

  test('what is known goes before what was decided, and the rule was of use all the same', () => {
    const { suppressed, inventory } = said(
      [ruleOf('a:1', { ids: ['CVE-2026-1000'] })],
      vex(statement('fixed', 'openssl'), statement('affected', 'libssl3t64')),
    );
    assert.deepEqual(
      suppressed.map(({ finding, by }) => [finding.package.name, by.kind, finding.vex?.status]),
      [
        ['libssl3t64', 'ignore', 'affected'],
        ['openssl', 'vex', 'fixed'],
      ],
    );
    assert.deepEqual(inventory.problems, []);
  });

  test('a document that is about nothing here is told', () => {
    assert.match(said([], vex()).inventory.problems[0]?.message ?? '', /it has no statement about a finding/);
    const { inventory } = said([], vex(statement('fixed', 'curl'), statement('fixed', 'zlib')));
    assert.deepEqual(
      inventory.problems.map(({ message }) => message),
      ['v.json (1): none of its 2 statements is about a finding of this image.'],
    );
  });
});
