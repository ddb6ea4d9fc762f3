/** Ignore files, written after the documentation of whose they are. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { formatPurl } from '../../model/purl.ts';
import type { IgnoreRule } from '../../model/suppression.ts';
import { closedSchema } from '../../testing/closed-schema.ts';
import { readFromageConfig } from './fromage-config.ts';
import { readGrypeIgnore } from './grype-ignore.ts';
import { readTrivyIgnore, readTrivyIgnoreYaml } from './trivy-ignore.ts';

/** The members that say something. */
function said(rule: IgnoreRule): object {
  const members = Object.entries(rule).filter(([, value]) => value !== null);
  return Object.fromEntries(
    members.map(([key, value]) => [
      key,
      key === 'purls' ? rule.purls?.map(formatPurl) : key === 'ends' ? new Date(Number(value)).toISOString() : value,
    ]),
  );
}

describe('.trivyignore', () => {
  test('ids, comments as reasons, ends', () => {
    const text = [
      '\uFEFF# Accepted: the module',
      '# is not loaded',
      'CVE-2018-14618',
      '',
      '# of nothing',
      '',
      '  CVE-2019-1543   exp:2023-01-01  # until the base is new\r',
      'AVD-DS-0002',
    ];
    assert.deepEqual(readTrivyIgnore(text.join('\n'), '.trivyignore').rules.map(said), [
      { source: '.trivyignore:3', ids: ['CVE-2018-14618'], reason: 'Accepted: the module is not loaded' },
      {
        source: '.trivyignore:7',
        ids: ['CVE-2019-1543'],
        reason: 'until the base is new',
        until: '2023-01-01',
        ends: '2023-01-01T00:00:00.000Z',
      },
      { source: '.trivyignore:8', ids: ['AVD-DS-0002'] },
    ]);
  });

  test('an entry whose end is no date suppresses nothing', () => {
    const { rules, faults } = readTrivyIgnore('CVE-1 exp:soon\nCVE-2 exp:2023-02-30\n', 'x');
    assert.deepEqual(
      [rules, faults],
      [[], ['x:1: "soon" is no date; the entry is left out', 'x:2: "2023-02-30" is no date; the entry is left out']],
    );
  });
});

describe('.trivyignore.yaml', () => {
  test('vulnerabilities alone are read', async () => {
    const text = `vulnerabilities:
  - id: CVE-2022-40897
    paths:
      - "usr/local/lib/python3.9/site-packages/setuptools-58.1.0.dist-info/METADATA"
    statement: Accept the risk
    expired_at: 2023-01-01
  - id: CVE-2023-3817
    purls: ["pkg:deb/debian/libssl1.1"]
  - statement: nothing
  - {id: CVE-1, purls: ["libssl"]}
  - {id: CVE-2, expired_at: later}
misconfigurations:
  - id: AVD-DS-0001
`;
    const { rules, faults } = await readTrivyIgnoreYaml(text, 'x.yaml');
    assert.deepEqual(rules.map(said), [
      {
        source: 'x.yaml:2',
        ids: ['CVE-2022-40897'],
        paths: ['usr/local/lib/python3.9/site-packages/setuptools-58.1.0.dist-info/METADATA'],
        reason: 'Accept the risk',
        until: '2023-01-01',
        ends: '2023-01-01T00:00:00.000Z',
      },
      { source: 'x.yaml:7', ids: ['CVE-2023-3817'], purls: ['pkg:deb/debian/libssl1.1'] },
    ]);
    assert.deepEqual(faults, [
      'x.yaml:9: the entry has no id; it is left out',
      "x.yaml:10: one of its purls can't be read; the entry is left out",
      'x.yaml:11: "later" is no date; the entry is left out',
    ]);
  });

  test('an empty file has no rules', async () => assert.deepEqual(await readTrivyIgnoreYaml('', 'x'), { rules: [], faults: [] }));
});

