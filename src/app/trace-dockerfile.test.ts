import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Trace } from '../model/trace.ts';
import { testAppPorts } from '../testing/app-ports.ts';
import { buildImage } from '../testing/image-builder.ts';
import { buildIndex } from '../testing/index-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { chainText } from '../testing/trace-values.ts';
import { withRegistry } from '../testing/with-registry.ts';
import { addImages } from './index-images.ts';
import { trace } from './trace.ts';
import type { TraceRequest } from './trace-request.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

const SETTINGS = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };
const DIGEST = `sha256:${'1'.repeat(64)}`;

async function traceText(text: string, more: Partial<TraceRequest> = {}): Promise<Trace> {
  const target = ports.path('Dockerfile');
  await writeFile(target, text);
  const request = {
    target,
    asDockerfile: true,
    buildArgs: {},
    stage: null,
    dockerfile: null,
    verify: false,
    learn: false,
    settings: SETTINGS,
  };
  return trace({ ...request, ...more }, testAppPorts(ports));
}

describe('offline, what the FROMs say', () => {
  const cases: readonly (readonly [text: string, chain: string])[] = [
    ['FROM debian:12', 'debian:12 | scratch'],
    [`FROM debian:12@${DIGEST}`, `debian:12@${DIGEST} | scratch`],
    [`FROM debian@${DIGEST}`, `debian@${DIGEST} | unknown`],
    ['ARG V\nFROM debian:$V', 'unknown'],
    ['ARG V=12\nFROM debian:$V', 'debian:12 | scratch'],
    ['FROM scratch AS a\nFROM a AS b\nFROM b', 'scratch'],
    ['FROM debian AS httpd\nFROM httpd', 'debian:latest | scratch'],
    ['FROM golang AS httpd\nFROM debian:12\nCOPY --from=httpd /a /a', 'debian:12 | scratch'],
    ['FROM --platform=windows/amd64 golang:1.26', 'golang:1.26 | mcr.microsoft.com/windows/servercore:ltsc2022 | unknown'],
    ['FROM registry.example.com/x:1', 'registry.example.com/x:1 | unknown'],
  ];
  for (const [text, chain] of cases) {
    test(JSON.stringify(text), async () => {
      const { lineage } = await traceText(text);
      assert.equal(chainText(lineage), chain);
      assert.equal(lineage.missing === null, lineage.end === 'scratch');
      assert.ok(lineage.declared);
    });
  }

  test('a digest is cut short in sentences, and whole where machines read it', async () => {
    const { lineage } = await traceText(`FROM registry.example.com/x@${DIGEST}`);
    assert.equal(lineage.ancestors[0]?.reference, `registry.example.com/x@${DIGEST}`);
    const sentences = [lineage.missing ?? '', ...lineage.ancestors.flatMap(({ evidence }) => evidence.map(({ detail }) => detail))];
    assert.equal(sentences.length, 2);
    for (const sentence of sentences) assert.match(sentence, /x@sha256:1{12}…/);
  });

  test('a tag beside a digest that nobody knows is told to be no help', async () => {
    const { lineage } = await traceText(`FROM python:3.12@${DIGEST}`);
    assert.match(lineage.problems[0]?.message ?? '', /what is told of it is by the tag, which the build does not look at/);
    assert.equal(lineage.resolution, 'inferred');
    assert.match(lineage.ancestors[1]?.evidence[0]?.detail ?? '', /of that day may not be that of the digest$/);
    assert.equal(lineage.ancestors[0]?.facts?.updatesPerYear, null);
  });

  test('a digest that is known goes before the tag beside it', async () => {
    // alpine's, as bundled.
    const alpine = 'sha256:5b02b42e375f7426f8d65c3af331ca05d9878f9989230354504e0b9dfd431f60';
    const { lineage } = await traceText(`FROM python:3.12@${alpine}`);
    assert.equal(chainText(lineage), `python:3.12@${alpine} | scratch`);
    assert.match(lineage.problems[0]?.message ?? '', /is that of alpine:\S+, as seen \d/);
    assert.equal(lineage.resolution, 'inferred');
    const [parent] = lineage.ancestors;
    assert.deepEqual([parent?.facts?.verifiedBy, parent?.facts?.endOfLife[0]?.product], ['digest', 'alpine']);
    assert.match(parent?.asOf ?? '', /^\d{4}-\d{2}-\d{2}$/);
  });

  test('a digest that was seen under the tag beside it is no news', async () => {
    const slim = 'sha256:b73bf02f32434c9be21adf83b9aedf33e731784d8d2dacbbd3ce5f4993f2a2de';
    const told = async (tag: string) => (await traceText(`FROM debian:${tag}@${slim}`)).lineage.problems.map(({ kind }) => kind);
    assert.deepEqual(await told('bookworm-slim'), []);
    assert.deepEqual(await told('trixie'), ['tag-beside-digest']);
  });

  test('a digest whose build is known goes on by the parent that build had, not by what its tag stands on today', async () => {
    // docker:24.0.7-cli of 2023-11-30, its manifest for amd64.
    const { lineage } = await traceText('FROM docker@sha256:056961119258dfaf178a12d087d54a07c14b558a1ec1c9104307fd5771e6ca3f');
    const [parent, base] = lineage.ancestors;
    assert.equal(base?.reference, 'docker.io/library/alpine:3.18@sha256:eece025e432126ce23f223450a0326fbebde39cdf496a85d8c016293fc851978');
    assert.deepEqual([parent?.asOf, base.resolution, base.asOf], ['2023-11-30', 'exact', '2023-11-30']);
    assert.deepEqual([lineage.end, lineage.resolution, lineage.asOf], ['scratch', 'inferred', '2023-11-30']);
    assert.ok([parent, base].every((one) => one?.facts?.lastUpdated === '2023-11-30' && one.facts.updatesPerYear === null));
    // The tag alone is asked of the official library.
    assert.equal((await traceText('FROM docker:24.0.7-cli')).lineage.ancestors.length, 1);
  });

  const unbuilt: readonly (readonly [text: string, missing: RegExp])[] = [
    ['FROM --platform=linux/386 mysql', /mysql:latest is not built for linux\/386; it is for linux\/amd64, linux\/arm64 /],
    ['FROM --platform=foobar httpd', /httpd:latest is not built for linux\/foobar; it is for linux\/amd64, /],
    ['FROM --platform=windows/amd64 httpd', /not built for windows\/amd64/],
    ['FROM --platform=linux/amd64 golang:nanoserver', /not built for linux\/amd64; it is for windows\/amd64/],
    ['FROM debian:buster', /debian:buster is not among the tags built as of 2026-08-21$/],
    ['FROM debian:nonsense', /debian:nonsense is not among the tags built/],
  ];
  for (const [text, missing] of unbuilt) {
    test(`${text}: what is there instead`, async () => {
      const { lineage } = await traceText(text);
      assert.equal(lineage.end, 'unknown');
      assert.match(lineage.missing ?? '', missing);
    });
  }

  test('an arm runs what was built for an older one', async () => {
    assert.equal((await traceText('FROM --platform=linux/arm/v7 alpine')).lineage.end, 'scratch');
    assert.equal((await traceText('FROM --platform=linux/arm/v5 alpine')).lineage.end, 'unknown');
  });

  test('tags that are no longer built are told to be at their end, where their release is', async () => {
    const life = async (name: string) =>
      (await traceText(`FROM ${name}`)).lineage.ancestors[0]?.facts?.endOfLife.map(({ product, cycle, ended }) => [product, cycle, ended]);
    assert.deepEqual(await life('debian:buster-slim'), [['debian', '10', true]]);
    assert.deepEqual(await life('alpine:3.7'), [['alpine', '3.7', true]]);
    assert.deepEqual(await life('node:16-alpine'), [['nodejs', '16', true]]);
    assert.deepEqual(await life('ruby:2'), [['ruby', '2.7', true]]);
    assert.equal(await life('debian:nonsense'), undefined);
    assert.equal(await life('python:3.12-nonsense'), undefined);
  });

  test('an operating system without a Dockerfile at hand stands on nothing by inference, and it is said why', async () => {
    const { lineage } = await traceText('FROM mysql');
    assert.equal(lineage.resolution, 'inferred');
    assert.match(lineage.endEvidence[0]?.detail ?? '', /the library files it under operating systems, whose images stand on nothing/);
  });

  test('ends of life: of the runtime with the parent, of the distribution with the base', async () => {
    const { lineage } = await traceText('FROM python:3.12-bookworm');
    const lives = lineage.ancestors.map(({ facts }) => facts?.endOfLife.map(({ product, cycle }) => `${product} ${cycle}`).join());
    assert.equal(lives[0], 'python 3.12');
    assert.equal(lives.at(-1), 'debian 12');
    assert.ok(lineage.ancestors.every(({ facts }) => facts?.verifiedBy === 'name'));
  });
});

