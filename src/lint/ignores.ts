import type { Comment, Dockerfile } from '../dockerfile/dockerfile.ts';
import type { Span } from '../dockerfile/span.ts';

/** A name in a comment or a directive that silences a rule. */
export interface Ignore {
  /** As it is written there: `DL3008`, `pin-apt-packages`. */
  readonly rule: string;
  /** Where it holds. */
  readonly range: Span;
  /** Where the name stands. */
  readonly span: Span;
  /** The comment; null for a directive, which the build goes by too. */
  readonly comment: IgnoreComment | null;
}

/** A comment with names that it silences. */
export interface IgnoreComment {
  readonly span: Span;
  readonly rules: readonly Span[];
}

/** What comments and directives in a file silence and say. */
export interface Ignores {
  readonly ignores: readonly Ignore[];
  /** Whether `# check=skip=all` leaves out all checks of BuildKit. */
  readonly skipsBuildKit: boolean;
  /** Whether `# check=error=true` has a build fail on BuildKit's checks. */
  readonly failsBuild: boolean;
  /** The shell that a comment says RUN is run by; null where none does. */
  readonly shell: string | null;
}

const IGNORE = /^(hadolint|fromage)\s+(?:(global|stage)\s+)?ignore\s*=\s*/i;
const SHELL = /^(?:hadolint|fromage)\s+shell\s*=\s*(\S+)/i;
/** hadolint passes over a comment that begins with another name. What follows the names is a reason. */
const NAMES = {
  hadolint: /^(?:DL|SC)\d+(?:\s*,\s*(?:DL|SC)\d+)*/,
  fromage: /^[\w:*-]+(?:\s*,\s*[\w:*-]+)*/,
} as const;

/**
 * `# fromage ignore=rule,rule reason` and `# hadolint ignore=DL3008` hold for the instruction below or around, `stage ignore` for its
 * stage, `global ignore` for the file; so does BuildKit's `# check=skip=…` for its own checks.
 */
export function readIgnores(dockerfile: Dockerfile): Ignores {
  const { skip, failsBuild } = readCheck(dockerfile);
  return {
    ignores: [
      ...skip.filter(({ rule }) => rule !== 'buildkit:all'),
      ...dockerfile.comments.flatMap((one) => [...readComment(one, dockerfile), ...readInlineCheck(one, dockerfile)]),
    ],
    skipsBuildKit: skip.some(({ rule }) => rule === 'buildkit:all'),
    failsBuild,
    shell: dockerfile.comments.map(({ text }) => SHELL.exec(text)?.[1]?.toLowerCase() ?? null).findLast((one) => one !== null) ?? null,
  };
}

function readComment({ text: said, span, source }: Comment, dockerfile: Dockerfile): readonly Ignore[] {
  const [head, tool = '', scope = ''] = IGNORE.exec(said) ?? [];
  if (head === undefined) return [];
  const [list = ''] = NAMES[tool.toLowerCase() === 'hadolint' ? 'hadolint' : 'fromage'].exec(said.slice(head.length)) ?? [];
  const start = span.start + source.indexOf(said) + head.length;
  const names = spansOf(list, start);
  const range = rangeOf(scope.toLowerCase(), span, dockerfile);
  const comment = { span, rules: names };
  return names.map((one) => ({ rule: dockerfile.text.slice(one.start, one.end), range, span: one, comment }));
}

function rangeOf(scope: string, { start, end }: Span, { instructions, text }: Dockerfile): Span {
  if (scope === 'global') return { start: 0, end: text.length + 1 };
  // Inside an instruction it is about that one, else about the next.
  const target = instructions.find((instruction) => instruction.span.end > start);
  if (target === undefined) return { start: end, end };
  if (scope !== 'stage') return { start: target.span.start, end: Math.max(target.span.end, target.span.start + 1) };
  const froms = instructions.filter(({ keyword }) => keyword === 'FROM').map(({ span }) => span.start);
  const from = froms.findLast((at) => at <= target.span.start) ?? 0;
  return { start: from, end: froms.find((at) => at > from) ?? text.length + 1 };
}

/** Below the directives `# check=skip=A,B // reason` holds for the instruction below; `all` is written `buildkit:all`. */
function readInlineCheck({ text: said, span, source }: Comment, dockerfile: Dockerfile): readonly Ignore[] {
  const [head] = /^check\s*=\s*skip\s*=/i.exec(said) ?? [];
  if (head === undefined) return [];
  const [list = ''] = said.slice(head.length).split(/;|\/\//);
  const range = rangeOf('', span, dockerfile);
  return spansOf(list, span.start + source.indexOf(said) + head.length).map((one) => ({
    rule: `buildkit:${dockerfile.text.slice(one.start, one.end)}`,
    range,
    span: one,
    comment: null,
  }));
}

/** `# check=skip=A,B;error=true`, as BuildKit reads it. */
function readCheck({ directives, text }: Dockerfile): { readonly skip: readonly Ignore[]; readonly failsBuild: boolean } {
  const check = directives.find(({ name }) => name === 'check');
  if (check === undefined) return { skip: [], failsBuild: false };
  const options = [...check.value.matchAll(/([^;=]*)=([^;]*)/g)].map((option) => {
    const [whole, key = '', value = ''] = option;
    return { key: key.trim(), value, start: check.valueSpan.start + option.index + whole.length - value.length };
  });
  const skip = options
    .filter(({ key }) => key === 'skip')
    .flatMap(({ value, start }) => spansOf(value, start))
    .map((span) => ({
      rule: `buildkit:${text.slice(span.start, span.end)}`,
      range: { start: 0, end: text.length + 1 },
      span,
      comment: null,
    }));
  return { skip, failsBuild: options.some(({ key, value }) => key === 'error' && value.trim() === 'true') };
}

/** Where the names of a list with commas stand, given where the list does. */
function spansOf(list: string, start: number): readonly Span[] {
  return [...list.matchAll(/[^\s,]+/g)].map((match) => ({ start: start + match.index, end: start + match.index + match[0].length }));
}
