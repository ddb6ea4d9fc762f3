/**
 * `fromage scan` against an independent reading of the raw advisories: images are built whose package databases are those of published
 * images, and each package's version is held against each range by dpkg itself, or by a comparison of our own for apk that knows
 * nothing of ours and agrees with apk's vectors. No finding more, none less.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { packageRoot } from '../platform/package-root.ts';
import { writeOciArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { runLine } from './run-line.ts';

const SHARED = join(packageRoot(), '../shared');
const ABSENT = existsSync(join(SHARED, 'data/advisories')) ? false : `no feeds in ${SHARED}`;
const NO_DPKG = ABSENT || (spawnSync('dpkg', ['--version']).status === 0 ? false : 'dpkg is not installed');

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

interface Listed {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly source?: string;
  readonly sourceVersion?: string | null;
  readonly arch: string;
}

interface ListedImage {
  readonly image: string;
  readonly tag: string;
  readonly platform: string;
  readonly packages: readonly Listed[];
}

interface RawAdvisory {
  readonly id: string;
  readonly upstream?: readonly string[];
  readonly affected: readonly {
    readonly package: { readonly ecosystem: string; readonly name: string };
    readonly ranges: readonly { readonly events: readonly { readonly introduced?: string; readonly fixed?: string }[] }[];
  }[];
}

function linesOf<T>(path: string): readonly T[] {
  const bytes = readFileSync(join(SHARED, path));
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

function listOf(image: string, tag: string): readonly Listed[] {
  const rows = linesOf<ListedImage>('data/lineage/image-packages.jsonl');
  const found = rows.find((row) => row.image === image && row.tag === tag && row.platform === 'linux/amd64');
  assert.ok(found, `${image}:${tag} is not listed`);
  return found.packages;
}

/** Whether the first version of each pair is below the second. */
type IsBelow = (pairs: readonly (readonly [string, string])[]) => readonly boolean[];

