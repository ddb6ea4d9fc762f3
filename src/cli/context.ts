import type { CommandContext, StricliProcess } from '@stricli/core';
import type { CliProcess } from './terminal.ts';

/** What a command is given: the process as stricli sees it, the real one, and a way to say the exit code. */
export interface CliContext extends CommandContext {
  readonly process: StricliProcess;
  readonly host: CliProcess;
  /** See EXIT (model/error.ts). */
  finish(code: number): void;
}
