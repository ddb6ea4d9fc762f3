import { appendCommand } from '../command-fixes.ts';
import { isKept } from '../kept-stages.ts';
import { isMountedOver } from '../mounts.ts';
import { removesFolder } from '../removals.ts';
import type { LintContext, Report } from '../rule.ts';
import { type Run, runsOf } from '../run-commands.ts';
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
  /** Whether something after the RUN uses what it keeps, so that only a person can say where it goes. */
  readonly isNeededLater?: (run: Run) => boolean;
  /** Whether only stages count whose files are in some image. */
  readonly onlyKept?: boolean;
}

/** Tells the last call of each program that fills a cache, where nothing after it in the same RUN empties it. */
export function* reportUncleaned(context: LintContext, check: CleanCheck): Iterable<Report> {
  for (const run of runsOf(context)) {
    if (check.onlyKept === true && !isKept(run.at, context)) continue;
    if (check.isKeptOut?.(run) ?? check.folders.some((folder) => isMountedOver(run.at, folder))) continue;
    const { remedy } = check;
    for (const call of uncleanedIn(run, context, check)) {
      const message = `What ${call.program} ${call.verb} downloads stays in this layer: end it with ${remedy(call)}`;
      const isNeeded = check.isNeededLater?.(run) ?? false;
      yield { span: call.command.span, message, fix: isNeeded ? null : appendCommand(remedy(call), call.command, run, context) };
    }
  }
}

function uncleanedIn({ commands }: Run, { config }: LintContext, check: CleanCheck): Iterable<Call> {
  const filled = new Map<string, Call>();
  for (const command of commands) {
    const call = readCall(command, check.table);
    if (call === null && removesFolder(command, check.folders, config)) filled.clear();
    if (call === null) continue;
    if (check.fills(call)) filled.set(call.program, call);
    if (check.empties(call)) filled.delete(call.program);
  }
  return filled.values();
}
