import { decodeDockerfile, MAX_DOCKERFILE_BYTES } from '../dockerfile/decode-dockerfile.ts';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
import { applyFixes } from '../lint/apply-fixes.ts';
import type { LintConfig } from '../lint/config.ts';
import { lintDockerfile } from '../lint/lint-dockerfile.ts';
import { FromageError } from '../model/error.ts';
import type { LintedFile, LintReport } from '../model/lint-report.ts';
import type { Problem } from '../model/problem.ts';
import type { AppPorts } from './app-ports.ts';

export interface LintRequest {
  /** Dockerfiles, folders whose Dockerfiles are meant, and `-`. */
  readonly targets: readonly string[];
  /** What standard input is called. */
  readonly stdinName: string;
  readonly config: LintConfig;
  /** Which fixes are made; null for none. */
  readonly fix: 'safe' | 'unsafe' | null;
  /** Whether fixed files are written. */
  readonly write: boolean;
}

const NAME = /^(dockerfile|containerfile)([.-].*)?$|\.(dockerfile|containerfile)$/i;
const SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules', '.hg', '.svn']);
const MOST_FILES = 100_000;
const DEEPEST = 60;

/** Lints files, and all Dockerfiles below folders. What can't be read is told, and the others are linted. */
export async function lintFiles(request: LintRequest, ports: AppPorts): Promise<LintReport> {
  const files: LintedFile[] = [];
  const problems: Problem[] = [];
  for (const target of request.targets)
    for await (const { path, bytes } of readTargets(target, request, ports, problems)) {
      const text = decodeDockerfile(bytes, path);
      files.push(await lintFile(path, text, request, ports));
    }
  return { files, problems };
}

async function lintFile(path: string, text: string, { config, fix, write, targets }: LintRequest, ports: AppPorts): Promise<LintedFile> {
  if (fix === null) return { path, text, diagnostics: lintDockerfile(parseDockerfile(text), config), fixed: null };
  const { text: after, fixes, diagnostics } = applyFixes(text, config, { unsafe: fix === 'unsafe' });
  // Standard input is no file: its fixed text is for standard output.
  if (write && fixes > 0 && !targets.includes('-')) await ports.store.files.write(path, new TextEncoder().encode(after));
  return { path, text: write ? after : text, diagnostics, fixed: { text: after, fixes } };
}

interface ReadFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

async function* readTargets(
  target: string,
  { stdinName }: LintRequest,
  ports: AppPorts,
  problems: Problem[],
): AsyncGenerator<ReadFile, void, undefined> {
  const { files } = ports.store;
  if (target === '-') return yield { path: stdinName, bytes: await readStdin(ports) };
  const status = await files.status(target);
  if (status === null) throw new FromageError('not-found', `${target} does not exist`);
  if (status.kind !== 'directory') return yield { path: target, bytes: await files.read(target, MAX_DOCKERFILE_BYTES) };
  let count = 0;
  for await (const path of below(target, 0, ports)) {
    count += 1;
    if (count > MOST_FILES) throw new FromageError('too-large', `${target} holds over ${MOST_FILES} Dockerfiles`);
    try {
      yield { path, bytes: await files.read(path, MAX_DOCKERFILE_BYTES) };
    } catch (error) {
      if (!FromageError.is(error) || error.code === 'interrupted') throw error;
      problems.push({ kind: 'unreadable', message: error.message, where: path, incomplete: true });
    }
  }
  if (count === 0)
    throw new FromageError('not-found', `${target} holds no Dockerfile`, {
      hint: 'Files called Dockerfile, Containerfile or *.dockerfile are looked for; name others themselves.',
    });
}

async function* below(folder: string, depth: number, ports: AppPorts): AsyncGenerator<string, void, undefined> {
  const { files } = ports.store;
  const { entries } = await files.listEntries(folder);
  for (const { name, kind } of entries) {
    const path = files.join(folder, name);
    if (kind === 'directory' && depth < DEEPEST && !SKIPPED.has(name)) yield* below(path, depth + 1, ports);
    else if (kind === 'file' && NAME.test(name)) yield path;
  }
}

async function readStdin({ store }: AppPorts): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of store.files.stdin()) {
    size += chunk.length;
    if (size > MAX_DOCKERFILE_BYTES)
      throw new FromageError('too-large', `standard input is larger than a Dockerfile may be (${MAX_DOCKERFILE_BYTES} bytes)`);
    chunks.push(chunk.slice());
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