describe('.grype.yaml', () => {
  test('its rules', async () => {
    const text = `ignore:
  - vulnerability: CVE-2008-4318
    include-aliases: true
    reason: never used
    fix-state: unknown
    package: {name: libcurl, version: 1.5.1, type: go-module, location: "/usr/local/lib/node_modules/**"}
  - package: {type: gem}
  - package: {language: python, upstream-name: "linux.*"}
fail-on-severity: high
`;
    const { rules, faults } = await readGrypeIgnore(text, 'g');
    assert.deepEqual(faults, []);
    assert.deepEqual(rules.map(said), [
      {
        source: 'g:2',
        ids: ['CVE-2008-4318'],
        names: [{ glob: 'libcurl', of: 'package' }],
        version: '1.5.1',
        types: ['golang'],
        paths: ['/usr/local/lib/node_modules/**'],
        fixState: 'unknown',
        reason: 'never used',
      },
      { source: 'g:7', types: ['gem'] },
      { source: 'g:8', types: ['pypi'], names: [{ glob: 'linux*', of: 'source' }] },
    ]);
  });

  test('what is not read would widen a rule, so the rule is left out', async () => {
    const entries = [
      '{vulnerability: CVE-1, namespace: debian}',
      '{vulnerability: CVE-1, package: {name: a, cpes: []}}',
      '{vulnerability: CVE-1, fix-state: maybe}',
      '{package: {name: "(a|b)+"}}',
      '{package: {name: "a.+"}}',
      '{reason: why}',
      'text',
    ];
    const { rules, faults } = await readGrypeIgnore(`ignore:\n${entries.map((entry) => `  - ${entry}\n`).join('')}`, 'g');
    assert.deepEqual(rules, []);
    assert.deepEqual(faults, [
      "g:2: namespace of grype's rules is not read; the entry is left out",
      "g:3: package.cpes of grype's rules is not read; the entry is left out",
      'g:4: "maybe" is no fix-state; the entry is left out',
      'g:5: the name "(a|b)+" is a pattern that is not read; the entry is left out',
      'g:6: the name "a.+" is a pattern that is not read; the entry is left out',
      'g:7: the entry means everything; it is left out',
      'g:8: the entry is no rule; it is left out',
    ]);
  });
});

describe('.fromage.yaml', () => {
  const validate = new Ajv2020({ strict: false }).compile(closedSchema('config'));
  const HEX = 'ab'.repeat(32);
  const good = [
    ['{id: "CVE-2024-*", reason: a}', { ids: ['CVE-2024-*'], reason: 'a' }],
    [
      '{package: openssl, until: 2026-12-31, reason: a}',
      { names: [{ glob: 'openssl', of: 'either' }], reason: 'a', until: '2026-12-31', ends: '2027-01-01T00:00:00.000Z' },
    ],
    ['{package: "pkg:npm/a", reason: a}', { purls: ['pkg:npm/a'], reason: 'a' }],
    ['{path: "srv/**", ancestor: base, reason: a}', { paths: ['srv/**'], ancestor: 'base', reason: 'a' }],
    ['{layer: 3, line: 7, reason: a}', { layer: 3, line: 7, reason: 'a' }],
    [`{layer: "sha256:${HEX}", reason: a}`, { layer: `sha256:${HEX}`, reason: 'a' }],
    [
      '{id: CVE-1, until: "2026-12-31T12:00:00Z", reason: a}',
      { ids: ['CVE-1'], reason: 'a', until: '2026-12-31T12:00:00Z', ends: '2026-12-31T12:00:00.000Z' },
    ],
  ] as const;
  const bad = [
    ['{id: CVE-1}', 'the entry gives no reason'],
    ['{reason: a}', 'the entry means everything: say an id, a package, a path, an ancestor, a layer or a line'],
    ['{id: 1, reason: a}', 'id is no text'],
    ['{id: "", reason: a}', 'id is no text'],
    ['{layer: 0, reason: a}', 'layer is no number from 1 on, and no digest'],
    ['{line: x, reason: a}', 'line is no number of a line'],
    ['{id: CVE-1, until: 31.12.2026, reason: a}', 'until: "31.12.2026" is no date; the form is 2026-12-31'],
    ['{id: CVE-1, pacakge: a, reason: a}', '"pacakge" is not known; known are id, package, path, ancestor, layer, line, reason, until'],
    ['text', 'scan.ignore.0 is no mapping'],
  ] as const;

  test('every member, and the schema says the same', async () => {
    const text = `scan:\n  ignore:\n${good.map(([entry]) => `    - ${entry}\n`).join('')}`;
    assert.deepEqual(
      (await readFromageConfig(text, 'c')).map(said),
      good.map(([, rule], at) => ({ source: `c:${at + 3}`, ...rule })),
    );
    const { parseYaml } = await import('../../codec/yaml.ts');
    for (const [entry] of [...good, ...bad]) {
      const { value } = await parseYaml(`scan: {ignore: [${entry}]}`, 'c');
      assert.equal(
        validate(value),
        good.some(([one]) => one === entry),
        entry,
      );
    }
  });

  test('what is wrong is an error, with its line', async () => {
    for (const [entry, fault] of bad)
      await assert.rejects(readFromageConfig(`scan:\n  ignore:\n    - ${entry}\n`, 'c'), { code: 'usage', message: `c:3: ${fault}` });
    await assert.rejects(readFromageConfig('scna: {}', 'c'), { message: 'c:1: "scna" is not known; known are scan, lint' });
    await assert.rejects(readFromageConfig('scan: {ignore: a}', 'c'), { message: 'c:1: scan.ignore is not a list' });
    await assert.rejects(readFromageConfig('- a', 'c'), { message: 'c:1: the document is no mapping' });
  });

  test('nothing is no rule', async () => {
    for (const text of ['', '# nothing\n', 'scan:\n', 'scan:\n  ignore:\n']) assert.deepEqual(await readFromageConfig(text, 'c'), []);
  });
});