describe('a file that is no Dockerfile', () => {
  test('of thousands of errors the first are told, and how many more there are', async () => {
    const { lineage } = await traceText(`FROM debian:12\n${'NONSENSE x\n'.repeat(2000)}`);
    const told = lineage.problems.filter(({ kind }) => kind === 'dockerfile-error');
    assert.equal(told.length, 51);
    assert.match(told.at(-1)?.message ?? '', /Dockerfile has 1950 more errors like these\.$/);
    assert.equal(told[49]?.where, `${ports.path('Dockerfile')}:51:1`);
  });
  test('it may be as large as the parser takes, and no larger', async () => {
    await assert.rejects(traceText(`FROM debian:12\n${'# x\n'.repeat(1024 * 1024)}`), { code: 'too-large' });
  });
});

describe('online', () => {
  const base = buildImage({ layers: [{ files: 'a: 1', createdBy: 'ADD a /' }] });
  const arm = buildImage({ layers: [{ files: 'a: arm', createdBy: 'ADD a /' }], platform: 'linux/arm64' });

  test('the parent is asked of its registry, for the platform of the FROM', async () => {
    await withRegistry({}, async (registry) => {
      registry.push(buildIndex({ manifests: [base, arm] }), 'team/base:1');
      const online = { settings: { ...SETTINGS, offline: false } };
      const { lineage } = await traceText(`FROM --platform=linux/arm64 ${registry.host}/team/base:1`, online);
      const [parent] = lineage.ancestors;
      assert.equal(parent?.reference, `${registry.host}/team/base:1`);
      assert.ok(parent?.digest !== null);
      assert.equal(lineage.declared, false);
      assert.ok(
        registry.requests.some(({ path }) => path.includes(arm.root)),
        'the manifest for arm64 was read',
      );
      assert.ok(!registry.requests.some(({ path }) => [...base.layers, ...arm.layers].some(({ digest }) => path.includes(digest))));
    });
  });

  test('a registry that fails leaves the answer to the index, and is told', async () => {
    await withRegistry({}, async (registry) => {
      registry.push(base, 'team/base:1');
      const name = `${registry.host}/team/base:1`;
      const settings = { ...SETTINGS, offline: false };
      const request = { folder: null, registry: null, as: null, base: false, verify: false };
      await addImages({ ...request, targets: [`docker://${name}`], settings }, testAppPorts(ports));
      registry.faults.push({ match: /manifests/, times: 100, status: 401 });
      const { lineage } = await traceText(`FROM ${name}`, { settings });
      assert.equal(chainText(lineage), `${name} | unknown`);
      assert.ok(lineage.problems.some(({ kind }) => kind === 'parent-not-opened'));
      assert.ok(lineage.declared);
    });
  });
});
