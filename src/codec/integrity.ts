/** Bytes of each algorithm's digest, the strongest first. */
const SIZES: ReadonlyMap<string, number> = new Map([
  ['sha512', 64],
  ['sha384', 48],
  ['sha256', 32],
  ['sha1', 20],
]);

/**
 * The strongest hash of Subresource Integrity as lock files have it, `sha512-<base64>`, or `sha1-… sha512-…`: as `sha512:<hex>`. Null
 * where there is none that is whole.
 */
export function readIntegrity(text: string | null): string | null {
  const told = new Map((text ?? '').split(/\s+/).flatMap((one) => splitOne(one)));
  for (const [algorithm, size] of SIZES) {
    const hex = hexOf(told.get(algorithm) ?? '');
    if (hex.length === size * 2) return `${algorithm}:${hex}`;
  }
  return null;
}

/** A hash in hexadecimal, of an algorithm that is known beforehand; null where it is not whole. */
export function readHexHash(algorithm: 'sha1' | 'sha256', text: string | null): string | null {
  const hex = (text ?? '').toLowerCase();
  return /^[0-9a-f]+$/.test(hex) && hex.length === (SIZES.get(algorithm) ?? 0) * 2 ? `${algorithm}:${hex}` : null;
}

/** Options may follow a `?`. */
function splitOne(text: string): readonly (readonly [algorithm: string, base64: string])[] {
  const [, algorithm, base64] = /^(sha\d+)-([A-Za-z0-9+/]+=*)(?:\?.*)?$/.exec(text) ?? [];
  return algorithm === undefined || base64 === undefined ? [] : [[algorithm, base64]];
}

function hexOf(base64: string): string {
  try {
    return Array.from(atob(base64), (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  } catch {
    return '';
  }
}
