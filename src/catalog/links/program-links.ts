import { ELF_MAGIC, readElf } from '../../codec/elf.ts';
import { type ElfLinks, readElfLinks } from '../../codec/elf-links.ts';
import type { ProgramLinks } from '../../model/program-links.ts';
import type { Extractor } from '../cataloger.ts';

const SHEBANG = Uint8Array.of(0x23, 0x21);
const MAX_SHEBANG = 512;

/** What a program asks of the system it runs on: a fact that only those ask for who lay its layers upon another base. */
export const programLinks = {
  id: 'program-links',
  version: 1,
  wish: { paths: ['**'], magic: [ELF_MAGIC, SHEBANG] },
  maxBytes: 4 * 1024 * 1024 * 1024,
  async extract(_path, body) {
    const head = new Uint8Array(MAX_SHEBANG);
    const got = head.subarray(0, await body.read(0, head));
    if (got[0] === SHEBANG[0]) return scriptFact(got);
    const elf = await readElf(body);
    const links = elf === null ? null : await readElfLinks(body, elf);
    return links === null ? null : (links as unknown as { [name: string]: never });
  },
} as const satisfies Extractor;

function scriptFact(head: Uint8Array): { readonly script: readonly string[] } | null {
  const end = head.indexOf(0x0a);
  const line = new TextDecoder().decode(head.subarray(2, end < 0 ? head.length : end)).trim();
  const words = line.split(/\s+/).filter((word) => word !== '');
  return words.length === 0 || !words[0]?.startsWith('/') ? null : { script: words };
}

/** The fact as it was made. */
export function readProgramLinks(value: unknown): ProgramLinks | null {
  const fact = value as { readonly script?: readonly string[] } & Partial<ElfLinks>;
  if (Array.isArray(fact.script)) return { kind: 'script', words: fact.script };
  return fact.needed === undefined ? null : { kind: 'elf', ...(fact as ElfLinks) };
}
