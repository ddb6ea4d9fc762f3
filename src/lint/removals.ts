import type { LintConfig } from './config.ts';
import { isAtOrAbove } from './mounts.ts';
import { hasFlag, plainArgs, type ShellCommand } from './shell/shell-command.ts';

/**
 * Whether it removes one of these folders, or all that is in it: `rm -rf /var/lib/apt/lists/*`, `find /var/cache -delete`. For
 * hadolint any `rm -rf` will do, whatever it removes.
 */
export function removesFolder(command: ShellCommand, paths: readonly string[], { preset }: LintConfig): boolean {
  const { name, args } = command;
  if (name !== 'find' && !(name === 'rm' && hasFlag(command, 'r', 'R', 'recursive'))) return false;
  if (preset === 'hadolint' && args.some(({ value }) => value === '-rf')) return true;
  return removedBy(command).some((removed) => paths.some((path) => isAtOrAbove(removed, path)));
}

/** The paths that rm or find removes, as they are written; of `/a/b/*` it is `/a/b`. */
export function removedBy(command: ShellCommand): readonly string[] {
  const { name, args } = command;
  const deletes = name === 'rm' || (name === 'find' && args.some(({ value }) => DELETES.has(value)));
  return deletes ? plainArgs(command).flatMap(({ value }) => alternatives(value).map(folderOf)) : [];
}

const DELETES: ReadonlySet<string> = new Set(['-delete', '-exec', '-execdir']);

/** `/a/b/*` and `/a/b/*.*` are all that is in `/a/b`. */
function folderOf(path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last === '*' || last === '*.*' ? path.slice(0, -last.length) : path;
}

const BRACES = /^([^{}]*)\{([^{}]*)\}(.*)$/;

/** `/var/lib/{apt,dpkg}` is two, for a shell that knows braces. */
function alternatives(word: string): readonly string[] {
  const [, before, inside, after] = BRACES.exec(word) ?? [];
  if (before === undefined || inside === undefined || after === undefined) return [word];
  return inside.split(',').map((one) => before + one + after);
}
