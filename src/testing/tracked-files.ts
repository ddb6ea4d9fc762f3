import type { Files, RandomAccess } from '../ports/index.ts';

/** Files that know what of them is still open. */
export interface TrackedFiles {
  readonly files: Files;
  /** Files and spools that were opened and not closed. */
  readonly open: () => number;
}

export function trackFiles(files: Files): TrackedFiles {
  let open = 0;
  const track = (file: RandomAccess): RandomAccess => {
    let isOpen = true;
    open += 1;
    return {
      size: file.size,
      read: (offset, into) => file.read(offset, into),
      close: () => {
        if (isOpen) open -= 1;
        isOpen = false;
        return file.close();
      },
    };
  };
  return {
    open: () => open,
    files: {
      ...files,
      open: async (path) => track(await files.open(path)),
      spool: async (stream, maxBytes) => track(await files.spool(stream, maxBytes)),
    },
  };
}
