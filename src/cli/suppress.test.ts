/** `fromage scan` with VEX documents and ignore files. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { writeOciArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { buildAttestation, buildIndex } from '../testing/index-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { type RanLine, runLine } from './run-line.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
  await save([]);
});
afterEach(() => ports.close());

function fromage(line: string): Promise<RanLine> {
  return runLine(line, ports.folder);
}

const write = (name: string, content: string | object) =>
  writeFile(ports.path(name), typeof content === 'string' ? content : JSON.stringify(content));

const file = (name: string, text: string) => ({ name, type: 'file', body: new TextEncoder().encode(text) }) as const;
/** A package with one known fix in the bundled advisories, CVE-2016-3189. */
const IMAGE = buildImage({
  layers: [
    {
      files: [
        file('etc/os-release', 'ID=debian\nVERSION_ID="13"\n'),
        file('var/lib/dpkg/status', 'Package: bzip2\nStatus: install ok installed\nVersion: 1.0.7-1\nArchitecture: amd64\n'),
      ],
      createdBy: 'ADD rootfs.tar /',
      created: '2025-01-01T00:00:00Z',
    },
  ],
});
const ID = 'CVE-2016-3189';
const PURL = 'pkg:deb/debian/bzip2';

async function save(statements: Parameters<typeof buildAttestation>[1]): Promise<void> {
  const index = buildIndex({ manifests: [IMAGE, buildAttestation(IMAGE, statements)] });
  await writeFile(ports.path('app.tar'), writeOciArchive([{ image: statements.length === 0 ? IMAGE : index, names: ['team/app:1'] }]));
}

interface Answer {
  readonly findings: readonly { readonly id: string; readonly vex?: { readonly status: string } }[];
  readonly suppressed: readonly {
    readonly finding: { readonly id: string; readonly package: { readonly name: string } };
    readonly by: { readonly kind: string; readonly source: string; readonly status: string | null; readonly reason: string | null };
  }[];
  readonly problems: readonly { readonly kind: string; readonly message: string }[];
}

async function scan(flags = ''): Promise<Answer & { readonly code: number }> {
  const { out, err, code } = await fromage(`scan ~/app.tar --offline --json${flags}`);
  assert.notEqual(out, '', err);
  return { ...(JSON.parse(out) as Answer), code };
}

const sources = ({ suppressed }: Answer) => suppressed.map(({ finding, by }) => [finding.id, by.kind, by.source, by.reason]);

const openvex = (status: string, product: object = { '@id': PURL }) => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://example.com/1',
  statements: [{ vulnerability: { name: ID }, products: [product], status, impact_statement: 'never called' }],
});

describe('--vex', () => {
  test('what is not affected is listed, counts for nothing and fails no gate', async () => {
    await write('v.json', openvex('not_affected'));
    const answer = await scan(' --vex ~/v.json --fail-on any');
    assert.deepEqual([answer.findings, answer.code], [[], 0]);
    assert.deepEqual(sources(answer), [[ID, 'vex', `${ports.path('v.json')} (https://example.com/1)`, 'never called']]);
    assert.equal((await scan(' --fail-on any')).code, 1);

    const text = (await fromage('scan ~/app.tar --offline --vex ~/v.json')).out;
    assert.match(text, /^0 known.*\n1 finding suppressed: 1 by VEX; --show-suppressed lists them$/m);
    assert.doesNotMatch(text, /CVE-2016/);
    assert.match(
      (await fromage('scan ~/app.tar --offline --vex ~/v.json --show-suppressed')).out,
      /^Suppressed \(1\)\nLEVEL .*\n\S+ +CVE-2016-3189 +bzip2 +.*not_affected: never called$/m,
    );
  });

  test('of any kind, several at once; affected is noted', async () => {
    await write('a.json', openvex('affected'));
    await write('b.json', {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      vulnerabilities: [
        { id: ID, analysis: { state: 'in_triage', lastUpdated: '2026-01-01T00:00:00Z' }, affects: [{ ref: `${PURL}@1.0.7-1` }] },
      ],
    });
    await write('c.json', {
      document: { category: 'csaf_vex', csaf_version: '2.0', tracking: { current_release_date: '2026-02-01T00:00:00Z' } },
      product_tree: { full_product_names: [{ product_id: 'p', name: 'p', product_identification_helper: { purl: PURL } }] },
      vulnerabilities: [{ cve: ID, product_status: { fixed: ['p'] } }],
    });
    assert.deepEqual(
      (await scan(' --vex ~/a.json')).findings.map(({ vex }) => vex?.status),
      ['affected'],
    );
    assert.deepEqual(
      (await scan(' --vex ~/a.json --vex ~/b.json')).findings.map(({ vex }) => vex?.status),
      ['under_investigation'],
    );
    const { suppressed } = await scan(' --vex ~/a.json --vex ~/b.json --vex ~/c.json');
    assert.deepEqual(
      suppressed.map(({ by }) => by.status),
      ['fixed'],
    );
  });

  test('a document that can’t be read is told with its path, the rest is used, and the answer is incomplete', async () => {
    await write('v.json', openvex('not_affected'));
    await write('broken.json', '{"@context":');
    await write('other.json', { a: 1 });
    const answer = await scan(' --vex ~/broken.json --vex ~/other.json --vex ~/v.json --fail-on any');
    assert.deepEqual([answer.code, answer.suppressed.length], [4, 1]);
    const told = answer.problems.filter(({ kind }) => kind === 'unreadable-vex').map(({ message }) => message);
    assert.deepEqual(told, [`${ports.path('broken.json')} is not valid JSON.`, `${ports.path('other.json')} is no VEX document.`]);
    const { code, err } = await fromage('scan ~/app.tar --offline --vex ~/none.json');
    assert.deepEqual([code, /none\.json/.test(err)], [3, true]);
  });

  test('our own VEX, filled in, is read again', async () => {
    const { out } = await fromage('scan ~/app.tar --offline -o openvex');
    await write('own.json', out.replaceAll('"affected"', '"fixed"'));
    assert.deepEqual(
      (await scan(' --vex ~/own.json')).suppressed.map(({ by }) => by.status),
      ['fixed'],
    );
    await write(
      'own.cdx.json',
      (await fromage('scan ~/app.tar --offline -o cyclonedx-vex')).out.replaceAll('"exploitable"', '"false_positive"'),
    );
    assert.deepEqual(
      (await scan(' --vex ~/own.cdx.json')).suppressed.map(({ by }) => by.status),
      ['not_affected'],
    );
  });
});

