import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type BuildOptions, buildStageGraph, parseDockerfile, stageScope } from './index.ts';

const LINUX = { os: 'linux', architecture: 'amd64' };
const OPTIONS: BuildOptions = { buildArgs: {}, target: null, platform: { ...LINUX, architecture: 'arm64' }, buildPlatform: LINUX };

function graphOf(text: string, options: Partial<BuildOptions> = {}) {
  return buildStageGraph(parseDockerfile(text), { ...OPTIONS, ...options });
}

function referenceOf(text: string, options: Partial<BuildOptions> = {}): string | null {
  const { base } = graphOf(text, options);
  return base?.kind === 'image' ? base.reference : (base?.kind ?? null);
}

describe('the base of a Dockerfile', () => {
  it('is what the last FROM names, with its tag and digest', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    assert.deepEqual(graphOf('FROM node\nFROM httpd:2.4\n').base, {
      kind: 'image',
      reference: 'httpd:2.4',
      tag: '2.4',
      digest: null,
      span: { start: 15, end: 24 },
    });
    const { base } = graphOf(`FROM a:1@${digest}`);
    assert.ok(base?.kind === 'image');
    assert.equal(base.digest, digest);
    assert.equal(graphOf('FROM scratch').base?.kind, 'scratch');
  });

  it('goes down through the stages', () => {
    const graph = graphOf('FROM debian:12 AS one\nFROM alpine AS two\nFROM one AS three\n\n\nFROM three\n');
    assert.deepEqual(
      graph.chain.map(({ index, name, line }) => [index, name, line]),
      [
        [3, null, 6],
        [2, 'three', 3],
        [0, 'one', 1],
      ],
    );
    assert.equal(graph.base?.kind === 'image' && graph.base.reference, 'debian:12');
    assert.deepEqual(graph.unreachable, [1]);
  });

  it('knows arguments before the first FROM, their defaults and --build-arg', () => {
    const text = 'ARG V=12\nARG NAME=debian:${V}\nFROM ${NAME}-slim\n';
    assert.equal(referenceOf(text), 'debian:12-slim');
    assert.equal(referenceOf(text, { buildArgs: { V: '13' } }), 'debian:13-slim');
    assert.equal(referenceOf('FROM a\nARG V=1\nFROM b:${V:-none}\n', { buildArgs: { V: '2' } }), 'b:none');
  });

  it('knows the platform arguments without a declaration, and lets --build-arg set them', () => {
    assert.equal(referenceOf('FROM --platform=$BUILDPLATFORM base-$TARGETARCH:$TARGETOS-$TARGETSTAGE AS App'), 'base-arm64:linux-app');
    assert.equal(referenceOf('FROM base-$TARGETARCH', { buildArgs: { TARGETARCH: 'riscv64' } }), 'base-riscv64');
    assert.deepEqual(graphOf('FROM --platform=$BUILDPLATFORM a').stages[0]?.platform, LINUX);
    assert.deepEqual(
      graphOf('FROM --platform=$NONE a').errors.map(({ code }) => code),
      ['platform'],
    );
  });

  it('is unresolved where an argument has no value, and says which', () => {
    const { base } = graphOf('ARG BASE\nFROM ${BASE}:$TAG');
    assert.ok(base?.kind === 'unresolved');
    assert.deepEqual(base.variables, ['BASE', 'TAG']);
    assert.match(base.message, /ARG BASE has no value, and TAG is not declared before the first FROM/);
    assert.match(base.hint, /--build-arg BASE=/);
    assert.equal(referenceOf('ARG REGISTRY\nFROM ${REGISTRY}alpine'), 'alpine');
    assert.equal(graphOf('FROM ${A:?give me A}').base?.kind, 'unresolved');
  });

  it('does not take a stage for an image of its own name, or of a later one', () => {
    assert.equal(referenceOf('FROM node AS node'), 'node');
    const graph = graphOf('FROM later AS one\nFROM alpine AS later\nFROM one');
    assert.equal(graph.base?.kind === 'image' && graph.base.reference, 'later');
    assert.deepEqual(
      graph.warnings.map(({ code }) => code),
      ['forward-reference'],
    );
  });
});

describe('the target', () => {
  const text = 'FROM a AS One\nFROM b AS two\nFROM c\n';

  it('is a name in any case, or a number', () => {
    assert.equal(referenceOf(text, { target: 'ONE' }), 'a');
    assert.equal(referenceOf(text, { target: '1' }), 'b');
    assert.equal(referenceOf(text, { target: '' }), 'c');
  });

  it('must be there', () => {
    const graph = graphOf(text, { target: 'three' });
    assert.equal(graph.target, null);
    assert.equal(graph.base, null);
    assert.deepEqual(graph.errors[0]?.hint, 'The stages are: one, two, 2.');
  });

  it('is missing where there is no FROM', () => {
    assert.equal(graphOf('').errors[0]?.message, 'the Dockerfile is empty');
    assert.equal(graphOf('RUN true').errors[0]?.message, 'the Dockerfile has no FROM');
  });
});

