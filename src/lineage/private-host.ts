/**
 * Whether a registry's host (`10.0.0.1:5000`, `registry.local`) is one that only a private network has: loopback, private and
 * link-local addresses, names of one label and names that no public resolver knows. Told by the name alone; nothing is resolved.
 */
export function isPrivateHost(registry: string): boolean {
  const bracketed = /^\[([^\]]*)\]/.exec(registry)?.[1];
  if (bracketed !== undefined) return !isPublicIpv6(bracketed);
  const labels = registry.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '').split('.');
  const last = labels.at(-1) ?? '';
  // An address may also be written as `127.1` or `0x7f.0.0.1`; who writes it so has something to hide.
  if (/^(\d+|0x[0-9a-f]*)$/.test(last)) return !isPublicIpv4(labels);
  return labels.length === 1 || PRIVATE_NAMES.test(`.${labels.join('.')}`);
}

/** RFC 6761, RFC 6762, RFC 8375, the TLD `internal` that ICANN keeps for this, and what routers call their networks. */
const PRIVATE_NAMES = /\.(localhost|local|internal|intranet|lan|home\.arpa)$/;

/** First octets, and where they do not decide a range of the second. IANA's registry of special-purpose addresses. */
const SPECIAL: readonly (readonly [first: number, low: number, high: number])[] = [
  [0, 0, 255],
  [10, 0, 255],
  [100, 64, 127],
  [127, 0, 255],
  [169, 254, 254],
  [172, 16, 31],
  [192, 0, 0],
  [192, 168, 168],
  [198, 18, 19],
];

function isPublicIpv4(labels: readonly string[]): boolean {
  if (labels.length !== 4 || !labels.every((label) => /^(0|[1-9]\d{0,2})$/.test(label) && Number(label) < 256)) return false;
  const [a = 0, b = 0] = labels.map(Number);
  return a < 224 && !SPECIAL.some(([first, low, high]) => a === first && low <= b && b <= high);
}

/** Global unicast is 2000::/3; of it 2002::/16 carries any IPv4 address. */
function isPublicIpv6(text: string): boolean {
  return /^[23][0-9a-f]{3}:/i.test(text) && !/^2002:/i.test(text);
}
