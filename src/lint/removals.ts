import type { LintConfig } from './config.ts';
import { isAtOrAbove } from './mounts.ts';
import { hasFlag, plainArgs, type ShellCommand } from './shell/shell-command.ts';

/**
 * Whether it removes one of these folders, or all that is in it: `rm -rf /var/lib/apt/lists/*`, `find /var/cache -delete`. For
 * hadolint any `rm -rf` will do, whatever it removes.
 */
export function removesFolder(command: ShellCommand, paths: readonly string[], { preset }: LintConfig): boolean {
  const { name, args } = command;
  if (name === 'find') {
    const deletes = args.some(({ value }) => value === '-delete' || value === '-exec' || value === '-execdir');
    return deletes && args.some(({ value }) => paths.some((path) => isAtOrAbove(folderOf(value), path)));
  }
  if (name !== 'rm' || !hasFlag(command, 'r', 'R', 'recursive')) return false;
  if (preset === 'hadolint' && args.some(({ value }) => value === '-rf')) return true;
  return plainArgs(command).some(({ value }) => alternatives(value).some((one) => paths.some((path) => isAtOrAbove(folderOf(one), path))));
}

/** `/a/b/*` and `/a/b/*.*` are all that is in `/a/b`. */
function folderOf(path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1);
  return /^\*(\.\*)?$/.test(last) ? path.slice(0, -last.length) : path;
}

const BRACES = /^([^{}]*)\{([^{}]*)\}(.*)$/;

/** `/var/lib/{apt,dpkg}` is two, for a shell that knows braces. */
function alternatives(word: string): readonly string[] {
  const [, before, inside, after] = BRACES.exec(word) ?? [];
  if (before === undefined || inside === undefined || after === undefined) return [word];
  return inside.split(',').map((one) => before + one + after);
}
