import { isKept } from '../kept-stages.ts';
import { isMountedOver } from '../mounts.ts';
import { removesFolder } from '../removals.ts';
import type { LintContext, Report } from '../rule.ts';
import { type Run, runsOf } from '../run-commands.ts';
import type { ShellCommand } from '../shell/shell-command.ts';
import { type Call, type CallTable, readCall } from './call.ts';

/** What a rule wants to be gone when a layer ends. */
export interface CleanCheck {
  readonly table: CallTable;
  /** What fills the cache. */
  readonly fills: (call: Call) => boolean;
  /** Its own way to empty it. */
  readonly empties: (call: Call) => boolean;
  /** Where the cache is; a mount over one of these keeps it out of the image. */
  readonly folders: readonly string[];
  /** What to write: `dnf clean all`. */
  readonly remedy: (call: Call) => string;
  /** Whether a RUN keeps it out of the image by mounts; unless given, any mount over one of the folders does. */
  readonly isKeptOut?: (run: Run) => boolean;
  /** Whether only stages count whose files are in some image. */
  readonly onlyKept?: boolean;
}

/** Tells the last call of each program that fills a cache, where nothing after it in the same RUN empties it. */
export function* reportUncleaned(context: LintContext, check: CleanCheck): Iterable<Report> {
  for (const run of runsOf(context)) {
    if (check.onlyKept === true && !isKept(run.at, context)) continue;
    if (check.isKeptOut?.(run) ?? check.folders.some((folder) => isMountedOver(run.at, folder))) continue;
    yield* uncleanedIn(run, context, check);
  }
}

function* uncleanedIn({ commands }: Run, { config }: LintContext, check: CleanCheck): Iterable<Report> {
  const filled = new Map<string, Call>();
  for (const command of commands) {
    const call = readCall(command, check.table);
    if (call === null && removesFolder(command, check.folders, config)) filled.clear();
    if (call === null) continue;
    if (check.fills(call)) filled.set(call.program, call);
    if (check.empties(call)) filled.delete(call.program);
  }
  for (const call of filled.values()) yield { span: spanOf(call.command), message: messageFor(call, check) };
}

function spanOf({ span }: ShellCommand): Report['span'] {
  return span;
}

function messageFor(call: Call, { remedy }: CleanCheck): string {
  return `What ${call.program} ${call.verb} downloads stays in this layer: end it with ${remedy(call)}`;
}
