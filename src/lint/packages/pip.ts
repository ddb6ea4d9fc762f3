import type { ShellCommand } from '../shell/shell-command.ts';
import type { CallTable } from './call.ts';

const FLAGS =
  'r requirement c constraint e editable t target i index-url f find-links b build C config-settings ' +
  'extra-index-url root prefix src log proxy retries timeout exists-action trusted-host cert client-cert cache-dir ' +
  'platform python-version implementation abi upgrade-strategy install-option global-option no-binary only-binary ' +
  'progress-bar report root-user-action use-feature use-deprecated keyring-provider python group dependency-group';

/** pip's own help; `pip3.12 install` and `python3 -m pip install` are the same. */
export const PIP = { programs: ['pip'], withValue: new Set(FLAGS.split(' ')), rewrite: asPip } as const satisfies CallTable;

function asPip(command: ShellCommand): ShellCommand {
  const { name, args } = command;
  if (/^pip[\d.]*$/.test(name)) return { ...command, name: 'pip' };
  if (!/^(?:python|pypy)[\d.]*$/.test(name)) return command;
  const at = args.findIndex(({ value }, index) => value === '-m' && args[index + 1]?.value === 'pip');
  return at < 0 ? command : { ...command, name: 'pip', args: args.slice(at + 2) };
}
