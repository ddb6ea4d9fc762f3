import { type OpenedFile, readFile } from '../app/read-file.ts';
import { FromageError } from '../model/error.ts';
import { showPath } from '../model/image-path.ts';
import { printable } from '../report/words.ts';
import type { CatFlags } from './commands/cat.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { settingsOf } from './settings.ts';
import type { Output } from './terminal.ts';
import { withPorts } from './with-ports.ts';
import { withWorkers } from './with-workers.ts';

/** `fromage cat`: exit code 4 where a layer could not be read to its end, and so the file may be another. */
export async function runCat(this: CliContext, flags: CatFlags, target: string, path: string): Promise<void> {
  const { stdout, stderr } = this.host;
  const request = { target, path, layer: flags.layer ?? null, settings: settingsOf(flags) };
  const problems = await withPorts(this.host, flags.cache, (ports) =>
    withWorkers(ports, (wider) =>
      readFile(request, wider, async (file) => {
        if (stdout.isTTY === true && flags.force !== true) await refuseBinary(file);
        await writeBody(file, stdout);
        return file.problems;
      }),
    ),
  );
  for (const { message, incomplete } of problems) if (incomplete) stderr.write(`fromage: incomplete: ${printable(message)}\n`);
  this.finish(exitCodeOf(problems));
}

const HEAD_BYTES = 8 * 1024;
const CHUNK_BYTES = 256 * 1024;

/** Control characters beyond tab, line feed, form feed and carriage return: a terminal would obey them. Throws `usage`. */
async function refuseBinary({ entry, body }: OpenedFile): Promise<void> {
  const head = new Uint8Array(HEAD_BYTES);
  const count = await body.read(0, head);
  const isText = head
    .subarray(0, count)
    .every((byte) => (byte >= 0x20 ? byte !== 0x7f : byte === 9 || byte === 10 || byte === 12 || byte === 13));
  if (isText) return;
  throw new FromageError('usage', `${showPath(entry.path)} is no text, and standard output is a terminal`, {
    hint: 'Redirect it to a file or a pipe, or add --force.',
  });
}

async function writeBody({ body }: OpenedFile, stdout: Output): Promise<void> {
  for (let at = 0; at < body.size; ) {
    // Who writes may keep the bytes until they are gone.
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, body.size - at));
    const count = await body.read(at, chunk);
    if (count === 0) throw new FromageError('truncated', 'the layer ends within the file');
    if (stdout.write(chunk.subarray(0, count)) === false) await drained(stdout);
    at += count;
  }
}

/** Also where the reader went away: then nothing is waited for. */
function drained(stdout: Output): Promise<void> {
  return new Promise((resolve) => {
    if (stdout.once === undefined) return resolve();
    for (const event of ['drain', 'close', 'error'] as const) stdout.once(event, resolve);
  });
}
