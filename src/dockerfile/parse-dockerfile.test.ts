import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  decodeDockerfile,
  type Dockerfile,
  detectSyntax,
  formatTree,
  indexLines,
  MAX_DOCKERFILE_BYTES,
  offsetAt,
  originOf,
  parseDockerfile,
  positionAt,
  printDockerfile,
  readFrom,
  readHeredoc,
  readMounts,
  readShellText,
  type Span,
  spanOf,
} from './index.ts';

function cut(text: string, span: Span): string {
  return text.slice(span.start, span.end);
}

function codesOf(dockerfile: Dockerfile): readonly string[] {
  return dockerfile.errors.map(({ code }) => code);
}

/** The one instruction of a text. */
function only(text: string) {
  const dockerfile = parseDockerfile(text);
  assert.equal(printDockerfile(dockerfile), text);
  const [instruction, ...others] = dockerfile.instructions;
  assert.ok(instruction !== undefined && others.length === 0);
  return { instruction, dockerfile, cut: (span: Span) => cut(text, span) };
}

describe('spans', () => {
  it('point at what they say', () => {
    const { instruction, cut: at } = only('  copy --from=build \\\n  # why\n\n --chown="1 2" a\\\nb  /c/ \r\n');
    assert.equal(instruction.keyword, 'COPY');
    assert.equal(at(instruction.keywordSpan), 'copy');
    assert.equal(at(instruction.span), 'copy --from=build \\\n  # why\n\n --chown="1 2" a\\\nb  /c/ ');
    assert.deepEqual(
      instruction.flags.map(({ name, value, span, valueSpan }) => [name, value, at(span), at(valueSpan)]),
      [
        ['from', 'build', '--from=build', 'build'],
        ['chown', '1 2', '--chown="1 2"', '"1 2"'],
      ],
    );
    assert.deepEqual(
      instruction.arguments.map(({ text, span }) => [text, at(span)]),
      [
        ['ab', 'a\\\nb'],
        ['/c/', '/c/'],
      ],
    );
    assert.equal(at(instruction.argumentsSpan), 'a\\\nb  /c/');
    assert.deepEqual(
      instruction.comments.map(({ text, span }) => [text, at(span)]),
      [['why', '# why']],
    );
    assert.equal(instruction.emptyLines.length, 1);
  });

  it('of arguments that are not there stand where they would', () => {
    const { instruction } = only('RUN --network=none  \n');
    assert.deepEqual(instruction.argumentsSpan, { start: 18, end: 18 });
    assert.deepEqual(only('CMD').instruction.argumentsSpan, { start: 3, end: 3 });
  });

  it('of JSON strings, pairs and mounts', () => {
    const { instruction, cut: at } = only('CMD ["a", "\\"b\\\\", \\\n "c\\u00e9"]');
    assert.deepEqual(
      instruction.arguments.map(({ text, span }) => [text, at(span)]),
      [
        ['a', '"a"'],
        ['"b\\', '"\\"b\\\\"'],
        ['cé', '"c\\u00e9"'],
      ],
    );
    const env = only('ENV a=1 b="x y" \\\n  c=');
    assert.deepEqual(
      env.instruction.pairs.map(({ name, value, separator }) => [
        name.text,
        value?.text,
        separator,
        env.cut(name.span),
        env.cut(value?.span ?? name.span),
      ]),
      [
        ['a', '1', '=', 'a', '1'],
        ['b', '"x y"', '=', 'b', '"x y"'],
        ['c', '', '=', 'c', ''],
      ],
    );
    const old = only('ENV  name  some = value ').instruction.pairs[0];
    assert.deepEqual([old?.name.text, old?.value?.text, old?.separator], ['name', 'some = value', ' ']);
    const run = only('RUN --mount=type=cache,From=lender,target=/x,ro true');
    const [mount] = readMounts(run.instruction, run.dockerfile.text);
    assert.ok(mount !== undefined);
    assert.deepEqual([mount.type, mount.from, mount.target, run.cut(mount.fromSpan)], ['cache', 'lender', '/x', 'lender']);
    assert.deepEqual(mount.options.at(-1), ['ro', null]);
    const quoted = only('RUN --mount=\\"type=bind\\",\\"source=a,b\\",from=x true');
    const [other] = readMounts(quoted.instruction, quoted.dockerfile.text);
    assert.deepEqual([other?.type, other?.source, other?.from], ['bind', 'a,b', 'x']);
  });

  it('count lines and columns from one, and back', () => {
    const index = indexLines('ab\r\nc\n');
    const places = [0, 3, 4, 6].map((offset) => positionAt(index, offset));
    assert.deepEqual(
      places.map(({ line, column }) => [line, column]),
      [
        [1, 1],
        [1, 4],
        [2, 1],
        [3, 1],
      ],
    );
    assert.deepEqual(
      places.map((place) => offsetAt(index, place)),
      [0, 3, 4, 6],
    );
  });

  it('lead from the text of the shell back to the file', () => {
    const { instruction, cut: at, dockerfile } = only('RUN apt-get update && \\\n  # get it\n  apt-get inst\\\nall -y curl\n');
    const shell = readShellText(instruction);
    assert.equal(shell?.text, 'apt-get update &&   apt-get install -y curl');
    const start = shell.text.indexOf('install');
    assert.equal(at(spanOf(shell, start, start + 7)), 'inst\\\nall');
    assert.equal(dockerfile.text.slice(originOf(shell, shell.text.indexOf('curl'))), 'curl\n');
    assert.equal(originOf(shell, 0), 4);
    assert.equal(readShellText(only('HEALTHCHECK --retries=1 CMD  curl \\\n x').instruction)?.text, 'curl  x');
    for (const text of ['RUN ["a"]', 'RUN', 'HEALTHCHECK NONE', 'USER a', 'ONBUILD RUN x']) {
      assert.equal(readShellText(only(text).instruction), null, text);
    }
    const nested = only('ONBUILD RUN x \\\n y').instruction.nested;
    assert.ok(nested !== null);
    assert.equal(readShellText(nested)?.text, 'x  y');
  });
});

