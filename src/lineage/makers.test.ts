/** The first steps of images as their makers leave them, and the boundary and name that are read from them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildImage, type StepSpec } from '../testing/image-builder.ts';
import { imageValue } from '../testing/image-value.ts';
import { chainText, traceValue } from '../testing/trace-values.ts';

const HASH = 'f'.repeat(64);

/** `+` before a step that makes a layer. */
const CASES: readonly (readonly [name: string, steps: readonly string[], chain: string, layers: number, steps: number])[] = [
  ['Debian by debuerreotype', ["+# debian.sh --arch 'amd64' out/ 'bookworm' '@1754870400'"], '?', 1, 1],
  ['Debian until 2024', [`+/bin/sh -c #(nop) ADD file:${HASH} in / `, '/bin/sh -c #(nop)  CMD ["bash"]'], '?', 1, 2],
  ['Alpine', ['+ADD alpine-minirootfs-3.22.1-x86_64.tar.gz / # buildkit', 'CMD ["/bin/sh"]'], 'alpine:3.22.1', 1, 2],
  ['Alpine until 2023', [`+/bin/sh -c #(nop) ADD file:${HASH} in / `, '/bin/sh -c #(nop)  CMD ["/bin/sh"]'], '?', 1, 2],
  [
    'Ubuntu',
    [
      '/bin/sh -c #(nop)  ARG RELEASE',
      '/bin/sh -c #(nop)  ARG LAUNCHPAD_BUILD_ARCH',
      '/bin/sh -c #(nop)  LABEL org.opencontainers.image.ref.name=ubuntu',
      '/bin/sh -c #(nop)  LABEL org.opencontainers.image.version=24.04',
      `+/bin/sh -c #(nop) ADD file:${HASH} in / `,
      '/bin/sh -c #(nop)  CMD ["/bin/bash"]',
    ],
    'ubuntu:24.04',
    1,
    6,
  ],
  [
    'Ubuntu by Rockcraft',
    [
      '+umoci raw add-layer --image ubuntu:rockcraft-base --tag 26.04',
      'umoci config --image ubuntu:26.04 --clear=config.cmd --config.cmd /bin/bash',
      '+umoci raw add-layer --image ubuntu:26.04 (control_data)',
    ],
    'ubuntu:26.04',
    2,
    3,
  ],
  [
    'Fedora',
    [
      'LABEL maintainer=Clement Verna <cverna@fedoraproject.org>',
      'ENV DISTTAG=f44container FGC=f44 FBR=f44',
      '+ADD fedora-20260826.tar / # buildkit',
      'CMD ["/bin/bash"]',
    ],
    'fedora:44',
    1,
    4,
  ],
  ['AlmaLinux', ['+ADD almalinux-10-default-amd64.tar.xz / # buildkit', 'CMD ["/bin/bash"]'], 'almalinux:10', 1, 2],
  ['Oracle Linux', ['+ADD oraclelinux-9-slim-amd64-rootfs.tar.xz / # buildkit', 'CMD ["/bin/bash"]'], 'oraclelinux:9-slim', 1, 2],
  [
    'CentOS',
    [
      `+/bin/sh -c #(nop) ADD file:${HASH} in / `,
      '/bin/sh -c #(nop)  LABEL org.label-schema.schema-version=1.0',
      '/bin/sh -c #(nop)  CMD ["/bin/bash"]',
    ],
    '?',
    1,
    3,
  ],
  ['BusyBox', ['+BusyBox 1.37.0 (glibc), Debian 13'], 'busybox:1.37.0-glibc', 1, 1],
  ['distroless', ['+bazel build ...', '+bazel build ...', '+bazel build ...'], '?', 3, 3],
  ['Wolfi', ['+apko'], '?', 1, 1],
  ['Windows', ['+Apply image 10.0.20348.587', '+Install update 10.0.20348.2700'], '?', 2, 2],
];

describe('a sign, and the subject’s own step upon it', () => {
  for (const [name, steps, chain, layers, count] of CASES) {
    test(name, async () => {
      const { lineage } = await traceValue(imageValue(buildImage({ layers: [...steps, '+RUN own'].map(stepOf) })));
      assert.equal(chainText(lineage), `${chain} | unknown`);
      const [ancestor] = lineage.ancestors;
      assert.deepEqual(
        [ancestor?.confidence, ancestor?.layers, ancestor?.history],
        ['inferred', { first: 0, last: layers - 1 }, { first: 0, last: count - 1 }],
      );
      assert.deepEqual(lineage.own, { layers: { first: layers, last: layers }, history: { first: count, last: count } });
    });
    test(`${name}: alone it is the subject, and no ancestor`, async () => {
      const { lineage } = await traceValue(imageValue(buildImage({ layers: steps.map(stepOf) })));
      assert.equal(chainText(lineage), 'unknown');
    });
  }
});

describe('builders that leave the boundary', () => {
  for (const [name, step] of [
    ['Jib', 'jib-maven-plugin:3.4.0'],
    ['ko', 'ko build ko://example.com/app'],
  ] as const) {
    test(name, async () => {
      const image = buildImage({ layers: ['+ADD rootfs', '+RUN a', `+${step}`, `+${step}`].map(stepOf) });
      const { lineage } = await traceValue(imageValue(image));
      assert.equal(chainText(lineage), '? | unknown');
      assert.deepEqual(lineage.own.layers, { first: 2, last: 3 });
    });
  }
});

test('Red Hat’s labels are a hint without a boundary, and inherited', async () => {
  const image = buildImage({
    layers: ['+a', '+b'].map(stepOf),
    config: { Labels: { 'com.redhat.component': 'ubi9-minimal-container' } },
  });
  const { lineage } = await traceValue(imageValue(image));
  assert.equal(chainText(lineage), 'unknown');
  assert.match(lineage.problems[0]?.message ?? '', /universal base image 9/);
});

test('docker import keeps nothing', async () => {
  const image = buildImage({ layers: [{ files: 'a: 1', comment: 'Imported from -' }] });
  assert.match((await traceValue(imageValue(image))).lineage.missing ?? '', /docker import keeps no lineage/);
});

test('a history that does not fit the layers shows no boundary', async () => {
  const image = buildImage({
    layers: ['+a', '+b'].map(stepOf),
    configFile: {
      history: [{ created_by: 'ADD alpine-minirootfs-3.22.1-x86_64.tar.gz /' }, { created_by: 'CMD ["/bin/sh"]', empty_layer: true }],
    },
  });
  assert.equal(chainText((await traceValue(imageValue(image))).lineage), 'unknown');
});

function stepOf(text: string, index: number): StepSpec {
  return text.startsWith('+') ? { createdBy: text.slice(1), files: `f${index}: 1` } : { createdBy: text };
}
