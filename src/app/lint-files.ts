import { decodeDockerfile, MAX_DOCKERFILE_BYTES } from '../dockerfile/decode-dockerfile.ts';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
import { applyFixes } from '../lint/apply-fixes.ts';
import { lintDockerfile } from '../lint/lint-dockerfile.ts';
import { FromageError } from '../model/error.ts';
import type { LintedFile, LintReport } from '../model/lint-report.ts';
import type { Problem } from '../model/problem.ts';
import type { AppPorts } from './app-ports.ts';
import { findDockerfiles } from './find-dockerfiles.ts';
import { readBaseline, writeBaseline } from './lint-baseline.ts';
import { type FileLintConfig, type LintConfigRequest, makeLintConfigs } from './lint-configs.ts';

export interface LintRequest {
  /** Dockerfiles, folders whose Dockerfiles are meant, and `-`. */
  readonly targets: readonly string[];
  /** What standard input is called, by which its configuration is found; null where it has no name. */
  readonly stdinName: string | null;
  readonly config: LintConfigRequest;
  /** Whether what git ignores is passed over below folders. */
  readonly honourGit: boolean;
  /** Which fixes are made; null for none. */
  readonly fix: 'safe' | 'unsafe' | null;
  /** Whether fixed files are written. */
  readonly write: boolean;
  /** A file of what is known already: diagnostics in it are left out, or it is written; null for none. */
  readonly baseline: { readonly path: string; readonly write: boolean } | null;
}

const MOST_FILES = 100_000;

/** Lints files, and all Dockerfiles below folders. What can't be read is told, and the others are linted. */
export async function lintFiles(request: LintRequest, ports: AppPorts): Promise<LintReport> {
  const { files: disk } = ports.store;
  const problems: Problem[] = [];
  const configOf = await makeLintConfigs(request.config, disk);
  const known = request.baseline?.write === false ? await readBaseline(request.baseline.path, disk) : null;
  const files: LintedFile[] = [];
  const seen = new Set<string>();
  for (const target of request.targets)
    for await (const { path, bytes } of readTargets(target, request, ports, problems)) {
      if (seen.has(disk.join(path))) continue;
      seen.add(disk.join(path));
      const linted = await lintFile(path, decodeDockerfile(bytes, path), await configOf(path), request, ports);
      files.push(known === null ? linted : await known.leaveOut(linted));
    }
  if (request.baseline?.write === true) await writeBaseline(request.baseline.path, files, disk);
  return { files, problems: [...problems, ...(known?.problems() ?? [])] };
}

async function lintFile(
  path: string,
  text: string,
  { config, failOn }: FileLintConfig,
  { fix, write, targets }: LintRequest,
  ports: AppPorts,
): Promise<LintedFile> {
  const about = { path, failOn, known: 0 };
  if (fix === null) return { ...about, text, diagnostics: lintDockerfile(parseDockerfile(text), config), fixed: null };
  const { text: after, fixes, diagnostics } = applyFixes(text, config, { unsafe: fix === 'unsafe' });
  // Standard input is no file: its fixed text is for standard output.
  if (write && fixes > 0 && !targets.includes('-')) await ports.store.files.write(path, new TextEncoder().encode(after));
  return { ...about, text: write ? after : text, diagnostics, fixed: { text: after, fixes } };
}

interface ReadFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

async function* readTargets(
  target: string,
  { stdinName, honourGit }: LintRequest,
  ports: AppPorts,
  problems: Problem[],
): AsyncGenerator<ReadFile, void, undefined> {
  const { files } = ports.store;
  if (target === '-') return yield { path: stdinName ?? 'standard input', bytes: await readStdin(ports) };
  const status = await files.status(target);
  if (status === null) throw new FromageError('not-found', `${target} does not exist`);
  if (status.kind !== 'directory') return yield { path: target, bytes: await files.read(target, MAX_DOCKERFILE_BYTES) };
  let count = 0;
  for await (const path of findDockerfiles(target, honourGit, files)) {
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
      hint: 'Dockerfile*, Containerfile* and *.dockerfile are looked for, but for what git ignores; name others themselves.',
    });
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