describe('directives', () => {
  it('stand at the top', () => {
    const text = '#SYNTAX = docker/dockerfile:1 \n# escape=`\n# Check=skip=all;error=true\nRUN a `\n b \\\nUSER c\n';
    const dockerfile = parseDockerfile(text);
    assert.deepEqual(
      dockerfile.directives.map(({ name, value, valueSpan }) => [name, value, cut(text, valueSpan)]),
      [
        ['syntax', 'docker/dockerfile:1', 'docker/dockerfile:1'],
        ['escape', '`', '`'],
        ['check', 'skip=all;error=true', 'skip=all;error=true'],
      ],
    );
    assert.equal(dockerfile.escape, '`');
    assert.equal(formatTree(dockerfile), '(run "a  b \\\\")\n(user "c")\n');
  });

  it('are comments after anything else', () => {
    for (const before of ['\n', '# comment\n', '# unknown=directive\n', 'ARG x\n']) {
      const dockerfile = parseDockerfile(`${before}# escape=\`\nRUN a\n`);
      assert.equal(dockerfile.escape, '\\', before);
      assert.deepEqual(dockerfile.directives, []);
    }
  });

  it('are given once, and with sense', () => {
    assert.deepEqual(codesOf(parseDockerfile('# escape=`\n# escape=`\nRUN a')), ['directive-repeated']);
    assert.deepEqual(codesOf(parseDockerfile('# escape=x\nRUN a')), ['directive-value']);
  });

  it('name the frontend in any comment style', () => {
    assert.equal(detectSyntax('# syntax=docker/dockerfile:1 and more\nFROM a'), 'docker/dockerfile:1');
    assert.equal(detectSyntax('\uFEFF#!/usr/bin/env x\n// check=a\n//syntax = a/b\r\n'), 'a/b');
    assert.equal(detectSyntax('{ "syntax": "a/b", "other": [1] }'), 'a/b');
    assert.equal(detectSyntax('{ "syntax": 1 }'), null);
    assert.equal(detectSyntax('FROM a\n# syntax=b'), null);
    assert.equal(detectSyntax('{"'), null);
  });
});

