import { cleanPath } from '../model/image-path.ts';

/**
 * The files that a RECORD names (`path,hash,size`, as CSV), or `installed-files.txt` (a path a line); packaging.python.org, "Recording
 * installed projects". Relative, as they are written.
 */
export function readPythonRecord(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const trimmed = line.trim();
    if (trimmed === '') return [];
    if (trimmed.startsWith('"')) return /^"((?:[^"]|"")*)"/.exec(trimmed)?.[1]?.replaceAll('""', '"') ?? [];
    const comma = trimmed.indexOf(',');
    return [comma < 0 ? trimmed : trimmed.slice(0, comma)];
  });
}

/** The paths within the image of files named from a folder; those that lead out of it are left out. */
export function resolveFiles(folder: string, files: readonly string[]): readonly string[] {
  return files.flatMap((file) => {
    const cleaned = cleanPath(file.startsWith('/') ? file.slice(1) : `${folder}/${file}`);
    return cleaned.ok ? [cleaned.path] : [];
  });
}
