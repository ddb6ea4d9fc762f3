import type { LintInstruction } from './instructions.ts';
import { type Call, isGiven, readCall } from './packages/call.ts';
import { ANY_APT } from './packages/apt.ts';
import { CURL, WGET } from './packages/downloads.ts';
import type { ShellCommand } from './shell/shell-command.ts';

/** Where COPY or ADD puts what it copies, if that can be told: not where it unpacks an archive, or copies what a folder holds. */
export function pathsCopied({ keyword, instruction }: LintInstruction, folder: string | null): readonly string[] {
  if (keyword !== 'COPY' && keyword !== 'ADD') return [];
  const words = instruction.arguments.map(({ text }) => text);
  const target = words.at(-1);
  const sources = words.slice(0, -1);
  if (target === undefined || instruction.heredocs.length > 0) return [];
  if (keyword === 'ADD' && sources.some((source) => /\.(?:tar|tgz|tbz2|txz|gz|bz2|xz)$/.test(source) && !/^https?:/.test(source)))
    return [];
  const isFolder = target.endsWith('/') || target === '.' || sources.length > 1;
  const paths = isFolder ? sources.map((source) => `${target}/${baseName(source)}`) : [target];
  return paths.flatMap((path) => absolute(path, folder) ?? []);
}

/** What a command of a RUN leaves: downloads with their names, and the lists of apt. */
export function pathsMade(command: ShellCommand, folder: string | null): readonly string[] {
  const apt = readCall(command, ANY_APT);
  if (apt?.verb === 'update') return ['/var/lib/apt/lists'];
  const wget = readCall(command, WGET);
  const curl = wget === null ? readCall(command, CURL) : null;
  const path = wget !== null ? wgetPath(wget) : curl !== null ? curlPath(curl) : clonePath(command);
  const found = path === null || path === '-' || path.startsWith('/dev/') ? null : absolute(path, folder);
  return found === null ? [] : [found];
}

/** Null where it is relative and the folder is not known, or a variable is in it, or a pattern. */
export function absolute(path: string, folder: string | null): string | null {
  if (/[$*?[\]{}`'"~]/.test(path)) return null;
  if (!path.startsWith('/') && folder === null) return null;
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return parts.length === 0 ? null : `/${parts.join('/')}`;
}

function wgetPath(call: Call): string | null {
  const file = valueOf(call, 'O', 'output-document');
  if (file !== null) return file;
  const folder = valueOf(call, 'P', 'directory-prefix');
  const name = addressName(call);
  return name === null || folder === null ? name : `${folder}/${name}`;
}

function curlPath(call: Call): string | null {
  return valueOf(call, 'o', 'output') ?? (isGiven(call, 'O', 'remote-name') ? addressName(call) : null);
}

function clonePath({ name, args }: ShellCommand): string | null {
  const [verb, ...rest] = args.map(({ value }) => value);
  const words = rest.filter((word) => word.includes('/') && !word.startsWith('-'));
  return name === 'git' && verb === 'clone' && words.length === 2 && words[1] === rest.at(-1) ? (words[1] ?? null) : null;
}

function valueOf({ flags }: Call, ...names: readonly string[]): string | null {
  return flags.findLast(({ name }) => names.includes(name))?.value ?? null;
}

/** Of the one address that is downloaded. Where there are more, nothing is said. */
function addressName({ verb, operands }: Call): string | null {
  const name = baseName(verb.split(/[?#]/)[0] ?? '');
  return operands.length > 0 || name === '' || !verb.replace(/^\w+:\/\//, '').includes('/') ? null : name;
}

function baseName(path: string): string {
  const whole = path.endsWith('/') ? path.slice(0, -1) : path;
  return whole.slice(whole.lastIndexOf('/') + 1);
}
