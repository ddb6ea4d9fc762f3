/** The main section of a MANIFEST.MF, names in lower case; JAR File Specification, "JAR Manifest". Lines go on behind a space. */
export function readJavaManifest(text: string): ReadonlyMap<string, string> {
  const [main = ''] = text.replace(/\r\n?/g, '\n').replace(/^\n+/, '').split('\n\n', 1);
  return readPairs(main.replaceAll('\n ', '').split('\n'), /^([^:]+): ?(.*)$/);
}

/** A pom.properties as Maven writes it. */
export function readPomProperties(text: string): ReadonlyMap<string, string> {
  return readPairs(text.split(/\r?\n/), /^\s*([^#!=:\s]+)\s*[=:](.*)$/);
}

function readPairs(lines: readonly string[], pattern: RegExp): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = pattern.exec(line) ?? [];
    const key = name?.trim().toLowerCase();
    if (key !== undefined && value !== undefined && !pairs.has(key)) pairs.set(key, value.trim());
  }
  return pairs;
}
