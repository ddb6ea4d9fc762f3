import type { Flag, Instruction } from './dockerfile.ts';
import type { Span } from './span.ts';

/** A `--mount` of RUN. */
export interface Mount {
  /** Lower case; `bind` where none is given. */
  readonly type: string;
  readonly from: string | null;
  readonly source: string | null;
  readonly target: string | null;
  /** All that is given, keys in lower case, in order; null where there is no `=`. Variables are not expanded. */
  readonly options: readonly (readonly [key: string, value: string | null])[];
  readonly flag: Flag;
  /** The value of `from` in the file; the whole flag where that has quotes or continuations, or there is no `from`. */
  readonly fromSpan: Span;
}

/** Reads the mounts of a RUN, `text` being that of the file. */
export function readMounts(instruction: Instruction, text: string): readonly Mount[] {
  return instruction.flags.filter((flag) => flag.name === 'mount').map((flag) => readMount(flag, text));
}

function readMount(flag: Flag, text: string): Mount {
  const options = splitFields(flag.value ?? '').map(splitOption);
  const last = (...keys: readonly string[]) => options.findLast(([key]) => keys.includes(key))?.[1] ?? null;
  const from = last('from');
  return {
    type: (last('type') ?? 'bind').toLowerCase(),
    from: from === '' ? null : from,
    source: last('source', 'src'),
    target: last('target', 'dst', 'destination'),
    options,
    flag,
    fromSpan: placeFrom(flag, text),
  };
}

function splitOption(field: string): readonly [key: string, value: string | null] {
  const equals = field.indexOf('=');
  return equals < 0 ? [field.toLowerCase(), null] : [field.slice(0, equals).toLowerCase(), field.slice(equals + 1)];
}

/** One line of CSV: a field in double quotes may hold commas, and quotes written twice. */
function splitFields(value: string): readonly string[] {
  if (!value.includes('"')) return value.split(',');
  const fields = value.match(/(?:^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? [];
  return fields
    .map((field) => field.replace(/^,/, ''))
    .map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
}

function placeFrom(flag: Flag, text: string): Span {
  const written = text.slice(flag.valueSpan.start, flag.valueSpan.end);
  const match = /(?:^|,)from=([^,]*)/i.exec(written);
  if (written !== flag.value || match === null) return flag.span;
  const end = flag.valueSpan.start + match.index + match[0].length;
  return { start: end - (match[1] ?? '').length, end };
}
