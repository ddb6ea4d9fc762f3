/** A gem that a lock file pins. */
export type LockedGem = readonly [name: string, version: string];

/**
 * Gemfile.lock, as Bundler writes it: sections in capitals, in each a list of `specs` with four spaces before a gem and six before what it
 * needs. Gems of `PATH` are the project's own, those of `PLUGIN SOURCE` Bundler's.
 */
export function readGemLock(text: string): readonly LockedGem[] {
  const found: LockedGem[] = [];
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    if (/^[A-Z]/.test(line)) section = line.trimEnd();
    const [, name, version] = section === 'GEM' || section === 'GIT' ? (/^ {4}(\S+) \((\d[^-)\s]*)(?:-[^)]*)?\)$/.exec(line) ?? []) : [];
    if (name !== undefined && version !== undefined) found.push([name, version]);
  }
  return found;
}
