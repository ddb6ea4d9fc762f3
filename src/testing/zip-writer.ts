import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a made-up zip file. */
export interface ZipPart {
  readonly name: string;
  readonly bytes: Uint8Array | string;
  /** As it is, not deflated. */
  readonly stored?: boolean;
  /** What the directory says of its size, where that is a lie. */
  readonly toldSize?: number;
  /** The method that is written, where that is another than was used. */
  readonly method?: number;
  readonly encrypted?: boolean;
}

export interface ZipOptions {
  /** Sizes and offsets in zip64's fields, and its end records. */
  readonly zip64?: boolean;
  /** Sizes behind the content, zeros in the local header: as who writes to a pipe has to. */
  readonly descriptors?: boolean;
  /** What stands before it, of which its offsets know nothing. */
  readonly prefix?: Uint8Array | string;
  readonly comment?: string;
}

const LARGE = 0xffffffff;

/** A zip file of these entries. */
export function writeZip(parts: readonly ZipPart[], options: ZipOptions = {}): Uint8Array {
  const { zip64 = false, descriptors = false, prefix = '', comment = '' } = options;
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.bytes);
    const stored = part.stored === true ? content : deflateRawSync(content);
    const name = Buffer.from(part.name);
    const flags = (part.encrypted === true ? 1 : 0) | (descriptors ? 8 : 0);
    const method = part.method ?? (part.stored === true ? 0 : 8);
    const sizes = [crc32(content), stored.length, part.toldSize ?? content.length];
    const head = numbers([4, 0x04034b50], [2, 20], [2, flags], [2, method], [4, 0]);
    const local = numbers(...sizes.map((size): Field => [4, descriptors ? 0 : size]), [2, name.length], [2, 0]);
    const descriptor = descriptors ? numbers([4, 0x08074b50], ...sizes.map((size): Field => [4, size])) : Buffer.alloc(0);
    directory.push(directoryEntry({ name, flags, method, sizes, offset, zip64 }));
    locals.push(head, local, name, stored, descriptor);
    offset += head.length + local.length + name.length + stored.length + descriptor.length;
  }
  const central = Buffer.concat(directory);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(prefix),
      ...locals,
      central,
      endRecords({ count: parts.length, size: central.length, offset, zip64, comment }),
    ]),
  );
}

type Field = readonly [bytes: 2 | 4 | 8, value: number];

function numbers(...fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.map(([bytes, value]) => {
      const buffer = Buffer.alloc(8);
      buffer.writeBigUInt64LE(BigInt(value));
      return buffer.subarray(0, bytes);
    }),
  );
}

interface DirectoryEntry {
  readonly name: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly sizes: readonly number[];
  readonly offset: number;
  readonly zip64: boolean;
}

function directoryEntry({ name, flags, method, sizes, offset, zip64 }: DirectoryEntry): Buffer {
  const [sum = 0, stored = 0, size = 0] = sizes;
  const wide: readonly Field[] = [
    [8, size],
    [8, stored],
    [8, offset],
  ];
  // Another field goes before, which is to be passed over.
  const extra = zip64 ? numbers([2, 0x5455], [2, 4], [4, 0], [2, 1], [2, 24], ...wide) : Buffer.alloc(0);
  const told = (value: number): Field => [4, zip64 ? LARGE : value];
  const begin = numbers([4, 0x02014b50], [2, 20], [2, 20], [2, flags], [2, method], [4, 0], [4, sum], told(stored), told(size));
  return Buffer.concat([begin, numbers([2, name.length], [2, extra.length], [2, 0], [4, 0], [4, 0], told(offset)), name, extra]);
}

interface End {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
  readonly zip64: boolean;
  readonly comment: string;
}

function endRecords({ count, size, offset, zip64, comment }: End): Buffer {
  const large = numbers([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [8, 0], [8, count], [8, count], [8, size], [8, offset]);
  const locator = numbers([4, 0x07064b50], [4, 0], [8, offset + size], [4, 1]);
  const [counts, bytes, start]: readonly number[] = zip64 ? [0xffff, LARGE, LARGE] : [count, size, offset];
  const end = numbers([4, 0x06054b50], [4, 0], [2, counts ?? 0], [2, counts ?? 0], [4, bytes ?? 0], [4, start ?? 0], [2, comment.length]);
  return Buffer.concat([...(zip64 ? [large, locator] : []), end, Buffer.from(comment)]);
}
