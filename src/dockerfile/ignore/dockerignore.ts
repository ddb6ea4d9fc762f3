import { trimSpace } from '../space.ts';
import type { Span } from '../span.ts';
import type { IgnorePattern } from './ignore-pattern.ts';
import { compileIgnorePattern } from './ignore-pattern.ts';

/** A .dockerignore: what a build does not send to the builder. */
export interface Dockerignore {
  readonly rules: readonly IgnoreRule[];
  /** Lines that the builder refuses. */
  readonly errors: readonly IgnoreError[];
}

export interface IgnoreRule {
  /** Cleaned: without leading and trailing slashes, `./` and `..`. */
  readonly pattern: string;
  /** `!pattern`: what was left out comes back. */
  readonly negated: boolean;
  readonly span: Span;
  readonly compiled: IgnorePattern;
}

export interface IgnoreError {
  readonly message: string;
  readonly span: Span;
}

/** Reads a .dockerignore. A comment has its `#` in the first column. Never throws. */
export function parseDockerignore(text: string): Dockerignore {
  const rules: IgnoreRule[] = [];
  const errors: IgnoreError[] = [];
  for (let start = text.startsWith('\uFEFF') ? 1 : 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const rule = readRule(text.slice(start, end), { start, end });
    if (rule !== null && 'message' in rule) errors.push(rule);
    else if (rule !== null) rules.push(rule);
    start = end + 1;
  }
  return { rules, errors };
}

/**
 * Whether a path of the context is left out: the last rule that fits it, or a directory above it, decides.
 *
 * @example isIgnored(parseDockerignore('*\n!src\n'), 'src/main.c') // false
 */
export function isIgnored(dockerignore: Dockerignore, path: string): boolean {
  const clean = stripSlash(cleanPath(path));
  let ignored = false;
  for (const { negated, compiled } of dockerignore.rules) {
    // A rule that could change nothing is not asked.
    if (negated === ignored && compiled.fits(clean)) ignored = !negated;
  }
  return ignored;
}

/** The files that may hold the rules for a Dockerfile, the first that exists counts: `app.Dockerfile.dockerignore`, `.dockerignore`. */
export function dockerignoreNames(dockerfile: string): readonly string[] {
  return [`${dockerfile}.dockerignore`, '.dockerignore'];
}

function readRule(line: string, span: Span): IgnoreRule | IgnoreError | null {
  if (line.startsWith('#')) return null;
  const written = trimSpace(line);
  if (written === '') return null;
  const text = cleanPath(trimSpace(readLine(written)));
  const negated = text.startsWith('!');
  const pattern = negated ? text.slice(1) : text;
  if (pattern === '') return { message: `"${written}" has no pattern`, span };
  const compiled = compileIgnorePattern(pattern);
  if (compiled === null) return { message: `"${written}" is no pattern: a "[" or a "\\" is left open`, span };
  return { pattern, negated, span, compiled };
}

/** The builder cleans a rule twice, before it looks for the "!" and with it; so that "/!a" brings back "a", as "!a" does. */
function readLine(written: string): string {
  const negated = written.startsWith('!');
  const rest = negated ? trimSpace(written.slice(1)) : written;
  const pattern = rest === '' ? '' : stripSlash(cleanPath(rest));
  return negated ? `!${pattern}` : pattern;
}

function stripSlash(path: string): string {
  return path.length > 1 && path.startsWith('/') ? path.slice(1) : path;
}

/** As Go's `filepath.Clean`: one slash for many, no `.`, and `..` takes what is before it. */
function cleanPath(path: string): string {
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!rooted) parts.push(part);
  }
  const clean = parts.join('/');
  return rooted ? `/${clean}` : clean === '' ? '.' : clean;
}
