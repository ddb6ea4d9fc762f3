import { spawn } from 'node:child_process';
import { FromageError } from '../model/error.ts';
import type { Exec, ExecResult } from '../ports/index.ts';

/** More than any credential helper has to say. Bytes per stream. */
const MAX_OUTPUT = 1024 * 1024;

/** Exec over child processes, each in a process group of its own, so that what it started ends with it. */
export const nodeExec: Exec = { run };

/** Throws `not-found` (no such program), `unreachable` (timed out), `too-large` (it talks too much), `io`. */
function run(
  command: string,
  args: readonly string[],
  options: { readonly stdin?: string; readonly timeoutMs: number },
): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { detached: process.platform !== 'win32', stdio: ['pipe', 'pipe', 'pipe'] });
    let failure: FromageError | null = null;
    const fail = (error: FromageError) => {
      failure ??= error;
      killGroup(child.pid);
      // A grandchild that left the group may keep the pipes open for ever: no waiting for it.
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      reject(failure);
    };
    const timer = setTimeout(
      () => fail(new FromageError('unreachable', `${command} gave no answer within ${options.timeoutMs} ms`)),
      options.timeoutMs,
    );
    const tooMuch = () => fail(new FromageError('too-large', `${command} wrote more than ${MAX_OUTPUT} bytes`));
    const stdout = collectOutput(child.stdout, tooMuch);
    const stderr = collectOutput(child.stderr, tooMuch);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(spawnError(command, error));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (failure === null) resolve({ code: code ?? 128, stdout: stdout(), stderr: stderr() });
    });
    // A program that never reads its input breaks the pipe, and that is its right.
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
  });
}

function collectOutput(stream: NodeJS.ReadableStream, tooMuch: () => void): () => string {
  const chunks: Buffer[] = [];
  let count = 0;
  stream.on('data', (chunk: Buffer) => {
    count += chunk.length;
    if (count > MAX_OUTPUT) tooMuch();
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function spawnError(command: string, error: Error): FromageError {
  const code = 'code' in error ? error.code : '';
  if (code === 'ENOENT') return new FromageError('not-found', `there is no program ${command}`);
  return new FromageError('io', `${command} could not be started`, { cause: error });
}
