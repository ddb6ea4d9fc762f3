import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { connect } from 'node:tls';
import { isIP } from 'node:net';
import { FromageError } from '../model/error.ts';
import type { Proxy } from './proxy.ts';
import { timedOut, unreachable } from './http-errors.ts';

export interface Tunnel {
  readonly proxy: Proxy;
  readonly host: string;
  readonly port: number;
  readonly trust: { readonly secureContext: SecureContext; readonly rejectUnauthorized: boolean };
  readonly idleTimeoutMs: number;
}

/** A TLS connection to `host:port` through a proxy's CONNECT (RFC 9110, 9.3.6). Throws `unreachable`, `unauthorized` on 407. */
export async function openTunnel(tunnel: Tunnel): Promise<Duplex> {
  const raw = await connectThrough(tunnel);
  const servername = isIP(tunnel.host) === 0 ? tunnel.host : '';
  return new Promise((resolve, reject) => {
    const socket = connect({ socket: raw, host: tunnel.host, servername, ...tunnel.trust });
    const timer = setTimeout(() => socket.destroy(timedOut(tunnel.host, tunnel.idleTimeoutMs)), tunnel.idleTimeoutMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(unreachable(error, tunnel.host));
    };
    socket.once('error', fail);
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

function connectThrough({ proxy, host, port, idleTimeoutMs }: Tunnel): Promise<Duplex> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const request = proxy.url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = request({
      method: 'CONNECT',
      host: proxy.url.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.url.port || (proxy.url.protocol === 'https:' ? 443 : 80),
      path: authority,
      agent: false,
      headers: { host: authority, ...(proxy.authorization === null ? {} : { 'proxy-authorization': proxy.authorization }) },
    });
    const timer = setTimeout(() => sent.destroy(timedOut(`the proxy ${proxy.url.host}`, idleTimeoutMs)), idleTimeoutMs);
    sent.once('close', () => clearTimeout(timer));
    sent.once('error', (error) => reject(unreachable(error, `the proxy ${proxy.url.host}`)));
    sent.once('response', (message) => {
      message.destroy();
      reject(refusal(message.statusCode ?? 0, proxy, host));
    });
    sent.once('connect', (message, socket) => {
      clearTimeout(timer);
      if (message.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(refusal(message.statusCode ?? 0, proxy, host));
    });
    sent.end();
  });
}

function refusal(status: number, proxy: Proxy, host: string): FromageError {
  if (status === 407) {
    return new FromageError('unauthorized', `the proxy ${proxy.url.host} wants credentials`, {
      hint: 'write them into HTTPS_PROXY: http://user:password@host:port',
    });
  }
  return new FromageError('unreachable', `the proxy ${proxy.url.host} does not let us through to ${host}: it answers ${status}`, {
    cause: { code: 'EPROXY' },
  });
}