const askDpkg: IsBelow = (pairs) => {
  const script = 'while read -r a b; do if dpkg --compare-versions "$a" lt "$b"; then echo 1; else echo 0; fi; done';
  const { stdout, status } = spawnSync('sh', ['-c', script], {
    input: pairs.map((pair) => `${pair.join(' ')}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  assert.equal(status, 0);
  const told = stdout.trim().split('\n');
  assert.equal(told.length, pairs.length);
  return told.map((line) => line === '1');
};

const SUFFIXES = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p'];

const APK_VERSION = /^(\d+(?:\.\d+)*)([a-z]?)((?:_[a-z]+\d*)*)(?:~[0-9a-f]+)?(?:-r(\d+))?$/;

/** An apk version as a list that sorts: apk-package(5), "Package version". Later numbers with a zero in front are read as fractions. */
function apkParts(version: string): readonly (string | number)[] {
  const [, numbers = '', letter = '', suffixes = '', revision = '0'] = APK_VERSION.exec(version) ?? [];
  const parts: (string | number)[] = [];
  for (const [at, digits] of numbers.split('.').entries()) {
    const isFraction = at > 0 && digits.startsWith('0') && digits.length > 1;
    parts.push(1, isFraction ? -1 : Number(digits), isFraction ? digits : '');
  }
  parts.push(0, letter);
  for (const [, word = '', number = '0'] of suffixes.matchAll(/_([a-z]+)(\d*)/g)) parts.push(SUFFIXES.indexOf(word), Number(number));
  return [...parts, SUFFIXES.indexOf(''), -1, Number(revision)];
}

function isApkBelow(a: string, b: string): boolean {
  const [x, y] = [apkParts(a), apkParts(b)];
  for (let at = 0; at < Math.max(x.length, y.length); at += 1) {
    const [left, right] = [x[at], y[at]];
    if (left !== right) return left === undefined || (right !== undefined && left < right);
  }
  return false;
}

const askOwn: IsBelow = (pairs) => pairs.map(([a, b]) => isApkBelow(a, b));

/** `package CVE` for each vulnerability that the feeds say a package has: every range of these feeds is from 0 to a fix. */
function oracle(packages: readonly Listed[], ecosystem: string, feeds: readonly string[], isBelow: IsBelow): readonly string[] {
  const bySource = Map.groupBy(packages, ({ source, name }) => source ?? name);
  const asked: { readonly pair: readonly [string, string]; readonly found: readonly string[] }[] = [];
  for (const advisory of feeds.flatMap((feed) => linesOf<RawAdvisory>(`data/advisories/${feed}.jsonl.gz`)))
    for (const { package: about, ranges } of advisory.affected)
      for (const { name, version, sourceVersion } of about.ecosystem === ecosystem ? (bySource.get(about.name) ?? []) : [])
        for (const { events } of ranges) {
          assert.deepEqual(
            events.map((event) => Object.keys(event)[0]),
            ['introduced', 'fixed'],
          );
          assert.equal(events[0]?.introduced, '0');
          const ids = advisory.upstream ?? [advisory.id];
          asked.push({ pair: [sourceVersion ?? version, events[1]?.fixed ?? ''], found: ids.map((id) => `${name} ${id}`) });
        }
  const below = isBelow(asked.map(({ pair }) => pair));
  return [...new Set(asked.flatMap(({ found }, at) => (below[at] === true ? found : [])))].toSorted();
}

async function scanned(root: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const files = Object.entries(root).map(([name, text]) => ({ name, type: 'file', body: new TextEncoder().encode(text) }) as const);
  const image = buildImage({ layers: [{ files, createdBy: 'ADD rootfs.tar /', created: '2026-01-01T00:00:00Z' }] });
  await writeFile(ports.path('image.tar'), writeOciArchive([{ image, names: ['docker.io/library/image:1'] }]));
  const { code, out, err } = await runLine('scan --offline --json ~/image.tar', ports.folder);
  assert.equal(code, 0, err);
  const { findings } = JSON.parse(out) as {
    readonly findings: readonly { readonly id: string; readonly package: { readonly name: string } }[];
  };
  return findings.map((finding) => `${finding.package.name} ${finding.id}`).toSorted();
}

function debianRoot(packages: readonly Listed[], version: string): Readonly<Record<string, string>> {
  const status = packages.map(({ name, version, source, sourceVersion, arch }) => {
    const from =
      source === undefined
        ? ''
        : `Source: ${source}${sourceVersion === undefined || sourceVersion === null ? '' : ` (${sourceVersion})`}\n`;
    return `Package: ${name}\nStatus: install ok installed\nArchitecture: ${arch}\n${from}Version: ${version}\n`;
  });
  return { 'etc/os-release': `ID=debian\nVERSION_ID="${version}"\nPRETTY_NAME=Debian\n`, 'var/lib/dpkg/status': status.join('\n') };
}

function alpineRoot(packages: readonly Listed[], version: string): Readonly<Record<string, string>> {
  const installed = packages.map((one) => `P:${one.name}\nV:${one.version}\nA:${one.arch}\no:${one.source ?? one.name}\n`);
  return { 'etc/os-release': `ID=alpine\nVERSION_ID=${version}\nPRETTY_NAME=Alpine\n`, 'lib/apk/db/installed': installed.join('\n') };
}

describe('findings are those that dpkg and the raw advisories give', { skip: NO_DPKG }, () => {
  const cases = [
    ['bookworm of 2024-12-02', 'debian', 'bookworm-slim', '12'],
    ['httpd of 2026-08-25 on trixie', 'httpd', '2.4.68', '13'],
    ['bullseye of 2024-12-02', 'debian', 'bullseye', '11'],
  ] as const;
  for (const [what, image, tag, release] of cases)
    test(what, async () => {
      const packages = listOf(image, tag);
      const expected = oracle(packages, `Debian:${release}`, ['debian-changelog', 'debian-dsa'], askDpkg);
      const found = await scanned(debianRoot(packages, release));
      assert.ok(expected.length > 0 || release === '11', 'nothing to find proves nothing');
      assert.deepEqual(found, expected);
    });
});

describe('findings are those that the raw advisories of Alpine give', { skip: ABSENT }, () => {
  test('the comparison that is asked agrees with apk’s vectors', () => {
    const vectors = linesOf<{ ecosystem: string; a: string; b: string; cmp: number }>('conformance/versions.jsonl');
    const valid = vectors.filter(
      ({ ecosystem, a, b }) => ecosystem === 'apk' && [a, b].every((one) => APK_VERSION.test(one) && !one.includes('~')),
    );
    assert.ok(valid.length > 300, `${valid.length} vectors`);
    const wrong = valid.filter(({ a, b, cmp }) => isApkBelow(a, b) !== cmp < 0);
    assert.deepEqual(wrong, []);
  });

  for (const [what, tag, versionId, release, count] of [
    ['the edge of 2024-09-23', '20240923', '3.21.0_alpha20240923', 'edge', 48],
    ['3.20.3', '3.20.3', '3.20.3', 'v3.20', null],
    ['3.12.12', '3.12.12', '3.12.12', 'v3.12', null],
  ] as const)
    test(what, async () => {
      const packages = listOf('alpine', tag);
      const expected = oracle(packages, `Alpine:${release}`, ['alpine'], askOwn);
      const found = await scanned(alpineRoot(packages, versionId));
      assert.deepEqual(found, expected);
      if (count !== null) assert.equal(new Set(found.map((line) => line.split(' ')[1])).size, count);
    });
});