describe('heredocs', () => {
  it('follow each other, quoted or not, with tabs or without', () => {
    const text = 'RUN <<A 3<<-"B" cat <<\'C D\' <<-E$x\na\nA\n\tb\n\tB\nc\nC D\n\t\tE$x\nUSER u\n';
    const dockerfile = parseDockerfile(text);
    assert.deepEqual(codesOf(dockerfile), []);
    assert.deepEqual(
      dockerfile.instructions[0]?.heredocs.map((it) => [
        it.name,
        it.quoted,
        it.stripTabs,
        it.fileDescriptor,
        it.content,
        cut(text, it.opening),
      ]),
      [
        ['A', false, false, 0, 'a\n', '<<A'],
        ['B', true, true, 3, '\tb\n', '3<<-"B"'],
        ['C D', true, false, 0, 'c\n', "<<'C D'"],
        ['E$x', false, true, 0, '', '<<-E$x'],
      ],
    );
    const second = dockerfile.instructions[0]?.heredocs[1];
    assert.ok(second?.terminator);
    assert.equal(readHeredoc(second), 'b\n');
    assert.equal(cut(text, second.terminator), '\tB');
    assert.equal(cut(text, second.contentSpan), '\tb\n');
    assert.equal(dockerfile.instructions.length, 2);
  });

  it('are those of RUN, COPY and ADD, in ONBUILD too', () => {
    for (const opened of ['RUN x <<E', 'copy <<E /x', 'ADD <<E /x', 'ONBUILD RUN <<E', 'RUN <<E\\\n x', 'RUN << E']) {
      const dockerfile = parseDockerfile(`${opened}\ny\nE\n`);
      assert.equal(dockerfile.instructions.length, 1, opened);
      assert.equal(dockerfile.instructions[0]?.heredocs[0]?.content, 'y\n', opened);
    }
    assert.equal(parseDockerfile('ONBUILD RUN <<E\ny\nE\n').instructions[0]?.nested?.heredocs.length, 1);
    for (const other of [
      'CMD <<E',
      'RUN echo "a <<E"',
      'RUN ["a", "<<E"]',
      'RUN a<<E',
      'RUN cat <<<E',
      'RUN <<- E',
      'RUN "a <<E',
      'ONBUILD ONBUILD RUN <<E',
    ]) {
      assert.equal(parseDockerfile(`${other}\nUSER u\n`).instructions[0]?.heredocs.length, 0, other);
    }
  });

  it('know their end in files of Windows too', () => {
    const dockerfile = parseDockerfile('RUN <<E\r\na\r\nE\r\nUSER u\r\n');
    assert.equal(dockerfile.instructions[0]?.heredocs[0]?.content, 'a\r\n');
    assert.equal(dockerfile.instructions.length, 2);
  });

  it('must end', () => {
    const text = 'FROM a\nRUN <<A <<B\nx\nA\n B\n';
    const dockerfile = parseDockerfile(text);
    assert.deepEqual(codesOf(dockerfile), ['heredoc-unterminated']);
    assert.equal(cut(text, dockerfile.errors[0]?.span ?? { start: 0, end: 0 }), '<<B');
    assert.equal(dockerfile.instructions[1]?.heredocs[1]?.terminator, null);
    assert.equal(printDockerfile(dockerfile), text);
  });
});

describe('errors', () => {
  it('do not end the parsing', () => {
    const text = '# escape=x\nENV A\nCMD [1]\nLABEL a=b c\nFROM a\n';
    const dockerfile = parseDockerfile(text);
    assert.deepEqual(
      dockerfile.errors.map(({ code, span }) => [code, cut(text, span)]),
      [
        ['directive-value', 'x'],
        ['missing-value', 'A'],
        ['json-not-strings', '[1]'],
        ['not-a-pair', 'c'],
      ],
    );
    assert.equal(dockerfile.instructions.length, 4);
    assert.equal(readFrom(dockerfile.instructions[3] ?? assert.fail()).image?.text, 'a');
  });

  it('name files without instructions, and lines that the builder does not read', () => {
    assert.deepEqual(codesOf(parseDockerfile('')), ['no-instructions']);
    assert.deepEqual(codesOf(parseDockerfile('\uFEFF \n# x\n')), ['no-instructions']);
    assert.deepEqual(codesOf(parseDockerfile(`RUN ${'x'.repeat(65_531)}\n`)), []);
    assert.deepEqual(codesOf(parseDockerfile(`RUN ${'x'.repeat(65_532)}\n`)), ['line-too-long']);
    assert.deepEqual(codesOf(parseDockerfile(`RUN ${'é'.repeat(32_766)}`)), ['line-too-long']);
  });
});

