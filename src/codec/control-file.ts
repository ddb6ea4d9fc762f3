/**
 * Debian's control files: paragraphs of `Field: value` with continuation lines, parted by empty lines. deb822(5).
 * Field names do not tell capitals apart and are given in lower case; a field that comes twice keeps its first value.
 */
export type Paragraph = ReadonlyMap<string, string>;

/**
 * The paragraphs of a text, one at a time, with only the fields asked for: a status file has megabytes of descriptions. Lines
 * that are neither field nor continuation are passed over, for a damaged paragraph must not hide the others.
 */
export function* readParagraphs(text: string, wanted: ReadonlySet<string>): Generator<Paragraph, void, undefined> {
  let fields = new Map<string, string>();
  let last: string | null = null;
  for (const line of linesOf(text)) {
    if (line.trim() === '') {
      if (fields.size > 0) yield fields;
      fields = new Map();
      last = null;
    } else if (line.startsWith(' ') || line.startsWith('\t')) {
      if (last !== null) fields.set(last, `${fields.get(last) ?? ''}\n${line.slice(1)}`);
    } else if (!line.startsWith('#')) {
      last = readField(line, wanted, fields);
    }
  }
  if (fields.size > 0) yield fields;
}

/** The name of the field where its continuation lines are wanted too, else null. */
function readField(line: string, wanted: ReadonlySet<string>, fields: Map<string, string>): string | null {
  const colon = line.indexOf(':');
  if (colon <= 0) return null;
  const name = line.slice(0, colon).trim().toLowerCase();
  if (!wanted.has(name) || fields.has(name)) return null;
  fields.set(name, line.slice(colon + 1).trim());
  return name;
}

function* linesOf(text: string): Generator<string, void, undefined> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    yield text.slice(start, text[stop - 1] === '\r' ? stop - 1 : stop);
    start = stop + 1;
  }
}
