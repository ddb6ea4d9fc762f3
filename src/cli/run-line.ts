import { run } from './main.ts';

/** What a line of words came to. */
export interface RanLine {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs a line as the program would, in this process, for tests of commands. Words are parted by single spaces; `~` stands for `folder`,
 * which is the home too, and the working folder for files with settings.
 */
export async function runLine(line: string, folder: string, env: Readonly<Record<string, string>> = {}): Promise<RanLine> {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    write: (text: string | Uint8Array) => void (written[name] += typeof text === 'string' ? text : Buffer.from(text).toString()),
  });
  const args = line.split(' ').map((word) => word.replaceAll('~', folder));
  const code = await run(args, { stdout: stream('out'), stderr: stream('err'), env: { HOME: folder, ...env }, cwd: () => folder });
  return { code, ...written };
}