describe('the frontend is followed where it is odd', () => {
  const cases: readonly (readonly [text: string, tree: string])[] = [
    ['RUN a \\\n\\\n b', '(run "a  b")'],
    ['RUN a\\\\\nUSER b', '(run "a\\\\\\\\")\n(user "b")'],
    ['RUN a \\ \t\n b', '(run "a  b")'],
    ['RUN a \\\n  # c\n# d\n  b # e\n', '(run "a   b # e")'],
    ['RU\\\nN x', '(run "x")'],
    ['\\\nRUN x', '(run "x")'],
    ['ONBUILD RUN --network=none x', '(onbuild (run ["--network=none"] "x"))'],
    ['ONBUILD ENV a b', '(onbuild (env "a" "b" ""))'],
    ['ONBUILD', '(onbuild)'],
    ['NOPE a b', '(nope "")'],
    ['RUN -- --x', '(run "--x")'],
    ["RUN --a='b c'\\ d --e", '(run ["--a=b c d" "--e"])'],
    ['ENV a=b\\ c d="e f"', '(env "a" "b\\\\ c" "=" "d" "\\"e f\\"" "=")'],
    ['ENV a b=c', '(env "a" "b=c" "")'],
    ['LABEL "a b"=c', '(label "\\"a b\\"" "c" "=")'],
    ['COPY ["a", "b"', '(copy "[\\"a\\"," "\\"b\\"")'],
    ["CMD ['a']", '(cmd "[\'a\']")'],
    ['CMD ["\\ud800"]', '(cmd "\uFFFD")'],
    ['CMD ["\u200b\u0301é😀\u0085\ue000"]', '(cmd "\\u200b\u0301é😀\\u0085\\ue000")'],
    ['CMD [1e999]', '(cmd "[1e999]")'],
    ['HEALTHCHECK --retries=1 CMD ["a"]', '(healthcheck ["--retries=1"] "CMD" "a")'],
    ['FROM\ta\vAS\fb', '(from "a" "AS" "b")'],
    ['\u00a0RUN x', '(run "x")'],
  ];
  for (const [text, tree] of cases) {
    it(JSON.stringify(text), () => {
      const dockerfile = parseDockerfile(text);
      assert.deepEqual(dockerfile.errors, []);
      assert.equal(formatTree(dockerfile).trim(), tree);
    });
  }
});

describe('bytes', () => {
  it('are text in UTF-8', () => {
    const encode = (text: string) => new TextEncoder().encode(text);
    assert.equal(decodeDockerfile(encode('\uFEFFFROM é')), '\uFEFFFROM é');
    assert.throws(() => decodeDockerfile(Uint8Array.of(0x46, 0xff), 'Dockerfile'), {
      code: 'malformed',
      message: 'Dockerfile is not written in UTF-8',
    });
    assert.throws(() => decodeDockerfile(Uint8Array.of(0x46, 0)), { code: 'malformed', message: /binary/ });
    assert.throws(() => decodeDockerfile(Uint8Array.of(0xff, 0xfe, 0x46, 0)), { code: 'malformed', hint: /UTF-16/ });
    assert.throws(() => decodeDockerfile(new Uint8Array(MAX_DOCKERFILE_BYTES + 1).fill(32)), { code: 'too-large' });
    assert.throws(() => decodeDockerfile(new Uint8Array(600_000).fill(10)), { code: 'too-large' });
  });
});
