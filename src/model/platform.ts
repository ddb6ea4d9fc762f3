/** What a manifest runs on. OCI image-spec, image-index.md, "platform"; values are Go's GOOS and GOARCH. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
}

/** `linux/amd64`, `linux/arm64/v8`; `linux` is taken where only an architecture is given. Null where it is no platform. */
export function parsePlatform(text: string): Platform | null {
  if (text.length > MAX_LENGTH) return null;
  const parts = text.trim().toLowerCase().split('/');
  if (parts.length > 3 || parts.some((part) => !/^[a-z0-9_.()-]+$/.test(part))) return null;
  const [first = '', second, third] = parts;
  if (second === undefined) return isOs(first) ? null : normalizePlatform({ os: 'linux', architecture: first });
  return normalizePlatform({ os: first, architecture: second, ...(third === undefined ? {} : { variant: third }) });
}

/** `linux/arm64/v8` → `os/arch[/variant]`. */
export function formatPlatform(platform: Platform): string {
  return [platform.os, platform.architecture, platform.variant].filter((part) => part !== undefined && part !== '').join('/');
}

/** The customary names made Go's: `x86_64` → `amd64`, `aarch64` → `arm64`; `arm64/v8` loses its variant, bare `arm` is `v7`. */
export function normalizePlatform(platform: Platform): Platform {
  const architecture = ALIASES[platform.architecture] ?? platform.architecture;
  const variant = normalVariant(architecture, platform.architecture, platform.variant);
  const { variant: _, ...rest } = platform;
  return { ...rest, architecture, ...(variant === undefined ? {} : { variant }) };
}

/** Whether an image for `offered` is what was asked for. Without a variant asked for, any variant will do. */
export function matchPlatform(asked: Platform, offered: Platform): boolean {
  const a = normalizePlatform(asked);
  const b = normalizePlatform(offered);
  if (a.os !== b.os || a.architecture !== b.architecture) return false;
  if (asked.variant === undefined || asked.variant === '') return true;
  return a.variant === b.variant;
}

/** Characters; the longest known, Windows' with its version, has 30. */
const MAX_LENGTH = 200;

const ALIASES: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  i386: '386',
  i686: '386',
  armhf: 'arm',
  armel: 'arm',
};

function normalVariant(architecture: string, given: string, variant: string | undefined): string | undefined {
  if (architecture === 'arm64') return variant === 'v8' || variant === '8' || variant === '' ? undefined : variant;
  if (architecture !== 'arm') return variant === '' ? undefined : variant;
  if (given === 'armel') return 'v6';
  if (variant === undefined || variant === '') return 'v7';
  return variant.startsWith('v') ? variant : `v${variant}`;
}

function isOs(text: string): boolean {
  return ['linux', 'windows', 'darwin', 'freebsd'].includes(text);
}
