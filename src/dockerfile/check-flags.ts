import type { DockerfileError, Flag, Instruction } from './dockerfile.ts';
import type { FlagKind } from './flag-rules.ts';
import { FLAG_FORMS, FLAG_VALUES, FLAGS } from './flag-rules.ts';
import { suggest } from './suggest.ts';

/** Flags that the instruction does not have, that are given twice, or whose value is none. */
export function checkFlags(instruction: Instruction): readonly DockerfileError[] {
  const known = FLAGS[instruction.keyword];
  if (known === undefined) return [];
  const seen = new Set<string>();
  return instruction.flags.flatMap((flag) => {
    const error = checkFlag(instruction.keyword, flag, Object.hasOwn(known, flag.name) ? known[flag.name] : undefined, seen, known);
    seen.add(flag.name);
    return error === null ? [] : [error];
  });
}

function checkFlag(
  keyword: string,
  flag: Flag,
  kind: FlagKind | undefined,
  seen: ReadonlySet<string>,
  known: Readonly<Record<string, FlagKind>>,
): DockerfileError | null {
  const { span } = flag;
  const name = `--${flag.name.slice(0, 60)}`;
  if (kind === undefined) return { code: 'unknown-flag', message: `${keyword} has no flag ${name}`, hint: hintFor(flag.name, known), span };
  if (seen.has(flag.name) && kind !== 'texts') {
    return { code: 'flag-repeated', message: `${name} is given twice`, hint: 'Keep one of them.', span };
  }
  const hint = valueHint(flag, kind);
  return hint === null ? null : { code: 'flag-value', message: `${name} of ${keyword} has no value that can be used`, hint, span };
}

/** What is wrong with the value, as advice; null where nothing is. */
function valueHint(flag: Flag, kind: FlagKind): string | null {
  if (kind === 'switch') {
    if (flag.value === null || ['true', 'false'].includes(flag.value.toLowerCase())) return null;
    return `Write --${flag.name}, or --${flag.name}=false.`;
  }
  if (flag.value === null) return `Write --${flag.name}=value.`;
  const [form, advice] = FLAG_FORMS[flag.name] ?? [];
  if (form !== undefined && !form.test(flag.value)) return advice ?? null;
  const words = FLAG_VALUES[flag.name];
  return words === undefined || words.includes(flag.value) ? null : `It takes one of ${words.join(', ')}.`;
}

function hintFor(name: string, known: Readonly<Record<string, FlagKind>>): string {
  const near = suggest(name, Object.keys(known));
  if (near !== null) return `Is --${near} meant?`;
  const names = Object.keys(known).map((it) => `--${it}`);
  return names.length === 0
    ? 'It takes no flags. Arguments that begin with "--" follow a "--" of their own.'
    : `It takes ${names.join(', ')}.`;
}
