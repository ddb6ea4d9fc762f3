import { readAssignments, readEnvironment } from '../environment.ts';
import type { LintContext, Report } from '../rule.ts';
import type { Run } from '../run-commands.ts';
import type { Call, CallTable } from './call.ts';
import { isRpmPinned } from './rpm-based.ts';
import { reportUnpinned } from './unpinned.ts';

/** Tells what yum or dnf install without a version. A version may be in a variable: ENV, ARG and the script itself are looked up. */
export function reportUnpinnedRpms(context: LintContext, table: CallTable, verbs: readonly string[]): Iterable<Report> {
  const environment = readEnvironment(context);
  const assignments = new Map<Run, ReadonlyMap<string, string>>();
  const assignedIn = (run: Run): ReadonlyMap<string, string> => {
    const found = assignments.get(run) ?? readAssignments(run.commands);
    assignments.set(run, found);
    return found;
  };
  const lookUp = (name: string, run: Run): string => {
    const { at } = run;
    const value = assignedIn(run).get(name) ?? environment.env(name, at) ?? environment.arg(name, at);
    // Known to be set, to whatever: taken for a version.
    return value === null ? '0' : (value ?? '');
  };
  const isPinned = (value: string, call: Call, run: Run): boolean => {
    if (call.verb.startsWith('module')) return value.includes(':') || value.includes('/');
    if (value.startsWith('@')) return true;
    return isRpmPinned(value.replace(/\$\{?(\w+)\}?/g, (_, name: string) => lookUp(name, run)));
  };
  return reportUnpinned(context, { table, verbs, form: 'name-version', isPinned });
}
