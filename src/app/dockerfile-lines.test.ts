/** Which line of a Dockerfile made which layer, as the builders write their histories. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import type { Trace } from '../model/trace.ts';
import { testAppPorts } from '../testing/app-ports.ts';
import { writeDockerArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { trace } from './trace.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

/** `+` before a step that makes a layer; after it ` => ` and the line it is to be of, or nothing. */
interface Case {
  readonly name: string;
  readonly dockerfile: readonly string[];
  readonly history: readonly (readonly [step: string, line: number | null])[];
  readonly stage?: string;
}

const BASE = ["+# debian.sh --arch 'amd64' out/ 'bookworm' '@1754870400'", null] as const;
const HASH = '1'.repeat(64);

const CASES: readonly Case[] = [
  {
    name: 'BuildKit: shell and exec form, ENV, CMD; identical RUNs stay in order',
    dockerfile: ['FROM debian', 'ENV A=1', 'RUN make', 'RUN make', 'COPY a b /app/', 'RUN ["make"]', 'CMD ["x"]'],
    history: [
      BASE,
      ['ENV A=1', 2],
      ['+RUN /bin/sh -c make # buildkit', 3],
      ['+RUN /bin/sh -c make # buildkit', 4],
      ['+COPY a b /app/ # buildkit', 5],
      ['+RUN make # buildkit', 6],
      ['CMD ["x"]', 7],
    ],
  },
  {
    name: 'BuildKit: arguments before the shell, variables expanded in COPY and WORKDIR, --link and --mount left out',
    dockerfile: [
      'ARG D=/srv',
      'FROM debian',
      'ARG D',
      'ARG V=1',
      'WORKDIR $D/app',
      'COPY --link --chown=1:1 x $D/x',
      'RUN --mount=type=cache,target=/c echo $V',
      'RUN echo other',
    ],
    history: [
      BASE,
      ['ARG D=/srv', 3],
      ['ARG V=1', 4],
      ['+WORKDIR /srv/app', 5],
      ['+COPY --link --chown=1:1 x /srv/x # buildkit', 6],
      ['+RUN |2 D=/srv V=1 /bin/sh -c echo $V # buildkit', 7],
      ['+RUN |2 D=/srv V=1 /bin/sh -c echo other # buildkit', 8],
    ],
  },
  {
    name: 'BuildKit: heredocs',
    dockerfile: [
      'FROM debian',
      'RUN <<EOF',
      'apt-get update',
      'apt-get install -y curl',
      'EOF',
      'COPY <<EOF /etc/motd',
      'hello',
      'EOF',
      'RUN echo end',
    ],
    history: [
      BASE,
      ['+RUN /bin/sh -c apt-get update\napt-get install -y curl\n # buildkit', 2],
      ['+COPY <<EOF /etc/motd # buildkit', 6],
      ['+RUN /bin/sh -c echo end # buildkit', 9],
    ],
  },
  {
    name: 'the classic builder',
    dockerfile: ['FROM debian', 'MAINTAINER me', 'ADD a.tar /', 'COPY b /b', 'RUN a && \\', '  b', 'EXPOSE 80', 'ENTRYPOINT ["x"]'],
    history: [
      BASE,
      ['/bin/sh -c #(nop)  MAINTAINER me', 2],
      [`+/bin/sh -c #(nop) ADD file:${HASH} in / `, 3],
      [`+/bin/sh -c #(nop) COPY file:${HASH} in /b `, 4],
      ['+/bin/sh -c a &&   b', 5],
      ['/bin/sh -c #(nop)  EXPOSE 80', 7],
      ['/bin/sh -c #(nop)  ENTRYPOINT ["x"]', 8],
    ],
  },
  {
    name: 'another shell, by either builder',
    dockerfile: ['FROM debian', 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]', 'RUN a | b', 'RUN c | d'],
    history: [
      BASE,
      ['SHELL [/bin/bash -o pipefail -c]', 2],
      ['+RUN /bin/bash -o pipefail -c a | b # buildkit', 3],
      ['+/bin/bash -o pipefail -c c | d', 4],
    ],
  },
  {
    name: 'a final stage upon another; what only lends files makes no layer',
    dockerfile: [
      'FROM golang AS build',
      'RUN go build',
      'FROM debian AS base',
      'RUN base',
      'FROM base AS prod',
      'COPY --from=build /x /x',
      'RUN prod',
      'FROM base',
      'RUN other',
    ],
    stage: 'prod',
    history: [BASE, ['+RUN /bin/sh -c base # buildkit', 4], ['+COPY /x /x # buildkit', 6], ['+RUN /bin/sh -c prod # buildkit', 7]],
  },
  {
    name: 'steps of the base that read alike are not taken for the Dockerfile’s',
    dockerfile: ['FROM python', 'COPY . /app', 'CMD ["python3"]'],
    history: [
      ['+ADD rootfs /', null],
      ['+COPY x /usr/x # buildkit', null],
      ['CMD ["bash"]', null],
      ['+COPY . /app # buildkit', 2],
      ['CMD ["python3"]', 3],
    ],
  },
];

for (const { name, dockerfile, history, stage } of CASES) {
  test(name, async () => {
    const { layers, lineage } = await traceWith(
      dockerfile.join('\n'),
      history.map(([step]) => step),
      stage ?? null,
    );
    const wanted = history.filter(([step]) => step.startsWith('+')).map(([, line]) => line);
    assert.deepEqual(
      layers.map(({ line }) => line),
      wanted,
    );
    assert.ok(!lineage.problems.some(({ kind }) => kind === 'dockerfile-differs'), JSON.stringify(lineage.problems));
  });
}

test('a Dockerfile of something else is told to be one', async () => {
  const { lineage } = await traceWith('FROM debian\nRUN one\nRUN two\nCOPY a /a\n', [BASE[0], '+RUN /bin/sh -c three # buildkit'], null);
  assert.ok(lineage.problems.some(({ kind, message }) => kind === 'dockerfile-differs' && message.includes('of its 3 instructions')));
});

async function traceWith(dockerfile: string, steps: readonly string[], stage: string | null): Promise<Trace> {
  const layers = steps.map((step, index) =>
    step.startsWith('+') ? { createdBy: step.slice(1), files: `f${index}: 1` } : { createdBy: step },
  );
  const [target, path] = [ports.path('image.tar'), ports.path('Dockerfile')];
  await writeFile(target, writeDockerArchive([{ image: buildImage({ layers }), names: [] }], { form: 'layout' }));
  await writeFile(path, dockerfile);
  const settings = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };
  const request = { target, asDockerfile: false, buildArgs: {}, stage, dockerfile: path, verify: false, learn: false, settings };
  return trace(request, testAppPorts(ports));
}
