import { parsePurl } from '../model/purl.ts';
import { tryReference } from '../model/reference.ts';
import type { Scan, ScannedFinding } from '../model/scan.ts';

/**
 * What tells each finding from the others, in 32 hexadecimal digits: the image’s repository, the vulnerability, the package and its file,
 * but no version and no layer. It stays the same from one build of an image to the next, so that who keeps findings knows it again. In
 * the order of the findings; where two agree in all of that, the later one is told by its number.
 */
export function fingerprintsOf({ findings, inventory }: Scan): readonly string[] {
  const reference = tryReference(inventory.build);
  const image = typeof reference === 'string' ? inventory.build : `${reference.registry}/${reference.repository}`;
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const key = [image, ...keyOf(finding)].join('\n');
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return hash128(times === 1 ? key : `${key}\n${times}`);
  });
}

function keyOf({ id, purl, package: { locations } }: ScannedFinding): readonly string[] {
  const parts = parsePurl(purl);
  return [id, parts === null ? purl : [parts.type, parts.namespace ?? '', parts.name].join('/'), locations[0]?.path ?? ''];
}

const OFFSET = 0x6c62272e07bb014262b821756295c58dn;
const PRIME = 0x0000000001000000000000000000013bn;

/** FNV-1a of 128 bits (RFC 9923): no secret hangs on it. */
export function hash128(text: string): string {
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(128, (hash ^ BigInt(byte)) * PRIME);
  return hash.toString(16).padStart(32, '0');
}
