/**
 * `fromage/dockerfile`: reads Dockerfiles as BuildKit does, without losing a character.
 */
export type { Reference } from '../model/reference.ts';
export {
  familiarName,
  familiarReference,
  formatReference,
  parseCanonicalReference,
  parsePullReference,
  parseReference,
  parseReferenceOrDigest,
  tryReference,
} from '../model/reference.ts';
export type { ReferenceFault, ReferenceParts } from '../model/reference-grammar.ts';
export { splitName, splitReference } from '../model/reference-grammar.ts';
export { matchReference } from '../model/reference-pattern.ts';
export { checkInstructions } from './check-instructions.ts';
export { decodeDockerfile, MAX_DOCKERFILE_BYTES } from './decode-dockerfile.ts';
export { detectSyntax } from './directives.ts';
export type * from './dockerfile.ts';
export type { ExpandOptions, Expansion, Variables, WordsExpansion } from './expand/expand.ts';
export { expandWord, expandWords } from './expand/expand.ts';
export { formatTree } from './format-tree.ts';
export { readHeredoc } from './heredocs.ts';
export { isKeyword, KEYWORDS } from './keywords.ts';
export type { LogicalLine } from './logical-line.ts';
export { originOf, sliceLine, spanOf } from './logical-line.ts';
export { parseDockerfile } from './parse-dockerfile.ts';
export { printDockerfile } from './print-dockerfile.ts';
export type { From } from './read-from.ts';
export { readFrom } from './read-from.ts';
export type { Mount } from './read-mounts.ts';
export { readMounts } from './read-mounts.ts';
export type { BuildOptions, GlobalScope, StageScope } from './scope.ts';
export { globalScope, PLATFORM_ARGUMENTS, PROXY_ARGUMENTS, stageScope } from './scope.ts';
export type { LineIndex, Position, Span } from './span.ts';
export { indexLines, offsetAt, positionAt } from './span.ts';
export type { Borrow, BorrowedImage, BorrowSource, StageGraph } from './stage-graph.ts';
export { readShellText } from './read-shell-text.ts';
export { buildStageGraph } from './stage-graph.ts';
export type { ExternalBase, Stage, StageBase } from './stages.ts';
export type { Dockerignore, IgnoreError, IgnoreRule } from './ignore/dockerignore.ts';
export { dockerignoreNames, isIgnored, parseDockerignore } from './ignore/dockerignore.ts';
