import type { TarItem } from '../codec/tar-writer.ts';
import { writeTar } from '../codec/tar-writer.ts';

/** An entry spelled out, where text can't say it: bytes, owners, times, extended attributes. */
export type LayerItem = Omit<TarItem, 'size'> & { readonly body?: Uint8Array };

/** One entry as a line of text (see layerItems), or spelled out. */
export type LayerLine = string | LayerItem;

/**
 * Entries of a layer from text, one a line:
 * `etc/hostname: web` a file and its content, `empty` a file without, `etc/.wh.passwd` a whiteout, `srv/` a directory,
 * `lib -> usr/lib` a symbolic link, `b => a` a hard link; `bin/su (4755 0:0): …` with mode and, if wanted, owner.
 * In one string `\n` in a content is a line feed; in a list of strings contents may have real ones.
 */
export function layerItems(files: string | readonly LayerLine[]): readonly LayerItem[] {
  if (typeof files !== 'string') return files.map((line) => (typeof line === 'string' ? parseLine(line) : line));
  const lines = files.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => parseLine(line.trimStart().replaceAll('\\n', '\n')));
}

/** The tar of these entries, the same bytes each time. */
export function layerTar(files: string | readonly LayerLine[]): Uint8Array {
  return writeTar(layerItems(files));
}

function parseLine(line: string): LayerItem {
  const [, link, arrow, target] = /^(.*?) (->|=>) (.*)$/s.exec(line) ?? [];
  if (link !== undefined && target !== undefined && !/: /.test(link)) {
    const { name, ...rest } = parseName(link);
    return { name, type: arrow === '->' ? 'symlink' : 'hardlink', linkName: target, mode: 0o777, ...rest };
  }
  const [, before = line, content = ''] = /^(.*?):(?: |$)(.*)$/s.exec(line) ?? [];
  const { name, ...rest } = parseName(before);
  if (name.endsWith('/')) return { name, type: 'directory', ...rest };
  return { name, type: 'file', body: new TextEncoder().encode(content), ...rest };
}

function parseName(text: string): { name: string; mode?: number; uid?: number; gid?: number } {
  const [, name = text, mode, uid, gid] = /^(.*) \(([0-7]{3,4})(?: (\d+):(\d+))?\)$/s.exec(text) ?? [];
  if (mode === undefined) return { name };
  return { name, mode: Number.parseInt(mode, 8), ...(uid === undefined ? {} : { uid: Number(uid), gid: Number(gid) }) };
}
