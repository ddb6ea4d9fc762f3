import { isatty } from 'node:tty';
import type { AppPorts } from '../app/app-ports.ts';
import { terminalProgress } from '../platform/progress.ts';
import { makePorts } from './make-ports.ts';
import type { CliProcess } from './terminal.ts';

/** Runs a use case with the real world, and takes the progress line off the screen when it is done or fails. */
export async function withPorts<T>(host: CliProcess, cache: boolean, use: (ports: AppPorts) => Promise<T>): Promise<T> {
  const progress = terminalProgress(isatty(2), () => host.stderr);
  const ports = makePorts(progress, cache, host.env);
  try {
    return await use(ports);
  } finally {
    progress.stop();
    await ports.close();
  }
}
