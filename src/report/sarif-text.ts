/** SARIF's location of a file: relative to the checkout where the path is relative. */
export function sarifFile(path: string): object {
  const slashed = path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  if (/^(?:\/|[a-z]:\/)/i.test(slashed)) return { uri: `file:///${uriPath(slashed.replace(/^\//, ''))}` };
  return { uri: uriPath(slashed), uriBaseId: '%SRCROOT%' };
}

/** A path as part of a URI. */
export function uriPath(path: string): string {
  return path
    .toWellFormed()
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/');
}

/** SARIF, "Messages with placeholders" and "with embedded links" (3.11.5, 3.11.6): what an image or a file says must be neither. */
export function escapeSarif(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&').replace(/[{}]/g, '$&$&');
}