describe('--vex-attached', () => {
  const hex = IMAGE.root.replace('sha256:', '');
  const attest = (product: object, digest = hex) => ({
    predicateType: 'https://openvex.dev/ns/v0.2.0',
    subject: [{ name: 'app', digest: { sha256: digest } }],
    predicate: openvex('not_affected', product),
  });
  const product = { '@id': `pkg:oci/app@sha256:${hex}`, subcomponents: [{ '@id': PURL }] };

  test('counts only where it is asked for, and is told as not verified', async () => {
    await save([attest(product)]);
    assert.equal((await scan()).suppressed.length, 0);
    const answer = await scan(' --vex-attached --fail-on any');
    assert.deepEqual([answer.suppressed.length, answer.code], [1, 0]);
    assert.match(answer.suppressed[0]?.by.source ?? '', /^sha256:[0-9a-f]{64} \(https:\/\/example\.com\/1\)$/);
    assert.match(
      answer.problems.map(({ message }) => message).join('\n'),
      /^A VEX document that is attached to the image counted; whose word that is was not verified\.$/m,
    );
  });

  test('one about another image is left out', async () => {
    await save([attest(product, '0'.repeat(64))]);
    const answer = await scan(' --vex-attached');
    assert.equal(answer.suppressed.length, 0);
    assert.match(
      answer.problems.map(({ message }) => message).join('\n'),
      /about another image and was left out[^]*No VEX document is attached/,
    );
  });
});

describe('ignore files', () => {
  test('our own in the working folder, or another by --config', async () => {
    await write('.fromage.yaml', `scan:\n  ignore:\n    - package: bzip2\n      layer: 1\n      reason: not parsed here\n`);
    await write('other.yaml', 'scan:\n  ignore:\n    - {id: CVE-1, reason: no}\n');
    assert.deepEqual(sources(await scan()), [[ID, 'ignore', '.fromage.yaml:3', 'not parsed here']]);
    assert.deepEqual(sources(await scan(' --no-ignore-files')), []);
    const answer = await scan(' --config ~/other.yaml');
    assert.deepEqual(sources(answer), []);
    assert.match(
      answer.problems.map(({ message }) => message).join('\n'),
      /other\.yaml: these entries mean no finding of this image: line 3\./,
    );
  });

  test('one that is wrong is an error before anything is read', async () => {
    await write('.fromage.yaml', 'scan:\n  ignore:\n    - id: CVE-1\n');
    const { code, err } = await fromage('scan ~/app.tar --offline');
    assert.deepEqual([code, err.includes('.fromage.yaml:3: the entry gives no reason')], [2, true]);
  });

  test('.trivyignore, .trivyignore.yaml and .grype.yaml', async () => {
    const files = [
      ['.trivyignore', `# no TLS\n${ID} exp:2999-01-01\n`, 2, 'no TLS'],
      ['.trivyignore.yaml', `vulnerabilities:\n  - id: ${ID}\n    statement: no TLS\n`, 2, 'no TLS'],
      ['.grype.yaml', `ignore:\n  - vulnerability: ${ID}\n    fix-state: fixed\n    package: {type: deb}\n`, 2, null],
    ] as const;
    for (const [name, text, line, reason] of files) {
      await write(name, text);
      assert.deepEqual(sources(await scan()), [[ID, 'ignore', `${name}:${line}`, reason]], name);
      await write(name, '');
    }
  });

  test('an entry that has expired suppresses nothing, and is told', async () => {
    await write('.trivyignore', `${ID} exp:2023-01-01\n`);
    const { suppressed, problems, code } = await scan();
    assert.deepEqual([suppressed, code], [[], 0]);
    assert.match(
      problems.map(({ message }) => message).join('\n'),
      /\.trivyignore: these entries have expired .*: line 1 \(2023-01-01\)\./,
    );
  });

  test('one of others that can’t be read is told, and hides nothing', async () => {
    await write('.grype.yaml', 'ignore: [\n');
    const { findings, problems, code } = await scan();
    assert.deepEqual([findings.length, code], [1, 0]);
    assert.match(problems.map(({ message }) => message).join('\n'), /\.grype\.yaml:\d is not valid YAML/);
  });

  test('filters hold for what is suppressed too', async () => {
    await write('.trivyignore', ID);
    assert.equal((await scan(' --severity low')).suppressed.length, 0);
    assert.equal((await scan(' --only base')).suppressed.length, 0);
  });
});
