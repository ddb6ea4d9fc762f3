import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type BuildOptions,
  buildStageGraph,
  checkInstructions,
  expandWord,
  expandWords,
  parseDockerfile,
  printDockerfile,
} from './index.ts';

const LINUX = { os: 'linux', architecture: 'amd64' };
const OPTIONS: BuildOptions = { buildArgs: {}, target: null, platform: LINUX, buildPlatform: LINUX };

/**
 * Parses, checks and draws a text, all of which has to be linear: the bound is of the time this process computes,
 * and so the same on a busy machine; what is quadratic takes minutes.
 */
function survives(text: string): ReturnType<typeof buildStageGraph> {
  const started = process.cpuUsage();
  const dockerfile = parseDockerfile(text);
  assert.equal(printDockerfile(dockerfile), text);
  checkInstructions(dockerfile);
  const graph = buildStageGraph(dockerfile, OPTIONS);
  assert.ok(process.cpuUsage(started).user < 15_000_000, 'it takes too long');
  return graph;
}

describe('hostile Dockerfiles', () => {
  it('with one long line', () => {
    for (const piece of [
      'a',
      ' ',
      ' a',
      '"',
      "'",
      '\\',
      '\\"',
      '${',
      '$x',
      '[',
      '"a",',
      '<<A',
      ' <<A',
      '<',
      '--a ',
      '--a="',
      '=',
      'a=b ',
      '\t<<-',
      'ONBUILD ',
      '🙂',
      ',',
      '\r',
    ]) {
      for (const start of ['RUN ', 'ENV ', 'COPY ', 'FROM ', 'ARG ', 'CMD [', 'ONBUILD RUN ', ''])
        survives(start + piece.repeat(20_000 / piece.length));
    }
    survives(`FROM a\nRUN ${'x'.repeat(1_000_000)}\n`);
  });

  it('with many lines', () => {
    for (const piece of ['RUN true\n', 'FROM a\n', '\n', '#\n', '\\\n', 'a \\\n', 'a \\\n#\n', 'RUN <<A\n', 'RUN <<A\nA\n', '# escape=`\n'])
      survives(piece.repeat(10_000));
    survives('RUN true\n'.repeat(100_000));
    survives(`RUN ${Array.from({ length: 20_000 }, (_, index) => `<<A${index}`).join(' ')}\n${'x\n'.repeat(20_000)}`);
  });

  it('with a time that has no end', () => {
    survives(`FROM a\nHEALTHCHECK --interval=${'1'.repeat(300_000)} CMD x\n`);
    survives(`FROM a\nHEALTHCHECK --interval=${'1.'.repeat(150_000)}s CMD x\n`);
  });

  it('with variables that hold much', () => {
    const large = `ARG a=${'x'.repeat(60_000)}\n`;
    survives(`${large}${'ARG b=$a$a$a$a\n'.repeat(300)}FROM a\n`);
    survives(`${large}${'ARG b=${a//x?x?y/z}\n'.repeat(300)}FROM a\n`);
    survives(`${large}${'FROM ${a//x?x?y/z}\n'.repeat(300)}`);
    survives(`${large}${'FROM --platform=$a$a$a$a a\n'.repeat(300)}`);
  });

  it('with many stages, in a chain and in circles', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => `FROM s${index} AS s${index + 1}\nCOPY --from=s${index} / /\n`).join('');
    const graph = survives(chain);
    assert.equal(graph.chain.length, 20_000);
    assert.deepEqual(graph.errors, []);
    const circle = Array.from({ length: 5000 }, (_, index) => `FROM a AS s${index}\nCOPY --from=s${(index + 1) % 5000} / /\n`).join('');
    assert.deepEqual(
      survives(circle).errors.map(({ code }) => code),
      ['cycle'],
    );
  });

  it('with names that objects have', () => {
    const graph = survives(
      'ARG constructor\nARG __proto__=x\nFROM $toString${__proto__}$constructor AS constructor\nCOPY --from=__proto__ a b\nHASOWNPROPERTY x\nCONSTRUCTOR x\n__PROTO__ x\n',
    );
    assert.equal(graph.base?.kind === 'image' && graph.base.reference, 'x');
  });
});

it('what is wrong is told in few words, however long it is', () => {
  const long = 'X'.repeat(50_000);
  const unset = Array.from({ length: 2000 }, (_, index) => `$u${index}`).join('');
  const names = Array.from({ length: 500 }, (_, index) => `FROM a AS s${index}\n`).join('');
  for (const text of [
    `FROM ${long}\n`,
    `FROM --platform=${long} a\n`,
    `FROM $${long}:\n`,
    `FROM ${unset}:\n`,
    `FROM a\nCOPY --from=${long} a b\n`,
  ]) {
    const { errors, base, borrows } = buildStageGraph(parseDockerfile(text), OPTIONS);
    const told = JSON.stringify([
      errors,
      base?.kind === 'unresolved' ? [base.message, base.hint] : '',
      borrows.flat().map((it) => it.from),
    ]);
    assert.ok(told.length < 1500, `${text.slice(0, 40)}: ${told.length}`);
  }
  const { errors } = buildStageGraph(parseDockerfile(names), { ...OPTIONS, target: long });
  assert.match(errors[0]?.hint ?? '', /s19, and 480 more\.$/);
  assert.ok((errors[0]?.message.length ?? 0) < 200);
});

describe('hostile words', () => {
  const tooLarge = { code: 'too-large' };

  it('nest too deeply', () => {
    assert.throws(() => expandWord('${a:-'.repeat(10_000), { variables: {} }), tooLarge);
    assert.equal(expandWord(`${'${a:-'.repeat(100)}x${'}'.repeat(100)}`, { variables: {} }).value, 'x');
  });

  it('grow without bound', () => {
    const names = Array.from({ length: 100 }, (_, index) => `ARG A${index + 1}=$A${index}$A${index}`);
    const graph = survives(`ARG A0=aaaaaaaaaa\n${names.join('\n')}\nFROM $A100\n`);
    assert.equal(graph.errors[0]?.code, 'expansion');
    assert.throws(() => expandWord('$x$x', { variables: { x: 'x'.repeat(600_000) } }), tooLarge);
    assert.throws(() => expandWord('${x//a/$x}', { variables: { x: 'a'.repeat(10_000) } }), tooLarge);
  });

  it('have patterns that would backtrack', () => {
    const variables = { x: 'a'.repeat(20_000) };
    assert.equal(expandWord(`\${x##${'*a'.repeat(50)}*b}`, { variables }).value, variables.x);
    assert.equal(expandWord(`\${x%%${'*a'.repeat(50)}*}`, { variables }).value, '');
    assert.throws(() => expandWord(`\${x//${'*a'.repeat(200)}*b/c}`, { variables }), tooLarge);
    assert.throws(() => expandWord(`\${x//${'a'.repeat(10_000)}b/c}`, { variables }), tooLarge);
  });

  it('are long', () => {
    for (const piece of ['$', '${x}', '"', "''", '\\', ' ', 'a ', '<', '<< ', '${x#*}', '🙂']) {
      const text = piece.repeat(200_000 / piece.length);
      try {
        expandWords(text, { variables: { x: 'y' } });
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'malformed');
      }
    }
  });
});