describe('borrowed files', () => {
  it('come from stages, by name and number, and from images that only lend', () => {
    const graph = graphOf(
      [
        'FROM golang AS build',
        'FROM alpine AS unused',
        'COPY --from=busybox /bin /bin',
        'FROM debian',
        'COPY --from=BUILD /app /app',
        'COPY --from=0 /app /app',
        'RUN --mount=type=bind,from=build,target=/src --mount=from=ghcr.io/a/tools:1,target=/t \\',
        '  true',
        'COPY --from=nginx:1 /etc /etc',
        'COPY --from=scratch / /',
      ].join('\n'),
    );
    assert.deepEqual(graph.errors, []);
    assert.deepEqual(
      graph.lenders.map(({ reference, line }) => [reference, line]),
      [
        ['ghcr.io/a/tools:1', 7],
        ['nginx:1', 9],
      ],
    );
    assert.deepEqual(graph.reachable, [0, 2]);
    assert.deepEqual(
      graph.borrows[2]?.map(({ by, from }) => [by, from.kind]),
      [
        ['copy', 'stage'],
        ['copy', 'stage'],
        ['mount', 'stage'],
        ['mount', 'image'],
        ['copy', 'image'],
        ['copy', 'scratch'],
      ],
    );
  });

  it('may come from later stages, but not in a circle', () => {
    assert.deepEqual(graphOf('FROM a AS one\nCOPY --from=two / /\nFROM b AS two\nFROM one').errors, []);
    for (const text of [
      'FROM a AS one\nCOPY --from=one / /',
      'FROM a AS one\nCOPY --from=two / /\nFROM b AS two\nCOPY --from=one / /\n',
      'FROM a AS one\nCOPY --from=two / /\nFROM one AS two',
    ]) {
      assert.deepEqual(
        graphOf(text).errors.map(({ code }) => code),
        ['cycle'],
        text,
      );
    }
  });

  it('do not hold variables, nor numbers of stages that are not there', () => {
    const codes = (text: string) => graphOf(text).errors.map(({ code }) => code);
    assert.deepEqual(codes('FROM a\nCOPY --from=$X / /'), ['expansion']);
    assert.deepEqual(codes('FROM a\nRUN --mount=from=$X,target=/x true'), ['expansion']);
    assert.deepEqual(codes('FROM a\nCOPY --from=7 / /'), ['unknown-stage']);
    assert.deepEqual(
      graphOf('FROM a\nFROM b\nRUN --mount=from=0,target=/x true').warnings.map(({ code }) => code),
      ['unknown-stage'],
    );
  });

  it('come through ONBUILD of the stage below', () => {
    const graph = graphOf('FROM a AS one\nONBUILD COPY --from=lender / /\nFROM one');
    assert.deepEqual(
      graph.lenders.map(({ reference }) => reference),
      ['lender'],
    );
    assert.deepEqual(graphOf('FROM a AS one\nONBUILD COPY --from=lender / /\n').lenders, []);
  });
});

describe('the scope of a stage', () => {
  it('takes ARGs once they are declared, ENVs, and what it inherits', () => {
    const dockerfile = parseDockerfile(
      [
        'ARG A=global',
        'ARG B',
        'FROM x',
        'RUN 0',
        'ARG A B=b$A TARGETOS',
        'RUN 1',
        'ENV A=env C=$A D=${C:-none} $B=named',
        'RUN 2',
        'ARG OTHER',
      ].join('\n'),
    );
    const options = { ...OPTIONS, buildArgs: { OTHER: 'given', UNDECLARED: 'never' } };
    const { stages, global } = buildStageGraph(dockerfile, options);
    const instructions = stages[0]?.instructions ?? [];
    const scope = stageScope(instructions, new Map([['PATH', '/bin']]), global, options, '\\');
    const seen = instructions.filter(({ keyword }) => keyword === 'RUN').map((run) => Object.fromEntries(scope.seenBy(run)));
    assert.deepEqual(seen[0], { PATH: '/bin' });
    assert.deepEqual(seen[1], { PATH: '/bin', A: 'global', B: 'bglobal', TARGETOS: 'linux' });
    assert.deepEqual(seen[2], { PATH: '/bin', A: 'env', B: 'bglobal', TARGETOS: 'linux', C: 'global', D: 'none', bglobal: 'named' });
    assert.equal(scope.final.get('OTHER'), 'given');
    assert.equal(scope.final.get('UNDECLARED'), undefined);
  });
});
