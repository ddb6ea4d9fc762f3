import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { historyOfLayers, instructionOf, stepText } from './history.ts';

const entry = (createdBy: string | null, comment: string | null = null) => ({
  created: null,
  createdBy,
  comment,
  author: null,
  emptyLayer: false,
});

describe('a step in a person’s words', () => {
  const cases: readonly (readonly [created: string, words: string])[] = [
    ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
    ['/bin/bash -o pipefail -c #(nop) COPY file:1 in /b ', 'COPY file:1 in /b'],
    ['cmd /S /C #(nop)  ENV A=1', 'ENV A=1'],
    ['/bin/sh -c apt-get update', 'RUN apt-get update'],
    ['/bin/bash -o pipefail -c a | b', 'RUN a | b'],
    ['/bin/bash -euxo pipefail -c a', 'RUN a'],
    ['|1 V=3 /bin/sh -c echo $V', 'RUN echo $V'],
    ['|1 V=a /bin/sh -c b /bin/sh -c echo $V', 'RUN b /bin/sh -c echo $V'],
    ['RUN /bin/sh -c set -eux;  a # buildkit', 'RUN set -eux; a'],
    ['RUN |2 A=1 B=2 /bin/bash -o pipefail -c make # buildkit', 'RUN make'],
    ['RUN make all # buildkit', 'RUN make all'],
    ['COPY a /a # buildkit', 'COPY a /a'],
    ['# debian.sh out/', '# debian.sh out/'],
    ['bazel build ...', 'bazel build ...'],
  ];
  for (const [created, words] of cases) test(created, () => assert.equal(instructionOf(entry(created)), words));
  test('without one its comment stands for it', () => {
    assert.equal(instructionOf(entry('', 'Imported from -')), 'Imported from -');
    assert.equal(instructionOf(entry(null)), '');
  });
});

test('one wording for the raw history and for lists made of it', () => {
  const same = (a: string, b: string) => assert.equal(stepText(entry(a)), stepText(entry(b)));
  same('# debian.sh x', 'RUN # debian.sh x');
  same('LABEL maintainer=A <a@example.com>', 'LABEL maintainer=(omitted)');
  same(`RUN /bin/sh -c ${'a b; '.repeat(60)}# buildkit`, `RUN ${'a b; '.repeat(60)}`.slice(0, 120));
});

test('a long hostile step comes back as it is', () => {
  // A pattern that goes back and forth would not return.
  for (const text of [`/bin/sh ${'-c'.repeat(50_000)}`, `/${'a/'.repeat(50_000)}sh -x`, `/bin/bash ${'-o pipefail '.repeat(20_000)}-o`])
    assert.equal(instructionOf(entry(text)), text);
});

test('history is paired by what is empty, and not at all where the counts differ', () => {
  const steps = [true, false, true, false].map((emptyLayer) => ({ ...entry('x'), emptyLayer }));
  assert.deepEqual(historyOfLayers(steps, 2), [1, 3]);
  assert.equal(historyOfLayers(steps, 3), null);
});
