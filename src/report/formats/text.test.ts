import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDockerfileTrace, anImageTrace, anUnknownTrace } from '../../testing/sample-traces.ts';
import { COLOUR, PLAIN } from '../style.ts';
import { text } from './text.ts';

test('the tree of an image, with its layers, at 80 columns', () => {
  assert.equal(
    text.write([anImageTrace()], { width: 80, style: PLAIN, all: false, layers: true }),
    `registry.example.com/team/app:1.2
│     docker-archive:app.tar · linux/amd64 · aaaaaaaaaaaa · created 2026-08-20
│     1 layer of its own, 2.5 MB · 3 layers (60.0 MB) in all
│
├── httpd:2.4  parent
│     dddddddddddd · 1 layer, 28.0 MB · created 2026-08-04
│     Docker Official Image (by its layers)
│     updated 5 times a year, last 2026-06-10
│     apache-http-server 2.4: supported
│     matched: layer 1 has the DiffID of docker.io/library/httpd:2.4
│
├── debian:trixie-slim  base
│     dddddddddddd · 1 layer, 29.5 MB · created 2026-08-04
│     Docker Official Image (by its layers)
│     updated 19 times a year, last 2026-08-04
│     debian 13: supported until 2028-08-09
│     matched: layer 1 has the DiffID of docker.io/library/debian:trixie-slim
│
└── scratch
      claimed: debian:trixie-slim: FROM scratch in its Dockerfile at commit
        7935fc7dd049 (as of 2026-08-21)

#     SIZE  BROUGHT BY          LINE  INSTRUCTION
1  29.5 MB  debian:trixie-slim        # debian.sh --arch 'amd64' out/ 'trixie'
2  28.0 MB  httpd:2.4                 RUN set -eux; apt-get update; apt-get ins…
3   2.5 MB  (this image)           8  COPY site/ /usr/local/apache2/htdocs/

note: the layers were not read, so their digests were not checked; --verify
      checks them
index: official images as of 2026-08-21; every edge is exact.
`,
  );
});

test('a Dockerfile: stages, lenders, what is only declared, and that tags may have moved', () => {
  const written = text.write([aDockerfileTrace()], { width: 80, style: PLAIN, all: false, layers: false });
  for (const line of [
    '│     stages: web (line 4) on stage 0 (line 1)',
    '│     lends files only: node:24-alpine (line 2)',
    '├── alpine:3.24  parent and base',
    '│     alpine 3.10: end of life since 2021-05-01',
    '      declared: every FROM edge is accounted for, some by the nearest commit at',
    '        hand; no layers were looked at',
  ])
    assert.ok(written.includes(`${line}\n`), line);
  assert.match(written, /some edge is from the nearest commit at\n {7}hand\. Tags may have moved since\.\n$/);
});

test('an unknown end says what is missing, and what did not hold', () => {
  const written = text.write([anUnknownTrace()], { width: 80, style: PLAIN, all: false, layers: false });
  assert.match(written, /an image that is not known by name {2}parent\n/);
  assert.match(written, /contradicted: the label says alpine:3\.10/);
  assert.match(written, /└── unknown\n {6}missing: proof that layers 1–2 are/);
  assert.match(written, /^incomplete: Layer 2 is not here\.$/m);
});

test('no line is wider than asked for, and colour changes nothing but the colour', () => {
  for (const trace of [anImageTrace(), aDockerfileTrace(), anUnknownTrace()]) {
    for (const width of [60, 80, 120]) {
      const plain = text.write([trace], { width, style: PLAIN, all: false, layers: true });
      for (const line of plain.split('\n')) assert.ok(line.length <= width, `${line.length} > ${width}: ${line}`);
      const coloured = text.write([trace], { width, style: COLOUR, all: false, layers: true });
      assert.notEqual(coloured, plain);
      assert.equal(coloured.replaceAll(/\u001b\[\d+m/g, ''), plain);
    }
  }
});

test('what an image says cannot steer the terminal', () => {
  const trace = anImageTrace();
  const evil = { ...trace.layers[0], instruction: 'RUN \u001b[2J\u202eevil' } as (typeof trace.layers)[number];
  const written = text.write([{ ...trace, layers: [evil], subject: { ...trace.subject, name: 'a\u001b]0;b\u0007' } }], {
    width: 80,
    style: PLAIN,
    all: false,
    layers: true,
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  assert.doesNotMatch(written, /[\u0000-\u0009\u000b-\u001f\u202e]/);
});
