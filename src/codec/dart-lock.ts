/** A package that a lock file pins. */
export type LockedDart = readonly [name: string, version: string];

/**
 * pubspec.lock, as pub writes it: YAML of one form, names two spaces in, what is said of them four. Packages of the disk and of the
 * SDK have no version of their own, and are left out.
 */
export function readPubspecLock(text: string): readonly LockedDart[] {
  const found: LockedDart[] = [];
  let [section, name, source] = ['', '', ''];
  for (const line of text.split(/\r?\n/)) {
    if (/^[^\s#]/.test(line)) section = line.trimEnd();
    if (section !== 'packages:') continue;
    const key = /^ {2}"?([A-Za-z_][\w]*)"?:\s*$/.exec(line)?.[1];
    if (key !== undefined) [name, source] = [key, ''];
    const [, field, value = ''] = /^ {4}(source|version): "?([^"\s]+)"?\s*$/.exec(line) ?? [];
    if (field === 'source') source = value;
    // Fields are sorted: the source stands before the version.
    if (field === 'version' && name !== '' && (source === 'hosted' || source === 'git')) found.push([name, value]);
  }
  return found;
}
