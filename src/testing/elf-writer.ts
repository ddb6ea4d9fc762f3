/** A section of a made-up ELF file. `address` loads it there; `loaded` makes a segment of it: 4 readable, 6 writable. */
export interface ElfPart {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** SHT_…; 1, a part of the program, where left out. */
  readonly type?: number;
  /** SHF_…; 2, loaded, where left out. */
  readonly flags?: number;
  readonly address?: number;
  readonly loaded?: number;
}

export interface ElfOptions {
  readonly is64?: boolean;
  readonly isLittleEndian?: boolean;
  /** Without a table of sections, as some strip it. */
  readonly stripped?: boolean;
}

/** An ELF file of these sections, each at a place that 16 divides. Nothing could run it. */
export function writeElf(parts: readonly ElfPart[], { is64 = true, isLittleEndian = true, stripped = false }: ElfOptions = {}): Uint8Array {
  const sizes = is64 ? { head: 64, segment: 56, section: 64 } : { head: 52, segment: 32, section: 40 };
  const loaded = parts.filter((part) => part.loaded !== undefined);
  const names = `\0${parts.map(({ name }) => `${name}\0`).join('')}.shstrtab\0`;
  const all: readonly ElfPart[] = [...parts, { name: '.shstrtab', type: 3, flags: 0, bytes: new TextEncoder().encode(names) }];
  let end = sizes.head + sizes.segment * loaded.length;
  const offsets = all.map(({ bytes }) => {
    const offset = Math.ceil(end / 16) * 16;
    end = offset + bytes.length;
    return offset;
  });
  const tableAt = Math.ceil(end / 16) * 16;
  const file = new Uint8Array(tableAt + sizes.section * (all.length + 1));
  const view = new DataView(file.buffer);
  const half = (at: number, value: number) => view.setUint16(at, value, isLittleEndian);
  const quad = (at: number, value: number) => view.setUint32(at, value, isLittleEndian);
  const word = (at: number, value: number) => (is64 ? view.setBigUint64(at, BigInt(value), isLittleEndian) : quad(at, value));

  file.set([0x7f, 0x45, 0x4c, 0x46, is64 ? 2 : 1, isLittleEndian ? 1 : 2, 1]);
  word(is64 ? 32 : 28, sizes.head);
  word(is64 ? 40 : 32, stripped ? 0 : tableAt);
  const counts = [sizes.segment, loaded.length, sizes.section, stripped ? 0 : all.length + 1, stripped ? 0 : all.length];
  for (const [i, count] of counts.entries()) half((is64 ? 54 : 42) + 2 * i, count);
  for (const [i, part] of loaded.entries()) {
    const at = sizes.head + i * sizes.segment;
    const places = is64 ? [4, 8, 16, 32] : [24, 4, 8, 16];
    const [flagsAt = 0, offsetAt = 0, addressAt = 0, sizeAt = 0] = places;
    quad(at, 1);
    quad(at + flagsAt, part.loaded ?? 4);
    word(at + offsetAt, offsets[all.indexOf(part)] ?? 0);
    word(at + addressAt, part.address ?? 0);
    word(at + sizeAt, part.bytes.length);
  }
  for (const [i, part] of all.entries()) {
    file.set(part.bytes, offsets[i] ?? 0);
    const at = tableAt + (i + 1) * sizes.section;
    const places = is64 ? [8, 16, 24, 32] : [8, 12, 16, 20];
    quad(at, names.indexOf(`\0${part.name}\0`) + 1);
    quad(at + 4, part.type ?? 1);
    for (const [j, value] of [part.flags ?? 2, part.address ?? 0, offsets[i] ?? 0, part.bytes.length].entries())
      word(at + (places[j] ?? 0), value);
  }
  return file;
}
