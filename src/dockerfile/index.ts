/**
 * `fromage/dockerfile`: reads Dockerfiles as BuildKit does, without losing a character.
 */
export { decodeDockerfile, MAX_DOCKERFILE_BYTES } from './decode-dockerfile.ts';
export { detectSyntax } from './directives.ts';
export type * from './dockerfile.ts';
export type { ExpandOptions, Expansion, Variables, WordsExpansion } from './expand/expand.ts';
export { expandWord, expandWords } from './expand/expand.ts';
export { formatTree } from './format-tree.ts';
export { readHeredoc } from './heredocs.ts';
export { isKeyword, KEYWORDS } from './keywords.ts';
export type { LogicalLine } from './logical-line.ts';
export { originOf, spanOf } from './logical-line.ts';
export { parseDockerfile } from './parse-dockerfile.ts';
export { printDockerfile } from './print-dockerfile.ts';
export type { LineIndex, Position, Span } from './span.ts';
export { indexLines, offsetAt, positionAt } from './span.ts';
