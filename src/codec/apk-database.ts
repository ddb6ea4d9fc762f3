/** A package of apk's database of installed packages. Letters in the comments are those of the file; apk-tools, "installed database". */
export interface ApkRecord {
  /** P */
  readonly name: string;
  /** V */
  readonly version: string;
  /** A */
  readonly architecture: string | null;
  /** o: the source package it was built with. */
  readonly origin: string | null;
  /** L: SPDX, mostly. */
  readonly licence: string | null;
  /** m */
  readonly maintainer: string | null;
  /** U */
  readonly url: string | null;
  /** I: bytes installed; null where it does not say. */
  readonly size: number | null;
  /** c: the commit of the package's recipe. */
  readonly commit: string | null;
  /** D, without version constraints' meaning: `so:libc.musl-x86_64.so.1`, `busybox>=1.3`. */
  readonly depends: readonly string[];
  /** p */
  readonly provides: readonly string[];
  /** F and R: its files, without a leading slash. */
  readonly files: readonly string[];
}

/**
 * Reads the database: lines of `letter:value`, records parted by empty lines. A record without name or version is left out and
 * counted; an unknown letter is passed over (the format grows).
 */
export function readApkDatabase(text: string): { readonly records: readonly ApkRecord[]; readonly damaged: number } {
  const records: ApkRecord[] = [];
  let damaged = 0;
  for (const block of text.split(/\r?\n(?:[ \t]*\r?\n)+/)) {
    if (block.trim() === '') continue;
    const record = readRecord(block);
    if (record === null) damaged += 1;
    else records.push(record);
  }
  return { records, damaged };
}

function readRecord(block: string): ApkRecord | null {
  const fields = new Map<string, string>();
  const files: string[] = [];
  let folder = '';
  for (const line of block.split(/\r?\n/)) {
    if (line[1] !== ':') continue;
    const [letter = '', value] = [line[0], line.slice(2)];
    if (letter === 'F') folder = value;
    else if (letter === 'R') files.push(folder === '' ? value : `${folder}/${value}`);
    else if (!fields.has(letter)) fields.set(letter, value);
  }
  const [name, version] = [fields.get('P'), fields.get('V')];
  if (name === undefined || name === '' || version === undefined || version === '') return null;
  const text = (letter: string) => fields.get(letter) || null;
  const list = (letter: string) => (fields.get(letter) ?? '').split(' ').filter((word) => word !== '');
  const size = Number(fields.get('I'));
  return {
    name,
    version,
    architecture: text('A'),
    origin: text('o'),
    licence: text('L'),
    maintainer: text('m'),
    url: text('U'),
    size: Number.isSafeInteger(size) && fields.has('I') ? size : null,
    commit: text('c'),
    depends: list('D'),
    provides: list('p'),
    files,
  };
}
