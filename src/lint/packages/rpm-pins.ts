import { readArguments, readAssignments, readEnvironments } from '../environment.ts';
import type { LintContext, Report } from '../rule.ts';
import type { Run } from '../run-commands.ts';
import type { Call, CallTable } from './call.ts';
import { isRpmPinned } from './rpm-based.ts';
import { reportUnpinned } from './unpinned.ts';

/** Tells what yum or dnf install without a version. A version may be in a variable: ENV, ARG and the script itself are looked up. */
export function reportUnpinnedRpms(context: LintContext, table: CallTable, verbs: readonly string[]): Iterable<Report> {
  const environments = readEnvironments(context);
  const lookUp = (name: string, { at, commands }: Run): string => {
    const sources = [readAssignments(commands), environments.get(at), readArguments(context, at)];
    const source = sources.find((one) => one?.has(name) === true);
    // Known to be set, to whatever: taken for a version.
    return source === undefined ? '' : (source.get(name) ?? '0');
  };
  const isPinned = (value: string, call: Call, run: Run): boolean => {
    if (call.verb.startsWith('module')) return value.includes(':') || value.includes('/');
    if (value.startsWith('@')) return true;
    return isRpmPinned(value.replace(/\$\{?(\w+)\}?/g, (_, name: string) => lookUp(name, run)));
  };
  return reportUnpinned(context, { table, verbs, form: 'name-version', isPinned });
}
