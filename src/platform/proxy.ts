import { BlockList, isIP } from 'node:net';
import { FromageError } from '../model/error.ts';

/** A proxy to go through: where it is, and the Proxy-Authorization it wants. */
export interface Proxy {
  /** `http:` or `https:`, without the credentials. */
  readonly url: URL;
  readonly authorization: string | null;
}

/**
 * The proxy for a URL as HTTP_PROXY, HTTPS_PROXY and NO_PROXY say (lower case first), or null. Loopback hosts never go
 * through a proxy. Throws `usage` where the variable is no URL, and `unsupported` for SOCKS.
 */
export function findProxy(url: URL, variables: (name: string) => string | undefined): Proxy | null {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = variables(name.toLowerCase()) || variables(name);
  if (value === undefined || value === '' || isLoopback(hostOf(url))) return null;
  if (isExempt(url, variables('no_proxy') || variables('NO_PROXY') || '')) return null;
  return readProxy(name, value);
}

function readProxy(name: string, value: string): Proxy {
  const text = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(text)) throw new FromageError('usage', `${name} is not a URL`, { hint: `write it as http://host:port` });
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new FromageError('unsupported', `${name} names a ${url.protocol.slice(0, -1)} proxy`, {
      hint: 'http and https proxies are known',
    });
  }
  const { username, password } = url;
  const authorization =
    username === '' ? null : `Basic ${Buffer.from(`${decodeText(username)}:${decodeText(password)}`).toString('base64')}`;
  url.username = '';
  url.password = '';
  return { url, authorization };
}

function isExempt(url: URL, list: string): boolean {
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || matchesEntry(url, entry.toLowerCase()));
}

/** `host`, `.domain`, `*.domain`, `host:port`, `10.0.0.0/8`, `[::1]:port`. A bare domain also covers what is below it. */
function matchesEntry(url: URL, entry: string): boolean {
  const host = hostOf(url);
  if (entry.includes('/')) return isInNetwork(host, entry);
  const [, name = entry, port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  if (port !== undefined && port !== portOf(url)) return false;
  const bare = name.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return bare === host;
  if (bare.startsWith('.')) return host.endsWith(bare);
  if (bare.startsWith('*.')) return host.endsWith(bare.slice(1));
  return bare !== '' && (host === bare || host.endsWith(`.${bare}`));
}

function isInNetwork(host: string, network: string): boolean {
  const [address = '', prefix = ''] = network.split('/');
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(prefix)) return false;
  const bits = Number(prefix);
  if (bits > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(address, bits, type);
  return list.check(host, type);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function hostOf(url: URL): string {
  return url.hostname.toLowerCase().replace(/^\[|\]$/g, '');
}

function portOf(url: URL): string {
  if (url.port !== '') return url.port;
  return url.protocol === 'https:' ? '443' : '80';
}

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
