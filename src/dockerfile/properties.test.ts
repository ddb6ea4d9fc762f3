import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DockerfileParser } from 'dockerfile-ast';
import * as fc from 'fast-check';
import {
  checkInstructions,
  formatTree,
  indexLines,
  KEYWORDS,
  parseDockerfile,
  positionAt,
  printDockerfile,
  type Span,
  spanOf,
} from './index.ts';

/** Pieces of Dockerfiles, put together without sense. */
const PIECES = [
  ...[...KEYWORDS].map((keyword) => `${keyword} `),
  ...['\n', '\r\n', '\\\n', '`\n', '\\ \r\n', ' ', '\t', '# c\n', '\n# escape=`\n', '\uFEFF', '\0', '\ud800', '😀', '\u00a0'],
  ...[
    'a',
    'b=c',
    '"',
    "'",
    '\\',
    '$x',
    '${',
    '}',
    '<<EOF',
    "<<-'E O'",
    '\nEOF\n',
    '["a", "b"]',
    '[1]',
    '[',
    ']',
    '--from=a',
    '--mount=from=b,',
    '--',
  ],
];

const anyText = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));

describe('any text', () => {
  it('is printed as it was read', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string()), (text) => {
        assert.equal(printDockerfile(parseDockerfile(text)), text);
      }),
      { numRuns: 500 },
    );
  });

  it('is tiled by its items, and every span lies in it and in its instruction', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const dockerfile = parseDockerfile(text);
        let offset = dockerfile.bom ? 1 : 0;
        for (const item of dockerfile.items) {
          const end = offset + item.source.length;
          assert.ok(offset <= item.span.start && item.span.end <= end);
          if (item.kind === 'instruction') for (const span of spansOf(item)) assert.ok(isInside(span, { start: offset, end }));
          offset = end;
        }
        for (const { span } of [...dockerfile.errors, ...checkInstructions(dockerfile)])
          assert.ok(isInside(span, { start: 0, end: text.length }));
      }),
      { numRuns: 200 },
    );
  });

  it('has lines whose characters are those of the file', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { line } of parseDockerfile(text).instructions) {
          for (let at = 0; at < line.text.length; at++) {
            const span = spanOf(line, at, at + 1);
            assert.equal(text.slice(span.start, span.end), line.text.charAt(at));
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

function spansOf(item: ReturnType<typeof parseDockerfile>['instructions'][number]): readonly Span[] {
  return [
    item.keywordSpan,
    item.argumentsSpan,
    ...item.flags.flatMap((flag) => [flag.span, flag.valueSpan]),
    ...item.arguments.map(({ span }) => span),
    ...item.pairs.flatMap((pair) => [pair.span, pair.name.span, pair.value?.span ?? pair.span]),
    ...item.heredocs.flatMap((heredoc) => [heredoc.opening, heredoc.contentSpan, heredoc.terminator ?? heredoc.opening]),
    ...item.comments.map(({ span }) => span),
    ...item.emptyLines,
    ...(item.nested === null ? [] : spansOf(item.nested)),
  ];
}

function isInside(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end;
}

/** Files on which two parsers have to agree: no heredocs, no odd quotes. */
const word = fc.stringMatching(/^[a-z][a-z0-9./:-]{0,8}$/);
const gap = fc.constantFrom(' ', '  ', '\t', ' \\\n  ', ' \\\n# note\n  ');
const words = fc.array(fc.tuple(gap, word), { minLength: 1, maxLength: 4 }).map((pairs) => pairs.map((pair) => pair.join('')).join(''));
const json = fc.array(word, { minLength: 1, maxLength: 3 }).map((items) => ` ${JSON.stringify(items)}`);
const line = fc.oneof(
  fc
    .tuple(fc.constantFrom('FROM', 'EXPOSE', 'VOLUME', 'USER', 'WORKDIR', 'run', 'COPY', 'ADD', 'Cmd'), words)
    .map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('RUN', 'CMD', 'ENTRYPOINT', 'SHELL', 'VOLUME', 'COPY'), json).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('COPY --from=build', 'COPY --chown=a:b --link', 'ADD --chmod=7', 'RUN --network=none'), words)
    .map((parts) => parts.join('')),
  fc.constantFrom('', '# comment', '  # comment', '\t'),
);

describe('beside dockerfile-ast', () => {
  it('finds the same instructions, flags, arguments and lines', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.constantFrom('\n', '\r\n'), (lines, newline) => {
        const text = `FROM a${newline}${lines.join('\n').replaceAll('\n', newline)}${newline}`;
        const index = indexLines(text);
        const ours = parseDockerfile(text).instructions.map((it) => ({
          keyword: it.keyword,
          flags: it.flags.map(({ name, value }) => `${name}=${value}`),
          start: positionAt(index, it.keywordSpan.start).line,
          end: positionAt(index, it.argumentsSpan.end).line,
        }));
        const theirs = DockerfileParser.parse(text)
          .getInstructions()
          .map((it) => ({
            keyword: it.getKeyword(),
            flags:
              'getFlags' in it
                ? (it.getFlags as () => { getName(): string; getValue(): string | null }[])().map(
                    (flag) => `${flag.getName()}=${flag.getValue()}`,
                  )
                : [],
            start: it.getRange().start.line + 1,
            end: it.getRange().end.line + 1,
          }));
        assert.deepEqual(ours, theirs);
      }),
      { numRuns: 150 },
    );
  });

  it('splits the same words', () => {
    fc.assert(
      fc.property(fc.constantFrom('FROM', 'EXPOSE', 'COPY', 'VOLUME'), words, (keyword, rest) => {
        const text = `${keyword}${rest}`;
        const [theirs] = DockerfileParser.parse(text).getInstructions();
        const expected = theirs?.getExpandedArguments().map((argument) => argument.getValue()) ?? [];
        assert.equal(
          formatTree(parseDockerfile(text)).trim(),
          `(${[keyword.toLowerCase(), ...expected.map((it) => `"${it}"`)].join(' ')})`,
        );
      }),
      { numRuns: 100 },
    );
  });
});
