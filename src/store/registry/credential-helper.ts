import { asObject, asText } from '../../codec/json-shape.ts';
import { FromageError } from '../../model/error.ts';
import type { Problem } from '../../model/problem.ts';
import type { Exec, ExecResult } from '../../ports/index.ts';
import type { Credentials } from './credentials.ts';

export interface HelperQuestion {
  /** `X` of `docker-credential-X`. */
  readonly helper: string;
  /** What the credentials are kept under. */
  readonly server: string;
  /** The file that names the helper. */
  readonly path: string;
  readonly timeoutMs: number;
}

/**
 * Asks `docker-credential-X get`. A helper that is missing, hangs, fails or babbles is a Problem, and null; what it wrote
 * is never told, for it may hold the secret.
 */
export async function askHelper(question: HelperQuestion, problems: Problem[], exec: Exec): Promise<Credentials | null> {
  const { helper, server, path, timeoutMs } = question;
  const program = `docker-credential-${helper}`;
  const report = (what: string): null => {
    problems.push({
      kind: 'credentials',
      message: `the credential helper ${program} (named in ${path}) ${what}; going on without credentials`,
      where: path,
      incomplete: false,
    });
    return null;
  };
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(helper)) return report('has a name that no program has');
  const result = await run(program, server, timeoutMs, exec);
  if (result instanceof FromageError) return report(wordsOf(result, timeoutMs));
  if (result.code !== 0) return /credentials not found/i.test(result.stdout + result.stderr) ? null : report('failed');
  return readAnswer(result.stdout, path) ?? report('gave no readable answer');
}

async function run(program: string, server: string, timeoutMs: number, exec: Exec): Promise<ExecResult | FromageError> {
  try {
    return await exec.run(program, ['get'], { stdin: `${server}\n`, timeoutMs });
  } catch (error) {
    if (error instanceof FromageError && error.code !== 'interrupted') return error;
    throw error;
  }
}

function wordsOf(error: FromageError, timeoutMs: number): string {
  if (error.code === 'not-found') return 'is not installed';
  return error.code === 'unreachable' ? `did not answer within ${timeoutMs / 1000} s` : 'could not be run';
}

function readAnswer(text: string, path: string): Credentials | null {
  try {
    const json = asObject(JSON.parse(text));
    const username = asText(json?.['Username']);
    const secret = asText(json?.['Secret']);
    if (username === null || secret === null) return null;
    // The protocol's way of saying that the secret is an identity token.
    if (username === '<token>') return { kind: 'identity', token: secret, from: path };
    return { kind: 'basic', username, password: secret, from: path };
  } catch {
    return null;
  }
}
