import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkInstructions, parseDockerfile } from './index.ts';

/** The codes, and what each error points at. */
function check(text: string): readonly (readonly [code: string, what: string])[] {
  const dockerfile = parseDockerfile(text);
  return checkInstructions(dockerfile).map(({ code, span }) => [code, text.slice(span.start, span.end)]);
}

function checkInStage(line: string): readonly (readonly [code: string, what: string])[] {
  return check(`FROM a\n${line}\n`);
}

describe('the check of instructions', () => {
  it('takes what the frontend takes', () => {
    const good = [
      'ARG EARLY=1',
      'FROM --platform=linux/arm64 a AS b-1_2.x',
      'RUN --mount=type=cache,target=/x --mount=type=tmpfs,target=/y --network=none --security=insecure --device=gpu true',
      'COPY --from=a --chown=1:2 --chmod=755 --link --parents=false --exclude=a --exclude=b a b /c/',
      'ADD --checksum=sha256:x --keep-git-dir=TRUE --unpack --link=false a b',
      'HEALTHCHECK --interval=1s --timeout=1s --start-period=1s --start-interval=1s --retries=1 CMD true',
      'HEALTHCHECK none',
      'SHELL ["sh", "-c"]',
      'ONBUILD RUN x',
      'COPY <<EOF <<FOO /x',
      'EOF',
      'FOO',
      'EXPOSE 80',
      'STOPSIGNAL 9',
      'USER a b',
      'WORKDIR /a b',
      'VOLUME /a /b',
      'CMD',
      'ENTRYPOINT []',
      'MAINTAINER me',
      'ARG --what x',
    ].join('\n');
    assert.deepEqual(check(good), []);
  });

  it('knows no other instructions', () => {
    assert.deepEqual(checkInStage('RUNN x'), [['unknown-instruction', 'RUNN']]);
    assert.match(checkInstructions(parseDockerfile('FROM a\nCPOY a b'))[0]?.hint ?? '', /COPY/);
    assert.deepEqual(checkInStage('\\\n'), [['unknown-instruction', '']]);
  });

  it('wants ARG alone before FROM', () => {
    assert.deepEqual(check('ARG a\nRUN b\nFROM c'), [['before-from', 'RUN']]);
    assert.deepEqual(check('CMD c'), [['before-from', 'CMD']]);
  });

  it('knows the flags', () => {
    assert.deepEqual(checkInStage('COPY --form=x a b'), [['unknown-flag', '--form=x']]);
    assert.deepEqual(checkInStage('ADD --from=x a b'), [['unknown-flag', '--from=x']]);
    assert.deepEqual(checkInStage('COPY --from=x --from=y a b'), [['flag-repeated', '--from=y']]);
    assert.deepEqual(checkInStage('COPY --link=maybe --chown --parents= a b'), [
      ['flag-value', '--link=maybe'],
      ['flag-value', '--chown'],
      ['flag-value', '--parents='],
    ]);
    assert.deepEqual(checkInStage('RUN --network=some x'), [['flag-value', '--network=some']]);
    assert.deepEqual(checkInStage('HEALTHCHECK --interval=1m30.5s --timeout=5 --retries=some CMD x'), [
      ['flag-value', '--timeout=5'],
      ['flag-value', '--retries=some'],
    ]);
    assert.deepEqual(checkInStage('RUN --mount=target=$x --mount= --mount=type=bind,from=$x true'), [
      ['flag-value', '--mount='],
      ['flag-value', '--mount=type=bind,from=$x'],
    ]);
    assert.deepEqual(checkInStage('COPY --constructor a b'), [['unknown-flag', '--constructor']]);
  });

  it('counts the arguments', () => {
    for (const line of [
      'COPY a',
      'ADD',
      'ENV',
      'LABEL',
      'ARG',
      'EXPOSE',
      'USER',
      'WORKDIR',
      'STOPSIGNAL',
      'MAINTAINER',
      'VOLUME',
      'VOLUME []',
    ]) {
      assert.deepEqual(checkInStage(line), [['arguments', line]], line);
    }
    assert.deepEqual(checkInStage('VOLUME ["a", " "]'), [['arguments', '" "']]);
    assert.deepEqual(checkInStage('ENV =x'), [['arguments', '=x']]);
    assert.deepEqual(checkInStage('COPY a <<EOF\nEOF'), [['arguments', '<<EOF']]);
    assert.deepEqual(checkInStage('SHELL sh -c'), [['arguments', 'SHELL sh -c']]);
    assert.deepEqual(checkInStage('SHELL []'), [['arguments', 'SHELL []']]);
    assert.deepEqual(checkInStage('HEALTHCHECK'), [['arguments', 'HEALTHCHECK']]);
    assert.deepEqual(checkInStage('HEALTHCHECK CMD'), [['arguments', 'HEALTHCHECK CMD']]);
    assert.deepEqual(checkInStage('HEALTHCHECK NONE at all'), [['arguments', 'at all']]);
    assert.deepEqual(checkInStage('HEALTHCHECK PING'), [['arguments', 'PING']]);
  });

  it('reads FROM and ONBUILD', () => {
    assert.deepEqual(check('FROM'), [['arguments', 'FROM']]);
    assert.deepEqual(check('FROM a b'), [['arguments', 'FROM a b']]);
    assert.deepEqual(check('FROM a IN b'), [['arguments', 'FROM a IN b']]);
    assert.deepEqual(check('FROM a AS 1b'), [['stage-name', '1b']]);
    assert.deepEqual(checkInStage('ONBUILD'), [['arguments', 'ONBUILD']]);
    assert.deepEqual(checkInStage('ONBUILD ONBUILD RUN x'), [['onbuild-trigger', 'ONBUILD']]);
    assert.deepEqual(checkInStage('ONBUILD FROM x'), [['onbuild-trigger', 'FROM']]);
    assert.deepEqual(checkInStage('ONBUILD COPY x'), [['arguments', 'COPY x']]);
  });
});
